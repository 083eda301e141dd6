import type { Cell } from "../runner/cell.ts";
import type { CellProject } from "../runner/project.ts";

const next = { group: "Frameworks", name: "Next.js", versionOf: "next" } as const;

/** Builds and starts the site, and returns its address. */
async function start(project: CellProject): Promise<string> {
  await project.build("next", "build");
  return project.start("next", "start", "--port", "0");
}

export const cells: Cell[] = [
  {
    ...next,
    mode: "client component",
    run: async (project) => project.browsers.inChromium(await start(project)),
  },
  {
    ...next,
    mode: "route handler",
    run: async (project) => project.fetchReport("Node", `${await start(project)}/report`),
  },
];

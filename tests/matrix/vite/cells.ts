import type { Cell } from "../runner/cell.ts";

const vite = { group: "Bundlers", name: "Vite", versionOf: "vite" } as const;

export const cells: Cell[] = [
  {
    ...vite,
    mode: "build",
    async run(project) {
      await project.run("vite", "build");
      return project.open("dist");
    },
  },
  {
    ...vite,
    mode: "development server",
    run: (project) => project.serveWith("vite", "--port", "0"),
  },
];

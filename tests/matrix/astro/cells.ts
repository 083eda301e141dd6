import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Cell } from "../runner/cell.ts";

const astro = { group: "Frameworks", name: "Astro", versionOf: "astro" } as const;

export const cells: Cell[] = [
  {
    ...astro,
    mode: "script in the browser",
    async run(project) {
      await project.build("astro", "build");
      return project.open("dist");
    },
  },
  {
    ...astro,
    mode: "page signed by the build",
    check: "signature",
    async run(project) {
      await project.build("astro", "build");
      const html = readFileSync(join(project.folder, "dist", "index.html"), "utf8");
      const [, signature] = /<code>([0-9a-f]+)<\/code>/.exec(html) ?? [];
      return { engine: "Node", json: JSON.stringify({ signature }) };
    },
  },
];

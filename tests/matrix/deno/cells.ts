import type { Cell } from "../runner/cell.ts";

export const cells: Cell[] = [
  {
    group: "Servers and edge",
    name: "Deno",
    versionOf: "deno",
    run: (project) => project.print("Deno", "deno", "run", "--allow-all", "main.js"),
  },
];

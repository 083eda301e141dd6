import type { Cell } from "../runner/cell.ts";

export const cells: Cell[] = [
  {
    group: "Servers and edge",
    name: "Bun",
    versionOf: "bun",
    run: (project) => project.print("Bun", "bun", "main.js"),
  },
];

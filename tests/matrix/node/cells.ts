import { join } from "node:path";
import type { Cell } from "../runner/cell.ts";
import type { CellProject } from "../runner/project.ts";

/** Returns the cells of a Node. */
export function nodeCells(name: string, binaryIn: (project: CellProject) => string): Cell[] {
  const cell = (mode: string, ...args: string[]): Cell => ({
    group: "Servers and edge",
    name,
    mode,
    async run(project) {
      const node = binaryIn(project);
      const version = await project.run(node, "--version");
      return project.print(`Node ${version.trim().slice(1)}`, node, ...args);
    },
  });
  return [
    cell("import", "main.js"),
    cell("require", "main.cjs"),
    {
      ...cell("without WebAssembly, s3-signpost/js", "--jitless", "jitless.js"),
      check: "signature",
    },
  ];
}

export const cells = [20, 22, 24].flatMap((major) =>
  nodeCells(`Node ${major}`, ({ folder }) =>
    join(folder, "node_modules", `node-${major}`, "bin", "node"),
  ),
);

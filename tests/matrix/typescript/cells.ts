import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inRoot } from "../../../scripts/paths.mjs";
import { compilerOutput, ENVIRONMENTS, importsOf, NEWEST } from "../../packaging/compilers.ts";
import type { Cell } from "../runner/cell.ts";
import type { CellProject } from "../runner/project.ts";

const { exports } = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
const newest = JSON.parse(
  readFileSync(inRoot("node_modules", "typescript", "package.json"), "utf8"),
);

/** Returns the cell of a compiler: it checks the types of all entries in each environment, without skipLibCheck. */
function compilerCell(version: string, compilerIn: (project: CellProject) => string): Cell {
  return {
    group: "Checkers",
    name: `TypeScript ${version}`,
    mode: "in a page, a worker and Node",
    check: "types",
    async run(project) {
      const write = (name: string, contents: string) => {
        const file = join(project.folder, name);
        writeFileSync(file, contents);
        return file;
      };
      for (const [name, options] of Object.entries(ENVIRONMENTS)) {
        const program = importsOf(exports, name);
        const consumer = { folder: project.folder, write };
        const output = await compilerOutput(consumer, program, options, compilerIn(project));
        assert.equal(output, "", `${name}: ${output}`);
      }
      return { engine: "tsc" };
    },
  };
}

export const cells = [
  ...["5.2", "5.4", "5.6", "5.9", "6.0"].map((version) =>
    compilerCell(version, ({ folder }) =>
      join(folder, "node_modules", `typescript-${version}`, "bin", "tsc"),
    ),
  ),
  compilerCell(newest.version.split(".", 2).join("."), () => NEWEST),
];

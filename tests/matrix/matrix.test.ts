import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Stack, startStack } from "../e2e/stack.ts";
import { nodeCells } from "./node/cells.ts";
import { Browsers } from "./runner/browsers.ts";
import { type Cell, titleOf } from "./runner/cell.ts";
import { CellProject } from "./runner/project.ts";
import { cellsOf, projectNames } from "./runner/projects.ts";
import { runCell } from "./runner/run-cells.ts";

let stack: Stack;
let browsers: Browsers;
before(async () => {
  stack = await startStack();
  browsers = new Browsers();
});
after(async () => {
  await browsers?.close();
  await stack?.stop();
});

/** The cells that need no packages but those of the checkout. */
async function quickCellsOf(name: string): Promise<Cell[]> {
  if (name === "node") return nodeCells("Node", () => process.execPath);
  return (await cellsOf(name)).filter(({ isQuick }) => isQuick);
}

const projects = await Promise.all(
  projectNames().map(async (name) => ({ name, cells: await quickCellsOf(name) })),
);

for (const { name, cells } of projects.filter(({ cells }) => cells.length > 0)) {
  describe(`the packed package signs, downloads and uploads in the project ${name}`, () => {
    let project: CellProject;
    before(async () => {
      project = await CellProject.create(name, stack, browsers, true);
    });
    after(() => project?.remove());

    for (const cell of cells) {
      test(titleOf(cell, ""), async () => {
        assert.ifError((await runCell(cell, project)).error);
      });
    }
  });
}

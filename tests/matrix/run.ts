import { describe, reportErrors } from "../../scripts/errors.ts";
import { startStack } from "../e2e/stack.ts";
import { Browsers } from "./runner/browsers.ts";
import { cellsOf, projectNames } from "./runner/projects.ts";
import { runCells } from "./runner/run-cells.ts";
import { updateTable } from "./runner/table.ts";

/** Runs the cells of the named folders, or all, and updates their rows in docs/guides/compatibility.md. */
async function runMatrix(names: readonly string[]): Promise<void> {
  const stack = await startStack();
  const browsers = new Browsers();
  let failed = 0;
  try {
    for (const name of names) {
      const outcomes = await runCells(name, await cellsOf(name), { stack, browsers });
      for (const { title, engine, error } of outcomes) {
        const mark = error === undefined ? "✓" : "✗";
        console.log(`${mark} ${[title, engine].filter(Boolean).join(" — ")}`);
        if (error === undefined) continue;
        failed += 1;
        console.log(`  ${firstLines(error).replaceAll("\n", "\n  ")}`);
      }
      await updateTable(outcomes);
    }
  } finally {
    await browsers.close();
    await stack.stop();
  }
  console.log(failed === 0 ? "\nAll cells passed." : `\n${failed} cells failed.`);
  if (failed > 0) process.exitCode = 1;
}

/** Returns the beginning of an error: some tools print their whole help. */
function firstLines(error: unknown): string {
  return describe(error).trim().split("\n", 12).join("\n").slice(0, 2000);
}

const [, , ...names] = process.argv;
await reportErrors(async () => runMatrix(names.length > 0 ? names : projectNames()));

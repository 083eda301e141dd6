import type { Stack } from "../../e2e/stack.ts";
import type { Browsers } from "./browsers.ts";
import { type Cell, titleOf } from "./cell.ts";
import { CellProject } from "./project.ts";
import { checkReport } from "./report.ts";

/** Milliseconds after which a cell has failed. */
const TIMEOUT = 240_000;

/** The result of a cell. */
export interface Outcome {
  cell: Cell;
  version: string;
  /** "Vite 8.3 build" */
  title: string;
  /** "Chromium 156", if the program ran. */
  engine?: string;
  /** Absent if the cell passed. */
  error?: unknown;
}

export interface Setting {
  stack: Stack;
  browsers: Browsers;
  /** Whether to run the tools of the checkout instead of those in the folder's package-lock.json. */
  isQuick?: boolean;
}

/** Installs a folder of tests/matrix once, and runs cells in it, one after the other. */
export async function runCells(
  name: string,
  cells: readonly Cell[],
  { stack, browsers, isQuick = false }: Setting,
): Promise<Outcome[]> {
  let project: CellProject | undefined;
  const outcomes: Outcome[] = [];
  try {
    project = await CellProject.create(name, stack, browsers, isQuick);
    for (const cell of cells) outcomes.push(await runCell(cell, project));
  } catch (error) {
    // Without an installation, every cell has failed.
    for (const cell of cells.slice(outcomes.length)) {
      outcomes.push({ cell, version: "", title: titleOf(cell, ""), error });
    }
  } finally {
    await project?.remove();
  }
  return outcomes;
}

/** Runs a cell in its installed project. An error is part of the outcome. */
export async function runCell(cell: Cell, project: CellProject): Promise<Outcome> {
  const version = cell.versionOf ? project.version(cell.versionOf) : "";
  const outcome: Outcome = { cell, version, title: titleOf(cell, version) };
  try {
    const { engine, json } = await withTimeout(cell.run(project));
    outcome.engine = engine;
    await checkReport(json, cell.check ?? "transfers", project.stack);
  } catch (error) {
    outcome.error = error;
  }
  return outcome;
}

async function withTimeout<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No report in ${TIMEOUT} ms.`)), TIMEOUT);
  });
  return Promise.race([work, timeout]).finally(() => clearTimeout(timer));
}

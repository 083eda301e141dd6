import { existsSync, readdirSync } from "node:fs";
import { inRoot } from "../../../scripts/paths.mjs";
import type { Cell } from "./cell.ts";

/** Returns the names of the folders with cells. */
export function projectNames(): string[] {
  return readdirSync(inRoot("tests", "matrix")).filter((name) =>
    existsSync(inRoot("tests", "matrix", name, "cells.ts")),
  );
}

/** Returns the cells of a folder. */
export async function cellsOf(name: string): Promise<Cell[]> {
  const { cells } = await import(`../${name}/cells.ts`);
  return cells;
}

/** Returns the cells of all folders. */
export async function allCells(): Promise<Cell[]> {
  return (await Promise.all(projectNames().map(cellsOf))).flat();
}

import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

/** The counts of tests in a record. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Returns the value in a JSON file, or undefined if the file is missing or damaged. */
export function readRecord<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as T;
  } catch {
    return undefined;
  }
}

/** Writes a value as JSON. A second run at the same time reads the whole old file or the whole new one. */
export function writeRecord(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify(value));
  renameSync(unfinished, file);
}

/**
 * Deletes the records of a folder whose names are not in the list: their test files were deleted or renamed. It leaves the
 * unfinished files of another run.
 */
export function keepRecords(folder: string, names: readonly string[]): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (name.endsWith(".json") && !names.includes(name))
      rmSync(join(folder, name), { force: true });
  }
}

import { rmSync } from "node:fs";
import { inRoot } from "../paths.mjs";
import { type Counts, readRecord, writeRecord } from "./records.ts";

/** Returns the counts of the suite's last run if all its tests passed, with files of this hash. */
export function passedBefore(suite: string, hash: string): Counts | undefined {
  const record = readRecord<Counts & { hash: string }>(recordOf(suite));
  return record?.hash === hash ? record : undefined;
}

/** Keeps the counts of a run without failures, and forgets those of earlier runs. */
export function recordPass(suite: string, hash: string, { passed, failed, skipped }: Counts): void {
  rmSync(recordOf(suite), { force: true });
  // A suite that skips all its tests lacks a program that may be installed later.
  if (failed > 0 || passed === 0) return;
  writeRecord(recordOf(suite), { hash, passed, failed, skipped });
}

function recordOf(suite: string): string {
  return inRoot("build", "passed", `${suite}.json`);
}

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { inRoot } from "../paths.mjs";
import { run } from "../shell.ts";
import { hashOf } from "../when-changed.ts";
import type { Outcome } from "./run-suite.ts";

type Counts = Pick<Outcome, "passed" | "failed" | "skipped">;

/**
 * Returns a hash of the contents of the checkout that may affect a suite: of every file that git tracks, or would track,
 * except those in `unaffectedBy`. A new folder affects every suite until it is listed.
 *
 * @param unaffectedBy files and folders, relative to the checkout
 */
export async function contentHash(unaffectedBy: readonly string[]): Promise<string> {
  const { stdout } = await run("git", [
    "ls-files",
    "-z",
    "--cached",
    "--others",
    "--exclude-standard",
  ]);
  const files = new Set(stdout.split("\0").filter(Boolean));
  // git lists a deleted file until the deletion is committed.
  const affecting = [...files].filter(
    (file) => !contains(unaffectedBy, file) && existsSync(inRoot(file)),
  );
  return hashOf(affecting, `${process.version} ${process.platform} ${process.arch}`);
}

/** Whether a path, relative to the checkout, is one of the files or in one of the folders. */
export function contains(paths: readonly string[], file: string): boolean {
  return paths.some((path) => file === path || file.startsWith(`${path}/`));
}

/** Returns the counts of the suite's last run if all its tests passed, with files of this hash. */
export function passedBefore(suite: string, hash: string): Counts | undefined {
  const file = recordOf(suite);
  if (!existsSync(file)) return undefined;
  const record = JSON.parse(readFileSync(file, "utf8")) as Counts & { hash: string };
  return record.hash === hash ? record : undefined;
}

/** Keeps the counts of a run without failures, and forgets those of earlier runs. */
export function recordPass(suite: string, hash: string, { passed, failed, skipped }: Counts): void {
  const file = recordOf(suite);
  rmSync(file, { force: true });
  // A suite that skips all its tests lacks a program that may be installed later.
  if (failed > 0 || passed === 0) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ hash, passed, failed, skipped }));
}

function recordOf(suite: string): string {
  return inRoot("build", "passed", `${suite}.json`);
}

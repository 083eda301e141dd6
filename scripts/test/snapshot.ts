import { join } from "node:path";
import { root as checkout } from "../paths.mjs";
import { run } from "../shell.ts";
import { hashOf, stateOf } from "./record/state.mjs";

/** Hash of each file that git tracks, or would track, by its path. */
export type Snapshot = ReadonlyMap<string, string>;

/** Reads the files of a checkout. A new folder affects every suite until it is listed in `unaffectedBy`. */
export async function takeSnapshot(root: string = checkout): Promise<Snapshot> {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const { stdout } = await run("git", args, { cwd: root });
  const files = new Set(stdout.split("\0").filter(Boolean));
  // git lists a deleted file until the deletion is committed.
  const existing = [...files].filter((file) => stateOf("exists", join(root, file)) === "file");
  return new Map(existing.sort().map((file) => [file, stateOf("contents", join(root, file))]));
}

/** Returns a hash of the names and contents of the files for which `includes` is true. */
export function hashOfFiles(snapshot: Snapshot, includes: (file: string) => boolean): string {
  return hashOf(JSON.stringify([...snapshot].filter(([file]) => includes(file))));
}

/** Whether a path, relative to the checkout, is one of the files or in one of the folders. */
export function contains(paths: readonly string[], file: string): boolean {
  return paths.some((path) => file === path || file.startsWith(`${path}/`));
}

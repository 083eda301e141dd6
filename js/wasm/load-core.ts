import { registeredCore } from "./registered-core.ts";

/**
 * Loads `s3-signpost/js`, which registers the core as JavaScript. Rejects with `error` if that fails.
 *
 * Its file js.js is expected beside the script with this code. The array hides the name from bundlers: as a part of a
 * bundle it would make each of them larger, and those of one file, such as Rollup's `output.file`, impossible. The
 * build adds comments that keep bundlers from warning about the import.
 *
 * Parcel 2 replaces any later `Promise.resolve().then(() => …)` of the same file by such an import: this package uses none.
 */
export async function loadCore(error: unknown): Promise<void> {
  const file = [error, "./js.js"].pop();
  await import(file as string).catch(() => {});
  if (!registeredCore()) throw error;
}

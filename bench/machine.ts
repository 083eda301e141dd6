import { readFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { join } from "node:path";
import { inRoot } from "../scripts/paths.mjs";
import { run } from "../scripts/shell.ts";

/** Describes the processor and the memory of this machine. */
export function machine(): string {
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${model}, ${availableParallelism()} cores, ${memory} GiB, ${process.platform} ${process.arch}`;
}

/** Returns the commit, and whether files differ from it. */
export async function commit(): Promise<string> {
  const { stdout: hash } = await run("git", ["rev-parse", "--short", "HEAD"]);
  const { stdout: changes } = await run("git", ["status", "--porcelain", "--untracked-files=no"]);
  return changes.trim() === "" ? hash.trim() : `${hash.trim()} and changes on top`;
}

/**
 * Returns the installed version of an npm package.
 *
 * @param folder whose node_modules has it
 */
export function versionOf(name: string, folder = inRoot()): string {
  const file =
    name === "s3-signpost"
      ? inRoot("package.json")
      : join(folder, "node_modules", ...name.split("/"), "package.json");
  return JSON.parse(readFileSync(file, "utf8")).version;
}

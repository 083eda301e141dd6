import { createHash } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Problem } from "../errors.ts";
import { inRoot, root } from "../paths.mjs";
import { run } from "../shell.ts";
import { step } from "../step.ts";

/** Paths of different lengths and depths: a path in the output would show in its bytes or in its size. */
const FOLDERS = ["a", "another-folder/of-a-longer-path/s3-signpost"];

/**
 * Builds the committed files from nothing in two folders, and compares every byte of `dist`.
 *
 * @throws {Problem} with the names of the files that differ
 */
export async function reproduce(): Promise<void> {
  const { stdout } = await run("git", ["status", "--porcelain"]);
  if (stdout) console.log("Changes that are not committed are not part of the builds.");
  const parent = mkdtempSync(join(tmpdir(), "s3-signpost-reproduce-"));
  try {
    const builds = [];
    for (const name of FOLDERS) builds.push(await buildIn(join(parent, name), name));
    const [first = new Map(), second = new Map()] = builds;
    const differences = compare(first, second);
    if (differences.length > 0) {
      throw new Problem(
        `These files of dist differ between two builds:\n${differences.join("\n")}`,
      );
    }
    const digests = [...first].map(([name, digest]) => `${digest}  ${name}`);
    console.log(
      `\nBoth builds have the same ${first.size} files. SHA-256 of the scripts and the module:`,
    );
    console.log(
      digests.filter((line) => /\.(?:c?js|wasm)$/.test(line) && !line.includes("/")).join("\n"),
    );
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

/** Returns the names of the files that only one build has, or that have other bytes in it. */
export function compare(
  first: ReadonlyMap<string, string>,
  second: ReadonlyMap<string, string>,
): string[] {
  const names = new Set([...first.keys(), ...second.keys()]);
  return [...names].filter((name) => first.get(name) !== second.get(name)).sort();
}

/** @returns the SHA-256 of each file of dist by its name */
async function buildIn(folder: string, title: string): Promise<Map<string, string>> {
  mkdirSync(folder, { recursive: true });
  await run("git", ["clone", "--quiet", root, folder]);
  symlinkSync(inRoot("node_modules"), join(folder, "node_modules"), "junction");
  await step(`Build in ${title}`, async (say) => {
    const env = { CARGO_TARGET_DIR: join(folder, "target") };
    await run(process.execPath, ["scripts/run.mjs", "package"], { cwd: folder, env, onLine: say });
  });
  return digestsOf(join(folder, "dist"));
}

function digestsOf(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  return new Map(files.map((name) => [name.replaceAll("\\", "/"), digest(join(folder, name))]));
}

function digest(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { inRoot } from "./paths.mjs";

/**
 * Does the work unless the same inputs have already made these outputs, told by a hash of their
 * contents that is kept in build/stamps.
 *
 * @param {string} name of the stamp
 * @param {{ inputs: string[], outputs: string[] }} facts files and folders, by their path in
 *   the checkout or absolute
 * @param {() => Promise<void>} work
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function whenChanged(name, { inputs, outputs }, work) {
  const stamp = inRoot("build", "stamps", name);
  const hash = fingerprint(inputs);
  const made = outputs.every((output) => existsSync(absolute(output)));
  if (made && existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return false;
  // What failing work leaves half-made must not pass for the outputs of an earlier stamp.
  rmSync(stamp, { force: true });
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
  return true;
}

/** @param {string[]} inputs */
function fingerprint(inputs) {
  const hash = createHash("sha256");
  for (const file of inputs.flatMap(filesUnder).sort()) {
    const contents = readFileSync(absolute(file));
    hash.update(`\n${file}\n${contents.length}\n`).update(contents);
  }
  return hash.digest("hex");
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesUnder(path) {
  if (!statSync(absolute(path)).isDirectory()) return [path];
  return readdirSync(absolute(path)).flatMap((entry) => filesUnder(`${path}/${entry}`));
}

/** @param {string} path */
function absolute(path) {
  return path.startsWith("/") || /^[A-Za-z]:/.test(path) ? path : inRoot(path);
}

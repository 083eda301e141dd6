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
 * @param {{ inputs: string[], values?: unknown[], outputs: string[] }} facts files and folders by
 *   their path in the checkout (or absolute); `values` is what else the result depends on
 * @param {() => Promise<void>} work
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function whenChanged(name, { inputs, values = [], outputs }, work) {
  const stamp = inRoot("build", "stamps", name);
  const hash = fingerprint(inputs, values);
  const made = outputs.every((output) => existsSync(absolute(output)));
  if (made && existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return false;
  // Half-made outputs must not pass for these, nor for those of the stamp before.
  rmSync(stamp, { force: true });
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
  return true;
}

/**
 * @param {string[]} inputs
 * @param {unknown[]} values
 */
function fingerprint(inputs, values) {
  const hash = createHash("sha256").update(JSON.stringify(values));
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

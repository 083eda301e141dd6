import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { dirname, resolve } from "node:path";
import { inRoot, root } from "./paths.mjs";

/**
 * Runs the work unless the outputs exist and the inputs have not changed since. build/stamps keeps a hash of the
 * contents of the inputs.
 *
 * @param name of the stamp
 * @param paths files and folders, absolute or relative to the checkout
 * @returns whether the work ran
 */
export async function whenChanged(
  name: string,
  { inputs, outputs }: { inputs: string[]; outputs: string[] },
  work: () => Promise<void>,
): Promise<boolean> {
  const stamp = inRoot("build", "stamps", name);
  const hash = hashOf(inputs);
  const exist = outputs.every((output) => fs.existsSync(resolve(root, output)));
  if (exist && fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === hash) return false;
  // If the work fails, its half-written outputs must not match an older stamp.
  fs.rmSync(stamp, { force: true });
  await work();
  fs.mkdirSync(dirname(stamp), { recursive: true });
  fs.writeFileSync(stamp, hash);
  return true;
}

/**
 * Returns a hash of the names and contents of files.
 *
 * @param inputs files and folders, absolute or relative to the checkout
 * @param salt hashed too
 */
export function hashOf(inputs: readonly string[], salt = ""): string {
  const hash = createHash("sha256").update(salt);
  for (const file of inputs.flatMap(filesUnder).sort()) {
    const contents = fs.readFileSync(resolve(root, file));
    hash.update(`\n${file}\n${contents.length}\n`).update(contents);
  }
  return hash.digest("hex");
}

function filesUnder(path: string): string[] {
  const absolute = resolve(root, path);
  if (!fs.statSync(absolute).isDirectory()) return [path];
  return fs.readdirSync(absolute).flatMap((entry) => filesUnder(`${path}/${entry}`));
}

import { run } from "./command.mjs";
import { Problem } from "./problem.mjs";

const progress =
  /^\s+(Compiling|Checking|Downloading|Downloaded|Updating|Locking|Blocking)\s.*\n/gm;

/**
 * Runs cargo, showing what it compiles while it does.
 *
 * @param {readonly string[]} args
 * @param {(detail: string) => void} [say]
 * @throws {Problem} with what it printed, less the list of what compiled
 */
export async function cargo(args, say = () => {}) {
  try {
    return await run("cargo", args, { onLine: say });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new Problem(error.message.replace(progress, ""), { cause: error });
  }
}

/**
 * The folder that cargo builds into, which `CARGO_TARGET_DIR` or a configuration may have moved.
 *
 * @returns {Promise<string>}
 */
export async function targetFolder() {
  const { stdout } = await cargo(["metadata", "--format-version", "1", "--no-deps"]);
  return JSON.parse(stdout).target_directory;
}

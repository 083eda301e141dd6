import { tryRun } from "../command.mjs";
import { installDebianPackages, isDebianRoot } from "../debian.mjs";

/**
 * Makes sure that there is a valgrind, and installs it where that may be done.
 *
 * @param {(detail: string) => void} say
 * @returns {Promise<string | undefined>} why there is nothing to count with, for a person
 */
export async function lackOfValgrind(say) {
  // The budget is of one instruction set; others have as many instructions as they like.
  if (process.arch !== "x64" || process.platform !== "linux") {
    return `Instructions are counted on Linux on x86-64, and this is ${process.platform} ${process.arch}.`;
  }
  if (await starts()) return undefined;
  if (isDebianRoot()) {
    await installDebianPackages(["valgrind"], say);
    if (await starts()) return undefined;
  }
  return "valgrind was not found, which counts instructions. Debian and Ubuntu: apt install valgrind. Fedora: dnf install valgrind.";
}

async function starts() {
  const ran = await tryRun("valgrind", ["--version"]).catch(() => undefined);
  return ran?.code === 0;
}

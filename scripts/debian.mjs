import { existsSync, readFileSync } from "node:fs";
import { run } from "./command.mjs";

/**
 * Whether packages may be installed without asking: only on Debian, and only as root, since that is a
 * container or a build machine, and elsewhere the choice is the owner's.
 */
export function isDebianRoot() {
  if (process.getuid?.() !== 0 || !existsSync("/etc/os-release")) return false;
  return /^ID=debian$/m.test(readFileSync("/etc/os-release", "utf8"));
}

/**
 * @param {readonly string[]} packages
 * @param {(line: string) => void} say
 */
export async function installDebianPackages(packages, say) {
  const options = { env: { DEBIAN_FRONTEND: "noninteractive" }, onLine: say };
  await run("apt-get", ["update"], options);
  await run("apt-get", ["install", "--yes", "--no-install-recommends", ...packages], options);
}

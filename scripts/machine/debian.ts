import { existsSync, readFileSync } from "node:fs";
import { run } from "../shell.ts";
import type { Say } from "../step.ts";

/**
 * Whether the scripts may install packages without asking: only as root on Debian, which is a container or a build
 * machine. Elsewhere the choice is the owner's.
 */
export function isDebianRoot(): boolean {
  if (process.getuid?.() !== 0 || !existsSync("/etc/os-release")) return false;
  return /^ID=debian$/m.test(readFileSync("/etc/os-release", "utf8"));
}

let installing: Promise<void> = Promise.resolve();

/** Installs packages, after those of an earlier call: apt-get runs once at a time. */
export function installDebianPackages(packages: readonly string[], say: Say): Promise<void> {
  const turn = installing.then(() => install(packages, say));
  installing = turn.catch(() => {});
  return turn;
}

async function install(packages: readonly string[], say: Say): Promise<void> {
  const options = { env: { DEBIAN_FRONTEND: "noninteractive" }, onLine: say };
  await run("apt-get", ["update"], options);
  await run("apt-get", ["install", "--yes", "--no-install-recommends", ...packages], options);
}

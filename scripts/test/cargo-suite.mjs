import { tryRun } from "../command.mjs";
import { settle, suiteTimeout } from "./outcome.mjs";

/** @typedef {import("./outcome.mjs").Outcome} Outcome */

/**
 * Runs `cargo test` and adds up the results of its test binaries.
 *
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, say: (detail: string) => void }} options
 * @returns {Promise<Outcome>}
 */
export async function cargoSuite(args, { env = {}, say }) {
  // Compiling may take long on a slow machine; only running is held to a time.
  const built = await tryRun("cargo", ["test", "--no-run", ...args], { env, onLine: say });
  if (built.code !== 0) {
    return settle({ passed: 0, failed: 0, skipped: 0, report: built.output }, built.code);
  }
  const { code, output } = await tryRun("cargo", ["test", "--no-fail-fast", ...args], {
    env,
    onLine: say,
    timeout: suiteTimeout,
  });
  const counted = { passed: 0, failed: 0, skipped: 0, report: output };
  for (const [, passed, failed, ignored] of output.matchAll(
    /^test result: .*?(\d+) passed; (\d+) failed; (\d+) ignored/gm,
  )) {
    counted.passed += Number(passed);
    counted.failed += Number(failed);
    counted.skipped += Number(ignored);
  }
  return settle(counted, code);
}

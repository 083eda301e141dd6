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
  const command = ["test", "--no-fail-fast", ...args];
  const { code, output } = await tryRun("cargo", command, {
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

/** Milliseconds after which a suite that hangs is killed and counts as failed. */
export const suiteTimeout = 900_000;

/**
 * What one suite came to.
 *
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string} [report] what to show when something failed
 */

/**
 * Makes sure that what went wrong counts: a command that failed without naming a test, and a suite
 * that ran none, are each one failure.
 *
 * @param {Outcome} counted
 * @param {number} exitCode of the command that ran the suite
 * @returns {Outcome}
 */
export function settle(counted, exitCode) {
  const { passed, failed, report = "" } = counted;
  if (failed > 0) return counted;
  if (exitCode !== 0) return { ...counted, failed: 1 };
  if (passed > 0) return counted;
  return { ...counted, failed: 1, report: `${report}\nThe suite ran no test.` };
}

/**
 * @param {Outcome[]} outcomes
 * @returns {Outcome}
 */
export function total(outcomes) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of outcomes) {
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
  }
  return sum;
}

/**
 * `12 passed, 0 failed`, and what was skipped when anything was.
 *
 * @param {Outcome} outcome
 */
export function countLine({ passed, failed, skipped }) {
  const line = `${passed} passed, ${failed} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}

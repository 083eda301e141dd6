import { describe, Problem } from "./errors.ts";
import { step } from "./step.ts";
import type { Outcome } from "./test/run-suite.ts";
import { prerequisites, type Suite } from "./test/suites.ts";

/**
 * Runs suites one after the other, also after one that failed. The count of all tests is the last line, and the exit
 * code is 0 only if no test failed.
 */
export async function test(suites: readonly Suite[]): Promise<void> {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const suite of suites) {
    const { passed, failed, skipped } = await runSuite(suite);
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  if (total.failed > 0) process.exitCode = 1;
  console.log(`\n${countLine(total)}`);
}

async function runSuite({ title, needs, run }: Suite): Promise<Outcome> {
  let outcome: Outcome = { passed: 0, failed: 1, skipped: 0 };
  try {
    for (const name of needs) await once(name);
    await step(title, async (say) => {
      outcome = await run(say);
      if (outcome.failed > 0) throw new Problem(outcome.report);
      return countLine(outcome);
    });
  } catch (error) {
    console.log(`\n${title}, ${countLine(outcome)}:\n${describe(error)}\n`);
  }
  return outcome;
}

const started = new Map<string, Promise<unknown>>();

/** Runs a prerequisite once. After a failure, every later suite that needs it fails with a short message. */
async function once(name: keyof typeof prerequisites): Promise<void> {
  const earlier = started.get(name);
  if (earlier) {
    await earlier.catch(() => {
      throw new Problem(`It needs the step "${name}", which failed above.`);
    });
    return;
  }
  const running = prerequisites[name]();
  started.set(name, running);
  await running;
}

/** Formats a count: "12 passed, 0 failed", and the skipped tests if there are any. */
function countLine({ passed, failed, skipped }: Outcome): string {
  const line = `${passed} passed, ${failed} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}

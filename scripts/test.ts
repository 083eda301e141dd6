import { describe, Problem } from "./errors.ts";
import { step } from "./step.ts";
import { contentHash, passedBefore, recordPass } from "./test/passed.ts";
import type { Outcome } from "./test/run-suite.ts";
import { prerequisites, type Suite } from "./test/suites.ts";

/** Suites that run at a time. One alone leaves a core idle while it waits for a browser or compiles. */
const LANES = 2;

/**
 * Runs suites side by side, also after one that failed. The count of all tests is the last line, and the exit code is 0
 * only if no test failed.
 *
 * @param options `reuse` counts the earlier tests of a suite that passed with the same files, instead of running it
 */
export async function test(suites: readonly Suite[], { reuse }: { reuse: boolean }): Promise<void> {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const waiting = [...suites];
  const runNext = async (): Promise<void> => {
    const suite = waiting.shift();
    if (!suite) return;
    const { passed, failed, skipped } = await runOrReuse(suite, reuse);
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
    await runNext();
  };
  await Promise.all(Array.from({ length: LANES }, runNext));
  if (total.failed > 0) process.exitCode = 1;
  console.log(`\n${countLine(total)}`);
}

async function runOrReuse(suite: Suite, reuse: boolean): Promise<Outcome> {
  // The title names the examples that a run of their suite includes.
  const hash = `${suite.title} ${await contentHash(suite.unaffectedBy)}`;
  const earlier = reuse ? passedBefore(suite.name, hash) : undefined;
  if (earlier) {
    console.log(`✓ ${suite.title}  unchanged since ${countLine(earlier)}`);
    return earlier;
  }
  const outcome = await runSuite(suite);
  recordPass(suite.name, hash, outcome);
  return outcome;
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

import { availableParallelism } from "node:os";
import { describe, Problem } from "./errors.ts";
import { step } from "./step.ts";
import { browserStates, environmentState } from "./test/machine-state.ts";
import { passedBefore, recordPass } from "./test/passed.ts";
import { runFiles } from "./test/run-files.ts";
import type { Outcome } from "./test/run-suite.ts";
import { contains, hashOfFiles, type Snapshot, takeSnapshot } from "./test/snapshot.ts";
import { prerequisites, type Suite } from "./test/suites.ts";

/**
 * Suites that run at a time: half of the cores, as each runs several test files at a time. Two on a small machine, since
 * one alone leaves a core idle while it waits for a browser or compiles.
 */
const LANES = Math.min(6, Math.max(2, Math.floor(availableParallelism() / 2)));

interface TestOptions {
  /**
   * Counts the earlier tests of a suite, and of a test file, that passed with the same inputs, instead of running them.
   */
  reuse: boolean;
}

/**
 * Runs suites side by side, also after one that failed. The count of all tests is the last line, and the exit code is 0
 * only if no test failed.
 */
export async function test(suites: readonly Suite[], options: TestOptions): Promise<void> {
  const snapshot = await takeSnapshot();
  const total = { passed: 0, failed: 0, skipped: 0 };
  const waiting = [...suites];
  const runNext = async (): Promise<void> => {
    const suite = waiting.shift();
    if (!suite) return;
    const { passed, failed, skipped } = await runOrReuse(suite, snapshot, options);
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
    await runNext();
  };
  await Promise.all(Array.from({ length: LANES }, runNext));
  if (total.failed > 0) process.exitCode = 1;
  console.log(`\n${countLine(total)}`);
}

async function runOrReuse(
  suite: Suite,
  snapshot: Snapshot,
  options: TestOptions,
): Promise<Outcome> {
  const hash = hashOfSuite(suite, snapshot);
  const earlier = options.reuse ? passedBefore(suite.name, hash) : undefined;
  if (earlier) {
    console.log(`✓ ${suite.title}  unchanged since ${countLine(earlier)}`);
    return earlier;
  }
  const outcome = await runSuite(suite, snapshot, options);
  recordPass(suite.name, hash, outcome);
  return outcome;
}

/** Returns a hash of everything that can affect a suite. */
function hashOfSuite({ title, needs, unaffectedBy }: Suite, snapshot: Snapshot): string {
  return [
    // The title names the examples that a run of their suite includes.
    title,
    hashOfFiles(snapshot, (file) => !contains(unaffectedBy, file)),
    environmentState(),
    ...browserStates(needs),
  ].join(" ");
}

async function runSuite(
  { tests, ...suite }: Suite,
  snapshot: Snapshot,
  { reuse }: TestOptions,
): Promise<Outcome> {
  let outcome: Outcome = { passed: 0, failed: 1, skipped: 0 };
  try {
    for (const name of suite.needs) await once(name);
    await step(suite.title, async (say) => {
      let detail = "";
      if ("files" in tests) {
        const { ran, ...result } = await runFiles(
          { ...suite, ...tests },
          // A CI checks out each commit into an empty folder, and would never read its records.
          { snapshot, reuse, record: process.env["CI"] === undefined, say },
        );
        const unchanged = tests.files.length - ran;
        detail = `; test files: ${ran} ran, ${unchanged} unchanged`;
        outcome = result;
      } else {
        outcome = await tests.run(say);
      }
      if (outcome.failed > 0) throw new Problem(outcome.report);
      return countLine(outcome) + detail;
    });
  } catch (error) {
    console.log(`\n${suite.title}, ${countLine(outcome)}:\n${describe(error)}\n`);
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

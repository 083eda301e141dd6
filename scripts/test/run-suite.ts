import { readdirSync } from "node:fs";
import { countInstructions, missingValgrind, report } from "../instructions.ts";
import { checkTypes } from "../lint.ts";
import { inRoot } from "../paths.mjs";
import { type RunOptions, tryRun, typeScriptArguments } from "../shell.ts";
import type { Say } from "../step.ts";

/** Milliseconds after which `cargo test` is killed and counted as failed. */
const CARGO_TIMEOUT = 1_800_000;
/** The same for a test file. The longest takes about a minute. */
const FILE_TIMEOUT = 600_000;

export interface Outcome {
  passed: number;
  failed: number;
  skipped: number;
  /** Output to print if a test failed. */
  report?: string;
}

/** Runs `cargo test`. */
export async function cargoSuite(say: Say, args: string[], env = {}): Promise<Outcome> {
  // The time limit is for the tests: on a slow machine compiling them may take longer.
  const options = { env, onLine: say };
  const { code, output } = await tryRun("cargo", ["test", "--no-run", ...args], options);
  if (code !== 0) return { passed: 0, failed: 1, skipped: 0, report: output };
  const timeout = CARGO_TIMEOUT;
  return runTests("cargo", ["test", "--no-fail-fast", ...args], { ...options, timeout });
}

/** Returns every *.test.ts and *.test.mjs of a folder, or those that `includes` accepts. */
export function testFiles(
  folder: string,
  includes: (file: string) => boolean = () => true,
): string[] {
  return readdirSync(inRoot(folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.test\.(ts|mjs)$/.test(file) && includes(file))
    .map((file) => inRoot(folder, file))
    .sort();
}

/**
 * Test files of a suite that run at a time. Tests wait much of the time, so that several are faster on two cores too. In
 * `.ci/run`, the lint runs beside them.
 */
const FILES_AT_A_TIME = process.env["CI"] === undefined ? 3 : 2;

/** Runs files with Node's test runner. */
export async function nodeSuite(
  say: Say,
  files: readonly string[],
  env: Record<string, string>,
): Promise<Outcome> {
  const options = { say, env, nodeArguments: typeScriptArguments };
  return sumOf(await runQueue(files, (file) => runFile(file, options)));
}

export interface FileOptions {
  say: Say;
  /** Options of Node. */
  nodeArguments: readonly string[];
  env: Record<string, string>;
}

/** Runs one file with Node's test runner, in a process of its own. */
export async function runFile(
  file: string,
  { say, nodeArguments, env }: FileOptions,
): Promise<Outcome> {
  const reporters = [
    ...["--test-reporter=spec", "--test-reporter-destination=stdout"],
    ...["--test-reporter=./scripts/test/count-reporter.mjs", "--test-reporter-destination=stderr"],
  ];
  const args = [...nodeArguments, ...reporters, file];
  const options = { env, onLine: say, timeout: FILE_TIMEOUT };
  const outcome = await runTests(process.execPath, args, options);
  return outcome.failed > 0 ? { ...outcome, report: `${file}:\n${outcome.report}` } : outcome;
}

/** Runs a function for each file, for some of them at a time, and returns the results in the order of the files. */
export async function runQueue<T>(
  files: readonly string[],
  run: (file: string, index: number) => Promise<T>,
): Promise<T[]> {
  const waiting = [...files.entries()];
  const results: T[] = [];
  const runNext = async (): Promise<void> => {
    const next = waiting.shift();
    if (!next) return;
    const [index, file] = next;
    results[index] = await run(file, index);
    await runNext();
  };
  await Promise.all(Array.from({ length: FILES_AT_A_TIME }, runNext));
  return results;
}

/** Adds up counts, and joins the reports of failures. */
export function sumOf(outcomes: readonly Outcome[]): Outcome {
  const sum = { passed: 0, failed: 0, skipped: 0, report: "" };
  for (const { passed, failed, skipped, report = "" } of outcomes) {
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
    if (failed > 0) sum.report += `${report}\n`;
  }
  return sum;
}

/** Checks the types, as one test. */
export async function typesSuite(say: Say): Promise<Outcome> {
  await checkTypes(say);
  return { passed: 1, failed: 0, skipped: 0 };
}

/** Compares the count of each operation with its budget, as one test each. It is skipped without valgrind. */
export async function instructionSuite(say: Say): Promise<Outcome> {
  const reason = await missingValgrind(say);
  if (reason) {
    console.log(reason);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const counts = await countInstructions(say);
  const failed = counts.filter(({ instructions, budget }) => instructions > budget).length;
  const { table, problem = "" } = report(counts);
  return {
    passed: counts.length - failed,
    failed,
    skipped: 0,
    report: `${table}\n${problem}`,
  };
}

/**
 * Runs tests and adds up their counts. A program that fails without a failed test, and one that runs no test, count as
 * one failure.
 */
async function runTests(program: string, args: string[], options: RunOptions): Promise<Outcome> {
  const { code, output } = await tryRun(program, args, options);
  const outcome = { passed: 0, failed: 0, skipped: 0, report: output };
  for (const [, passed, failed, skipped] of output.matchAll(
    /^test result: .*?(\d+) passed; (\d+) failed; (\d+) ignored/gm,
  )) {
    outcome.passed += Number(passed);
    outcome.failed += Number(failed);
    outcome.skipped += Number(skipped);
  }
  if (outcome.failed === 0 && code !== 0) outcome.failed = 1;
  if (outcome.failed + outcome.passed + outcome.skipped === 0) {
    outcome.failed = 1;
    outcome.report += "\nIt ran no test.";
  }
  return outcome;
}

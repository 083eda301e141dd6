import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { tryRun } from "../command.mjs";
import { inRoot } from "../paths.mjs";
import { settle, suiteTimeout } from "./outcome.mjs";

/** @typedef {import("./outcome.mjs").Outcome} Outcome */

/**
 * Runs every *.test.ts and *.test.mjs under a folder with Node's own test runner.
 *
 * @param {string} folder in the checkout
 * @param {{ env?: Record<string, string>, say: (detail: string) => void }} options
 * @returns {Promise<Outcome>}
 */
export async function nodeSuite(folder, { env = {}, say }) {
  const files = testFiles(folder);
  // Without a file, `node --test` would go looking for tests by itself.
  if (files.length === 0) {
    return { passed: 0, failed: 1, skipped: 0, report: `There is no test in ${folder}.` };
  }
  const scratch = mkdtempSync(join(tmpdir(), "s3-signpost-counts-"));
  const counts = join(scratch, "counts.json");
  try {
    const { code, output } = await tryRun(process.execPath, nodeArguments(files, counts), {
      env,
      onLine: say,
      timeout: suiteTimeout,
    });
    return settle({ ...readCounts(counts), report: output }, code);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function testFiles(folder) {
  return readdirSync(inRoot(folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.test\.(ts|mjs)$/.test(file))
    .map((file) => inRoot(folder, file))
    .sort();
}

/**
 * @param {string[]} files
 * @param {string} counts
 */
function nodeArguments(files, counts) {
  return [
    "--import",
    "tsx",
    "--import",
    pathToFileURL(inRoot("scripts", "test", "wasm-loader.mjs")).href,
    "--test",
    "--test-reporter=spec",
    "--test-reporter-destination=stdout",
    `--test-reporter=${pathToFileURL(inRoot("scripts", "test", "count-reporter.mjs")).href}`,
    `--test-reporter-destination=${counts}`,
    ...files,
  ];
}

/** @param {string} file */
function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    // The runner died before its reporter wrote: its exit code says so.
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

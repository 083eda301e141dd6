import { parseArgs } from "node:util";
import { describe, Problem } from "../problem.mjs";
import { setUp } from "../setup.mjs";
import { step } from "../steps.mjs";
import { countLine, total } from "./outcome.mjs";
import { prerequisites } from "./prerequisites.mjs";
import { suites } from "./suites.mjs";

/** @typedef {import("./outcome.mjs").Outcome} Outcome */
/** @typedef {import("./suites.mjs").Suite} Suite */

const usage = `npm test -- [options]

Sets up, builds, runs every suite, and ends with a line that counts: 12 passed, 0 failed.

  --only NAME[,NAME]   run only these suites
  --help               show this

Suites:
${suites.map(({ name, title }) => `  ${name.padEnd(12)}${title}`).join("\n")}`;

/**
 * `npm test`: runs the suites one after the other, whatever becomes of each. The count is the last
 * line, and the exit code is 0 only when nothing failed.
 *
 * @param {string[]} args
 */
export async function testCommand(args) {
  /** @type {Outcome[]} */
  const outcomes = [];
  try {
    const chosen = choose(args);
    if (!chosen) {
      console.log(usage);
      return;
    }
    await setUp();
    for (const suite of chosen) outcomes.push(await runSuite(suite));
  } catch (error) {
    console.log(`\n${describe(error)}`);
    outcomes.push({ passed: 0, failed: 1, skipped: 0 });
  }
  const sum = total(outcomes);
  if (sum.failed > 0) process.exitCode = 1;
  console.log(`\n${countLine(sum)}`);
}

/**
 * @param {string[]} args
 * @returns {Suite[] | undefined} nothing when help was asked for
 */
function choose(args) {
  const { help, only } = parse(args);
  if (help) return undefined;
  if (only === undefined) return suites;
  const names = only.split(",");
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0)
    throw new Problem(`No suite is called ${unknown.join(", ")}.\n\n${usage}`);
  return suites.filter(({ name }) => names.includes(name));
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({ args, options: { only: { type: "string" }, help: { type: "boolean" } } })
      .values;
  } catch (cause) {
    throw new Problem(`${/** @type {Error} */ (cause).message}\n\n${usage}`, { cause });
  }
}

/**
 * @param {Suite} suite
 * @returns {Promise<Outcome>}
 */
async function runSuite({ title, needs, run }) {
  /** @type {Outcome} */
  let outcome = { passed: 0, failed: 1, skipped: 0 };
  try {
    for (const need of needs) await prerequisites[need]();
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

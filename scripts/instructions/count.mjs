import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { cargo, targetFolder } from "../cargo.mjs";
import { run } from "../command.mjs";
import { inRoot } from "../paths.mjs";

const budgetFile = "scripts/instruction-budget.json";

/**
 * What one of them takes, with what it may take.
 *
 * @typedef {object} Count
 * @property {string} what
 * @property {number} instructions
 * @property {number} budget
 */

/**
 * Counts the instructions of what the budget names, by callgrind: a number that depends on the compiler, which
 * rust-toolchain.toml pins, and on no machine.
 *
 * @param {(detail: string) => void} say
 * @returns {Promise<Count[]>}
 */
export async function countInstructions(say) {
  await cargo(["build", "--release", "--package", "s3-signpost-bench"], say);
  const program = `${await targetFolder()}/release/s3-signpost-bench`;
  /** @type {Record<string, number>} */
  const budgets = JSON.parse(readFileSync(inRoot(budgetFile), "utf8"));
  mkdirSync(inRoot("build"), { recursive: true });
  const counts = [];
  for (const [what, budget] of Object.entries(budgets)) {
    say(what);
    const [few, many] = [100, 300];
    const difference =
      (await collected(program, what, many)) - (await collected(program, what, few));
    counts.push({ what, instructions: Math.round(difference / (many - few)), budget });
  }
  return counts;
}

/**
 * @param {Count[]} counts
 * @returns {{ text: string, over: string | undefined }} a table, and what to say where a budget is not kept
 */
export function report(counts) {
  const rows = [
    ["", "instructions", "budget"],
    ...counts.map(({ what, instructions, budget }) => [what, String(instructions), String(budget)]),
  ];
  const text = rows.map(([what = "", ...cells]) => what.padEnd(10) + cells.map(column).join(""));
  const over = counts.filter(({ instructions, budget }) => instructions > budget);
  return {
    text: text.join("\n"),
    over:
      over.length === 0
        ? undefined
        : `Over the budget of instructions: ${over.map(({ what }) => what).join(", ")}.\n` +
          `Make it faster; or, where what was added is worth it, raise the budget in ${budgetFile} and say why in the commit.`,
  };
}

/**
 * @param {string} program
 * @param {string} what
 * @param {number} times
 * @returns {Promise<number>} the instructions of the whole program
 */
async function collected(program, what, times) {
  const file = inRoot("build", `callgrind-${what}`);
  const tool = ["--tool=callgrind", `--callgrind-out-file=${file}`];
  try {
    const { output } = await run("valgrind", [...tool, program, what, String(times)]);
    const [, count] = /Collected : (\d+)/.exec(output) ?? [];
    if (count === undefined) throw new Error(`callgrind told no count:\n${output}`);
    return Number(count);
  } finally {
    rmSync(file, { force: true });
  }
}

/** @param {string} text */
function column(text) {
  return text.padStart(14);
}

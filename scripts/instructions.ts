import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { Problem } from "./errors.ts";
import { installDebianPackages, isDebianRoot } from "./machine/debian.ts";
import { inRoot } from "./paths.mjs";
import { cargo, run, tryRun } from "./shell.ts";
import type { Say } from "./step.ts";
import { targetFolder } from "./target-folder.ts";

const BUDGET_FILE = "scripts/instruction-budget.json";

export interface Count {
  operation: string;
  /** Instructions of one call. */
  instructions: number;
  budget: number;
}

/**
 * Counts the instructions of each operation of the budget with callgrind. The counts depend on the compiler, which
 * rust-toolchain.toml pins, but not on the machine.
 */
export async function countInstructions(say: Say): Promise<Count[]> {
  await cargo(["build", "--release", "--package", "s3-signpost-bench"], say);
  const program = `${await targetFolder()}/release/s3-signpost-bench`;
  const budgets: Record<string, number> = JSON.parse(readFileSync(inRoot(BUDGET_FILE), "utf8"));
  mkdirSync(inRoot("build"), { recursive: true });
  const counts = [];
  for (const [operation, budget] of Object.entries(budgets)) {
    say(operation);
    // The difference of two runs leaves out the start of the program.
    const [few, many] = [100, 300];
    const difference =
      (await callgrind(program, operation, many)) - (await callgrind(program, operation, few));
    counts.push({ operation, instructions: Math.round(difference / (many - few)), budget });
  }
  return counts;
}

/** Returns a table of the counts, and a message if one of them is over its budget. */
export function report(counts: Count[]): { table: string; problem: string | undefined } {
  const rows = [
    ["", "instructions", "budget"],
    ...counts.map((count) => [count.operation, `${count.instructions}`, `${count.budget}`]),
  ];
  const table = rows.map(([name = "", ...cells]) =>
    [name.padEnd(10), ...cells.map((cell) => cell.padStart(14))].join(""),
  );
  const over = counts.filter(({ instructions, budget }) => instructions > budget);
  const problem =
    `Over the budget of instructions: ${over.map(({ operation }) => operation).join(", ")}.\n` +
    `Make it faster. If the addition is worth it, raise the budget in ${BUDGET_FILE} and give the reason in the commit message.`;
  return { table: table.join("\n"), problem: over.length > 0 ? problem : undefined };
}

/** Makes sure that valgrind is installed. Returns the reason if it cannot be. */
export async function missingValgrind(say: Say): Promise<string | undefined> {
  // The budget is for one instruction set: the counts of others differ.
  if (process.arch !== "x64" || process.platform !== "linux") {
    return `Instructions are counted on Linux on x86-64; this is ${process.platform} ${process.arch}.`;
  }
  if (await startsValgrind()) return undefined;
  if (isDebianRoot()) {
    await installDebianPackages(["valgrind"], say);
    if (await startsValgrind()) return undefined;
  }
  return "valgrind was not found; it counts the instructions. Debian and Ubuntu: apt install valgrind. Fedora: dnf install valgrind.";
}

async function startsValgrind(): Promise<boolean> {
  const result = await tryRun("valgrind", ["--version"]).catch(() => undefined);
  return result?.code === 0;
}

/** Returns the number of instructions of the whole program. */
async function callgrind(program: string, operation: string, times: number): Promise<number> {
  const file = inRoot("build", `callgrind-${operation}`);
  const options = ["--tool=callgrind", `--callgrind-out-file=${file}`];
  try {
    const { output } = await run("valgrind", [...options, program, operation, String(times)]);
    const [, count] = /Collected : (\d+)/.exec(output) ?? [];
    if (count === undefined) throw new Problem(`callgrind printed no count:\n${output}`);
    return Number(count);
  } finally {
    rmSync(file, { force: true });
  }
}

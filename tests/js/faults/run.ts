import { parseArgs } from "node:util";
import { startStack } from "../../e2e/stack.ts";
import { FaultRunner } from "./fault-runner.ts";
import { scheduleOf } from "./schedule.ts";

const { values } = parseArgs({
  options: {
    schedules: { type: "string", default: "1000" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
    only: { type: "string" },
    list: { type: "string" },
  },
});
const seed = whole("seed", values.seed);
const indices =
  values.only === undefined
    ? Array.from({ length: whole("schedules", values.schedules) }, (_, index) => index)
    : [whole("only", values.only)];

/** Number of stacks that run schedules at the same time. The faults and the clock of a stack apply to all requests. */
const STACKS = 2;
const outcomes = new Map<string, number>();
const violations: string[] = [];
const startedAt = Date.now();
const queue = indices.values();

await Promise.all(Array.from({ length: Math.min(STACKS, indices.length) }, work));

const seconds = ((Date.now() - startedAt) / 1_000).toFixed(1);
console.log(`\n${indices.length} schedules of seed ${seed} in ${seconds} s\n`);
for (const [outcome, count] of [...outcomes].sort(([, a], [, b]) => b - a)) {
  console.log(`${outcome.padEnd(32)}${String(count).padStart(6)}`);
}
console.log(`\n${violations.length} violations`);
for (const violation of violations) console.log(violation);
if (violations.length > 0) process.exitCode = 1;

async function work(): Promise<void> {
  const stack = await startStack();
  try {
    const runner = new FaultRunner(stack, seed);
    for (const index of queue) {
      const { outcome, violation } = await runner.run(index);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      if (outcome === values.list) console.log(index, JSON.stringify(scheduleOf(seed, index)));
      if (violation) {
        const schedule = JSON.stringify(scheduleOf(seed, index));
        violations.push(`--seed ${seed} --only ${index}: ${violation} (${outcome})\n  ${schedule}`);
      }
    }
  } finally {
    await stack.stop();
  }
}

function whole(name: string, value: string): number {
  if (/^\d+$/.test(value)) return Number(value);
  throw new Error(`--${name} must be a whole number; got ${value}.`);
}

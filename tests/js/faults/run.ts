import { parseArgs } from "node:util";
import { startStack } from "../../e2e/stack.ts";
import { scheduleOf } from "./schedule.ts";
import { Trial } from "./trial.ts";

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

/** A stack's faults and clock are for all that ask it: two run side by side, and none between them. */
const STACKS = 2;
const outcomes = new Map<string, number>();
const wrongs: string[] = [];
const begun = Date.now();
const waiting = indices.values();

await Promise.all(Array.from({ length: Math.min(STACKS, indices.length) }, work));

const seconds = ((Date.now() - begun) / 1_000).toFixed(1);
console.log(`\n${indices.length} schedules of seed ${seed} in ${seconds} s\n`);
for (const [outcome, count] of [...outcomes].sort(([, a], [, b]) => b - a)) {
  console.log(`${outcome.padEnd(32)}${String(count).padStart(6)}`);
}
console.log(`\n${wrongs.length} broke a promise`);
for (const wrong of wrongs) console.log(wrong);
if (wrongs.length > 0) process.exitCode = 1;

async function work(): Promise<void> {
  const stack = await startStack();
  try {
    const trial = new Trial(stack, seed);
    for (const index of waiting) {
      const { outcome, wrong } = await trial.run(index);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      if (outcome === values.list) console.log(index, JSON.stringify(scheduleOf(seed, index)));
      if (wrong) {
        const schedule = JSON.stringify(scheduleOf(seed, index));
        wrongs.push(`--seed ${seed} --only ${index}: ${wrong} (${outcome})\n  ${schedule}`);
      }
    }
  } finally {
    await stack.stop();
  }
}

function whole(name: string, value: string): number {
  if (/^\d+$/.test(value)) return Number(value);
  throw new Error(`--${name} is ${value}: give a whole number.`);
}

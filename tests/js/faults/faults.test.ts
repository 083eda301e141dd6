import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { stackBinary } from "../../../scripts/build.ts";
import { type Stack, startStack } from "../../e2e/stack.ts";
import { scheduleOf } from "./schedule.ts";
import { Trial } from "./trial.ts";

/** A sample, the same each time; `npm run faults` tries thousands, and other seeds. */
const SEED = 20_260_102;
const SCHEDULES = 40;

const skip = existsSync(await stackBinary()) ? false : "the local stack is not built";

describe("whatever befalls a transfer", { skip }, () => {
  let stack: Stack;
  let trial: Trial;

  before(async () => {
    stack = await startStack();
    trial = new Trial(stack, SEED);
  });

  after(() => stack.stop());

  for (let index = 0; index < SCHEDULES; index += 1) {
    const { way, size, faults } = scheduleOf(SEED, index);
    const faulted = faults.map(({ method, effect }) => `${method} ${effect.type}`).join(", ");
    test(`${index}: ${way} of ${size} bytes is whole or a typed error (${faulted || "no fault"})`, async () => {
      assert.equal((await trial.run(index)).wrong, undefined);
    });
  }

  test("the same seed gives the same schedule, and another seed another", () => {
    assert.deepEqual(scheduleOf(SEED, 7), scheduleOf(SEED, 7));
    assert.notDeepEqual(scheduleOf(SEED, 7), scheduleOf(SEED + 1, 7));
  });
});

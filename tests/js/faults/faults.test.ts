import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { stackBinary } from "../../../scripts/target-folder.ts";
import { type Stack, startStack } from "../../e2e/stack.ts";
import { FaultRunner } from "./fault-runner.ts";
import { scheduleOf } from "./schedule.ts";

/** A sample, the same in every run; `npm run faults` runs thousands, with other seeds. */
const SEED = 20_260_102;
const SCHEDULES = 40;

const skip = existsSync(await stackBinary()) ? false : "the local stack is not built";

describe("transfers with faults", { skip }, () => {
  let stack: Stack;
  let runner: FaultRunner;

  before(async () => {
    stack = await startStack();
    runner = new FaultRunner(stack, SEED);
  });

  after(() => stack.stop());

  for (let index = 0; index < SCHEDULES; index += 1) {
    const { operation, size, faults } = scheduleOf(SEED, index);
    const faulted = faults.map(({ method, effect }) => `${method} ${effect.type}`).join(", ");
    test(`${index}: ${operation} of ${size} bytes ends with equal bytes or a typed error (${faulted || "no fault"})`, async () => {
      assert.equal((await runner.run(index)).violation, undefined);
    });
  }

  test("the same seed gives the same schedule, and another seed another", () => {
    assert.deepEqual(scheduleOf(SEED, 7), scheduleOf(SEED, 7));
    assert.notDeepEqual(scheduleOf(SEED, 7), scheduleOf(SEED + 1, 7));
  });
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { Attempt } from "../../../js/http/attempt.ts";
import { FakeTime } from "../support/time.ts";

const HOUR = 3_600_000;

/** Returns an attempt with a stall timeout of a second; `clock.error` is added to the device's time. */
function setUp() {
  const time = new FakeTime();
  const clock = { error: 0 };
  const host = { ...time.host(fetch), now: () => time.instant + clock.error };
  return { time, clock, attempt: new Attempt(host, 2, 1_000) };
}

test("an attempt without progress is cancelled with Stalled after the stall timeout", async () => {
  const { time, attempt } = setUp();
  attempt.markProgress();
  await time.pass(999);
  assert.equal(attempt.signal.aborted, false);
  await time.pass(1);
  assert.equal(attempt.signal.reason.code, "Stalled");
  assert.equal(attempt.signal.reason.attempts, 2);
});

test("each progress restarts the stall timer", async () => {
  const { time, attempt } = setUp();
  for (let second = 0; second < 10; second += 1) {
    attempt.markProgress();
    await time.pass(900);
  }
  assert.equal(attempt.signal.aborted, false);
});

test("frequent progress sets one timer, and not one for each", async () => {
  const { time, attempt } = setUp();
  for (let millisecond = 0; millisecond < 500; millisecond += 1) {
    attempt.markProgress();
    await time.pass(1);
  }
  assert.deepEqual(time.timers, [1_000]);
});

test("a factor and extra milliseconds lengthen the stall timeout", async () => {
  const { time, attempt } = setUp();
  attempt.markProgress(4, 500);
  await time.pass(4_499);
  assert.equal(attempt.signal.aborted, false);
  await time.pass(1);
  assert.equal(attempt.signal.aborted, true);
});

test("a stopped stall timer does not cancel the attempt", async () => {
  const { time, attempt } = setUp();
  attempt.markProgress();
  attempt.stopStallTimer();
  await time.pass(HOUR);
  assert.deepEqual([attempt.signal.aborted, time.pending], [false, 0]);
});

test("a device clock that is set back lengthens the stall timeout by one timeout at most", async () => {
  const { time, clock, attempt } = setUp();
  attempt.markProgress();
  clock.error = -HOUR;
  await time.pass(2_000);
  assert.equal(attempt.signal.aborted, true);
});

test("race rejects with the reason of a cancellation, before and after it", async () => {
  const { attempt } = setUp();
  const pending = attempt.race(new Promise(() => {}));
  attempt.cancel("reason");
  await assert.rejects(pending, (reason) => reason === "reason");
  await assert.rejects(attempt.race(Promise.resolve()), (reason) => reason === "reason");
  assert.equal(attempt.reasonFor(new Error("other")), "reason");
});

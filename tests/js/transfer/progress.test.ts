import assert from "node:assert/strict";
import { test } from "node:test";
import { ProgressMeter } from "../../../js/transfer/progress.ts";
import type { Progress } from "../../../js/types.ts";
import { FakeTime } from "../support/time.ts";

function setUp() {
  const time = new FakeTime();
  const state = {
    get now() {
      return time.instant;
    },
    set now(instant: number) {
      time.instant = instant;
    },
  };
  const reports: Progress[] = [];
  const meter = new ProgressMeter(time, (progress) => reports.push(progress));
  meter.startAttempt(1, 0, 1_000);
  meter.startTransfer(1_000);
  return { time, state, reports, meter };
}

test("100 % is not reported before the transfer is confirmed", () => {
  const { meter } = setUp();
  meter.update(1_000);
  assert.deepEqual([meter.current.loaded, meter.current.phase], [999, "transfer"]);
  meter.finish();
  assert.deepEqual([meter.current.loaded, meter.current.phase], [1_000, "done"]);
});

test("a body that the browser sends again by itself counts as another attempt", () => {
  const { meter, reports } = setUp();
  meter.update(500);
  meter.update(10);
  const { loaded, attempt } = reports.at(-1) as Progress;
  assert.deepEqual([loaded, attempt], [10, 2]);
});

test("a body longer than announced has no total", () => {
  const { meter } = setUp();
  meter.update(1_001);
  assert.equal(meter.current.total, undefined);
  assert.equal(meter.current.eta, undefined);
  meter.finish();
  assert.deepEqual([meter.current.loaded, meter.current.total], [1_001, undefined]);
});

test("speed is the average of the last seconds, not since the start", () => {
  const { state, meter } = setUp();
  state.now += 60_000;
  meter.update(10);
  for (let loaded = 110; loaded <= 510; loaded += 100) {
    state.now += 1_000;
    meter.update(loaded);
  }
  assert.equal(meter.current.bytesPerSecond, 100);
  assert.equal(meter.current.eta, 4.9);
});

test("speed decreases while no bytes arrive", () => {
  const { state, meter } = setUp();
  state.now += 1_000;
  meter.update(500);
  assert.equal(meter.current.bytesPerSecond, 500);
  state.now += 4_000;
  assert.equal(meter.current.bytesPerSecond, 100);
});

test("while paused, speed is 0 and eta is absent", () => {
  const { state, meter } = setUp();
  state.now += 1_000;
  meter.update(500);
  meter.rest();
  assert.equal(meter.current.bytesPerSecond, 0);
  assert.equal(meter.current.eta, undefined);
});

test("bytes that are sent again do not make the speed negative", () => {
  const { state, meter } = setUp();
  for (let second = 1; second <= 10; second += 1) {
    state.now += 1_000;
    meter.update(second * 50);
  }
  state.now += 1_000;
  meter.update(100);
  assert.equal(meter.current.bytesPerSecond, 0);
  state.now += 1_000;
  meter.update(150);
  assert.equal(meter.current.bytesPerSecond, 50);
});

test("bytes are reported at most every 50 ms, and the end at once", () => {
  const { state, meter, reports } = setUp();
  const before = reports.length;
  for (let loaded = 1; loaded <= 100; loaded += 1) {
    state.now += 1;
    meter.update(loaded);
  }
  assert.equal(reports.length - before, 2);
  meter.finish();
  assert.equal(reports.at(-1)?.phase, "done");
});

test("an empty object reports done only at the end", () => {
  const meter = new ProgressMeter(new FakeTime());
  meter.startAttempt(1, 0, 0);
  meter.startTransfer(0);
  assert.deepEqual(meter.current, {
    loaded: 0,
    total: 0,
    bytesPerSecond: 0,
    attempt: 1,
    phase: "transfer",
  });
  meter.finish();
  assert.equal(meter.current.phase, "done");
});

test("bytes within the interval after a report are reported later if no others follow", async () => {
  const { time, reports, meter } = setUp();
  meter.update(100);
  meter.update(200);
  assert.equal(reports.at(-1)?.loaded, 100);
  await time.pass(50);
  assert.equal(reports.at(-1)?.loaded, 200);
  assert.equal(time.pending, 0);
});

test("nothing is reported after stop", async () => {
  const { time, reports, meter } = setUp();
  meter.update(100);
  meter.update(200);
  meter.stop();
  await time.pass(1_000);
  assert.equal(reports.at(-1)?.loaded, 100);
});

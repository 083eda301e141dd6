import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock } from "../../../js/credentials/clock.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The service's instant; `Date` headers are cut to whole seconds. */
const TRUTH = Date.UTC(2026, 0, 2, 3, 4, 5) + 300;

interface Situation {
  deviceAhead: number;
  roundTrip?: number;
  headers?: Record<string, string>;
  serverTime?: string;
}

/** A clock on a device that is ahead by so much, after one reply. */
function after({ deviceAhead, roundTrip = 80, headers, serverTime }: Situation): Clock {
  const received = TRUTH + deviceAhead + roundTrip / 2;
  const clock = new Clock(() => received);
  clock.learn({
    headers: new Headers(headers ?? { date: new Date(TRUTH).toUTCString() }),
    sentAt: received - roundTrip,
    receivedAt: received,
    serverTime,
  });
  return clock;
}

for (const [name, deviceAhead] of [
  ["an hour fast", HOUR],
  ["an hour slow", -HOUR],
  ["a day fast", DAY],
  ["a day slow", -DAY],
  ["a minute fast", 60_000],
] as const) {
  test(`a device that is ${name} is put right to within a second`, () => {
    const clock = after({ deviceAhead });
    assert.ok(Math.abs(clock.offset + deviceAhead) <= 1_000, String(clock.offset));
  });
}

test("a device that is right is left alone", () => {
  assert.equal(after({ deviceAhead: 0 }).offset, 0);
});

test("a difference that the Date header's resolution explains is left alone", () => {
  for (const deviceAhead of [-1_200, -500, 500, 1_200]) {
    assert.equal(after({ deviceAhead }).offset, 0);
  }
});

test("an offset that a second reply agrees with does not move", () => {
  const received = TRUTH + HOUR;
  const clock = new Clock(() => received);
  const learnt = [0, 700, -400].map((shift) => {
    const date = new Date(TRUTH + shift).toUTCString();
    clock.learn({ headers: new Headers({ date }), sentAt: received - 50, receivedAt: received });
    return clock.offset;
  });
  assert.notEqual(learnt[0], 0);
  assert.deepEqual(learnt, Array(3).fill(learnt[0]));
});

test("the instant is taken for the middle of the round trip", () => {
  const quick = after({ deviceAhead: HOUR, roundTrip: 0 });
  const slow = after({ deviceAhead: HOUR, roundTrip: 4_000 });
  assert.equal(slow.offset, quick.offset);
});

test("the fraction of a second that Date lacks is taken for a half, so that the error has no lean", () => {
  const errors = Array.from({ length: 10 }, (_, tenth) => {
    const server = TRUTH - 300 + 50 + tenth * 100;
    const clock = new Clock(() => server + HOUR);
    clock.learn({
      headers: new Headers({ date: new Date(server).toUTCString() }),
      sentAt: server + HOUR,
      receivedAt: server + HOUR,
    });
    return clock.offset + HOUR;
  });
  assert.equal(
    errors.reduce((sum, error) => sum + error, 0),
    0,
  );
});

test("a reply from a cache teaches nothing", () => {
  const headers = { date: new Date(TRUTH).toUTCString(), age: "0" };
  assert.equal(after({ deviceAhead: HOUR, headers }).offset, 0);
});

test("a slow reply teaches nothing", () => {
  assert.equal(after({ deviceAhead: HOUR, roundTrip: 5_001 }).offset, 0);
});

test("a reply during which the device's clock was set back teaches nothing", () => {
  assert.equal(after({ deviceAhead: HOUR, roundTrip: -1 }).offset, 0);
});

test("a reply without a readable Date teaches nothing", () => {
  assert.equal(after({ deviceAhead: HOUR, headers: {} }).offset, 0);
});

for (const date of ["yesterday", "2026-01-02", "0", "Fri, 99 Jan 2026 03:04:05 GMT", ""]) {
  test(`a Date of "${date}" teaches nothing`, () => {
    assert.equal(after({ deviceAhead: HOUR, headers: { date } }).offset, 0);
  });
}

test("the ServerTime of RequestTimeTooSkewed is taken before the Date", () => {
  const clock = after({
    deviceAhead: HOUR,
    headers: { date: new Date(TRUTH - DAY).toUTCString() },
    serverTime: "2026-01-02T03:04:05Z",
  });
  assert.ok(Math.abs(clock.offset + HOUR) <= 1_000, String(clock.offset));
});

test("a ServerTime that cannot be read leaves the Date to be taken", () => {
  const clock = after({ deviceAhead: HOUR, serverTime: "now" });
  assert.ok(Math.abs(clock.offset + HOUR) <= 1_000, String(clock.offset));
});

test("the offset can be set, and moves the clock by so much", () => {
  const clock = new Clock(() => TRUTH);
  clock.offset = -1_234;
  assert.equal(clock.now(), TRUTH - 1_234);
  assert.equal(clock.local(), TRUTH);
});

test("an offset that is no number is refused by name", () => {
  const clock = new Clock(() => TRUTH);
  assert.throws(
    () => {
      clock.offset = Number.NaN;
    },
    { name: "PresignError", code: "InvalidOption", field: "clockOffset" },
  );
});

for (const lie of ["9999-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "2020-01-01T00:00:00Z"]) {
  test(`a service that says it is ${lie} is not believed`, () => {
    const date = new Date(lie).toUTCString();
    assert.equal(after({ deviceAhead: 0, serverTime: lie }).offset, 0);
    assert.equal(after({ deviceAhead: HOUR, headers: { date } }).offset, 0);
  });
}

test("a device that starts in 1970 is put right", () => {
  const clock = after({ deviceAhead: -TRUTH });
  assert.ok(Math.abs(clock.offset - TRUTH) <= 1_000, String(clock.offset));
});

test("an honest reply corrects an offset that a lie of decades caused", () => {
  const clock = new Clock(() => TRUTH);
  const learn = (instant: number) =>
    clock.learn({
      headers: new Headers({ date: new Date(instant).toUTCString() }),
      sentAt: TRUTH,
      receivedAt: TRUTH,
    });
  learn(Date.UTC(2050, 0));
  assert.ok(clock.offset > 20 * 365 * DAY);
  learn(TRUTH);
  assert.ok(Math.abs(clock.offset) <= 1_000, String(clock.offset));
});

for (const offset of [4e12, -4e12, Number.POSITIVE_INFINITY, "5", null]) {
  test(`an offset of ${JSON.stringify(offset)} (${typeof offset}) is refused by name`, () => {
    const clock = new Clock(() => TRUTH);
    assert.throws(
      () => {
        clock.offset = offset as number;
      },
      {
        name: "PresignError",
        code: "InvalidOption",
        field: "clockOffset",
        message: /^`clockOffset` must be a number of milliseconds within 100 years/,
      },
    );
  });
}

test("a distrusted clock returns to the device's, unless that is implausible or the offset was set", () => {
  const learnt = after({ deviceAhead: HOUR });
  learnt.distrust();
  assert.equal(learnt.offset, 0);
  const since1970 = after({ deviceAhead: -TRUTH });
  since1970.distrust();
  assert.notEqual(since1970.offset, 0);
  const set = new Clock(() => TRUTH);
  set.offset = HOUR;
  set.distrust();
  assert.equal(set.offset, HOUR);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock } from "../../../js/credentials/clock.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The service's time; `Date` headers have whole seconds. */
const TRUTH = Date.UTC(2026, 0, 2, 3, 4, 5) + 300;

interface Situation {
  deviceAhead: number;
  roundTrip?: number;
  headers?: Record<string, string>;
  serverTime?: string;
}

/** Returns the clock of a device that is ahead by `deviceAhead`, after one response. */
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
  test(`the clock of a device that is ${name} is corrected to within a second`, () => {
    const clock = after({ deviceAhead });
    assert.ok(Math.abs(clock.offset + deviceAhead) <= 1_000, String(clock.offset));
  });
}

test("the offset of a correct device stays 0", () => {
  assert.equal(after({ deviceAhead: 0 }).offset, 0);
});

test("a difference within the resolution of the Date header does not change the offset", () => {
  for (const deviceAhead of [-1_200, -500, 500, 1_200]) {
    assert.equal(after({ deviceAhead }).offset, 0);
  }
});

test("an offset that agrees with a second response does not change", () => {
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

test("the server's time is assigned to the middle of the round trip", () => {
  const quick = after({ deviceAhead: HOUR, roundTrip: 0 });
  const slow = after({ deviceAhead: HOUR, roundTrip: 4_000 });
  assert.equal(slow.offset, quick.offset);
});

test("half a second is added to Date, so that the mean error is 0", () => {
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

test("a response from a cache is ignored", () => {
  const headers = { date: new Date(TRUTH).toUTCString(), age: "0" };
  assert.equal(after({ deviceAhead: HOUR, headers }).offset, 0);
});

test("a slow response is ignored", () => {
  assert.equal(after({ deviceAhead: HOUR, roundTrip: 5_001 }).offset, 0);
});

test("a response during which the device's clock was set back is ignored", () => {
  assert.equal(after({ deviceAhead: HOUR, roundTrip: -1 }).offset, 0);
});

test("a response without a Date is ignored", () => {
  assert.equal(after({ deviceAhead: HOUR, headers: {} }).offset, 0);
});

for (const date of ["yesterday", "2026-01-02", "0", "Fri, 99 Jan 2026 03:04:05 GMT", ""]) {
  test(`a Date of "${date}" is ignored`, () => {
    assert.equal(after({ deviceAhead: HOUR, headers: { date } }).offset, 0);
  });
}

test("ServerTime of an error document is preferred to Date", () => {
  const clock = after({
    deviceAhead: HOUR,
    headers: { date: new Date(TRUTH - DAY).toUTCString() },
    serverTime: "2026-01-02T03:04:05Z",
  });
  assert.ok(Math.abs(clock.offset + HOUR) <= 1_000, String(clock.offset));
});

test("an unreadable ServerTime is ignored in favour of Date", () => {
  const clock = after({ deviceAhead: HOUR, serverTime: "now" });
  assert.ok(Math.abs(clock.offset + HOUR) <= 1_000, String(clock.offset));
});

test("setting the offset changes the clock by it", () => {
  const clock = new Clock(() => TRUTH);
  clock.offset = -1_234;
  assert.equal(clock.now(), TRUTH - 1_234);
  assert.equal(clock.local(), TRUTH);
});

test("an offset of NaN is an InvalidOption error for clockOffset", () => {
  const clock = new Clock(() => TRUTH);
  assert.throws(
    () => {
      clock.offset = Number.NaN;
    },
    { name: "PresignError", code: "InvalidOption", field: "clockOffset" },
  );
});

for (const lie of ["9999-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "2020-01-01T00:00:00Z"]) {
  test(`a service whose time is ${lie} is ignored`, () => {
    const date = new Date(lie).toUTCString();
    assert.equal(after({ deviceAhead: 0, serverTime: lie }).offset, 0);
    assert.equal(after({ deviceAhead: HOUR, headers: { date } }).offset, 0);
  });
}

test("the clock of a device in 1970 is corrected", () => {
  const clock = after({ deviceAhead: -TRUTH });
  assert.ok(Math.abs(clock.offset - TRUTH) <= 1_000, String(clock.offset));
});

test("a correct response replaces an offset of decades from a wrong one", () => {
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
  test(`an offset of ${JSON.stringify(offset)} (${typeof offset}) is an InvalidOption error for clockOffset`, () => {
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

test("distrust resets a learned offset, unless the device's time is implausible or the offset was set", () => {
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

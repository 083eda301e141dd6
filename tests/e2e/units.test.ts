import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { formatBytes, parseBytes } from "../../www/bytes.ts";
import { formatDuration, parseDuration } from "../../www/duration.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe("a duration", () => {
  for (const [text, seconds] of [
    ["3600", 3600],
    ["90 s", 90],
    ["15min", 15 * MINUTE],
    ["1 h 30 min", 90 * MINUTE],
    ["1.5 h", 90 * MINUTE],
    ["7 days", 7 * DAY],
    ["1 Week", 7 * DAY],
    ["-1", -1],
    ["1.5", 1.5],
    ["0", 0],
  ] as const) {
    test(`is read from ${JSON.stringify(text)}`, () => assert.equal(parseDuration(text), seconds));
  }

  for (const text of ["", "soon", "1 fortnight", "h", "1 h later", "1e3"]) {
    test(`is not read from ${JSON.stringify(text)}`, () => {
      assert.equal(parseDuration(text), Number.NaN);
    });
  }

  for (const [seconds, text] of [
    [0, "0 s"],
    [59, "59 s"],
    [59 * MINUTE + 48, "59 min 48 s"],
    [HOUR, "1 h"],
    [HOUR + 5, "1 h"],
    [DAY + HOUR, "1 day 1 h"],
    [7 * DAY - 1, "6 days 23 h"],
  ] as const) {
    test(`of ${seconds} seconds is written ${text}`, () => {
      assert.equal(formatDuration(seconds), text);
    });
  }
});

describe("a size", () => {
  for (const [bytes, text] of [
    [0, "0 bytes"],
    [1, "1 byte"],
    [999, "999 bytes"],
    [1_000, "1.0 kB"],
    [999_999, "1.0 MB"],
    [48_200_000, "48.2 MB"],
    [5e12, "5.0 TB"],
  ] as const) {
    test(`of ${bytes} bytes is written ${text}`, () => assert.equal(formatBytes(bytes), text));
  }

  for (const [text, bytes] of [
    ["2000", 2_000],
    ["10 MB", 10e6],
    ["512 KiB", 524_288],
    ["1.5gb", 1.5e9],
  ] as const) {
    test(`is read from ${JSON.stringify(text)}`, () => assert.equal(parseBytes(text), bytes));
  }

  for (const text of ["", "-1", "ten", "10 miles"]) {
    test(`is not read from ${JSON.stringify(text)}`, () => {
      assert.equal(parseBytes(text), Number.NaN);
    });
  }
});

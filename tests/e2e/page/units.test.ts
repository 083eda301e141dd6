import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { formatBytes, parseBytes } from "../../../www/format/bytes.ts";
import { durationHint, formatDuration, parseDuration } from "../../../www/format/duration.ts";

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
    ["+5", 5],
    ["0", 0],
    [" 3600 ", 3600],
    ["90s", 90],
    ["90 sec", 90],
    ["1second", 1],
    ["15m", 15 * MINUTE],
    ["2 minutes", 2 * MINUTE],
    ["1h30m", 90 * MINUTE],
    ["1H30M", 90 * MINUTE],
    ["1 h, 30 min", 90 * MINUTE],
    ["1 hr 5 secs", HOUR + 5],
    ["7d", 7 * DAY],
    ["1w2d3h4m5s", 9 * DAY + 3 * HOUR + 4 * MINUTE + 5],
    ["-5 min", -5 * MINUTE],
  ] as const) {
    test(`is parsed from ${JSON.stringify(text)}`, () =>
      assert.equal(parseDuration(text), seconds));
  }

  for (const text of [
    "",
    " ",
    "soon",
    "1 fortnight",
    "h",
    "1 h later",
    "1e3",
    "1h30",
    "1 h 30",
    "30 1h",
    "1 30",
    "1:30",
    "01:30:00",
    "2030-01-01",
    "2030-01-01T00:00",
    "01.02.2030",
    "1/2",
    "3,600",
    "1,5 h",
    "1 h,",
    ", 1 h",
    "1 h - 30 min",
    "1 h -30 min",
    "30 min 1 h",
    "1 h 1 h",
    "1.h",
    ".5 h",
    "1.5.2 h",
    "--1",
    "P1D",
    "PT1H",
    "1 mo",
    "1 y",
    "∞",
    "Infinity",
    "NaN",
    "0x10",
    "١ h",
    "1h30m!",
  ]) {
    test(`is not parsed from ${JSON.stringify(text)}`, () => {
      assert.equal(parseDuration(text), Number.NaN);
    });
  }

  for (const [text, hint] of [
    ["1h30", "30 has no unit. Write, for instance, 1h30m."],
    ["2 days 12", "12 has no unit. Write, for instance, 2 days 12h."],
    ["2030-01-01", "To give a date, choose “On a date”."],
    ["31.01.2030 14:00", "To give a date, choose “On a date”."],
    ["soon", "Write seconds (3600), or numbers with units: 90s, 15m, 1h30m, 7d."],
    ["5 s 10", "Write seconds (3600), or numbers with units: 90s, 15m, 1h30m, 7d."],
  ] as const) {
    test(`written as ${JSON.stringify(text)} has a hint`, () => {
      assert.equal(durationHint(text), hint);
    });
  }

  for (const digits of [1_000, 100_000]) {
    test(`of ${digits} digits is rejected without backtracking`, {
      timeout: 5_000,
    }, () => {
      assert.equal(parseDuration(`${"1".repeat(digits)}!`), Number.NaN);
      assert.equal(durationHint(`${"1".repeat(digits)}!`).length > 0, true);
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
    test(`of ${seconds} seconds is formatted as ${text}`, () => {
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
    test(`of ${bytes} bytes is formatted as ${text}`, () => assert.equal(formatBytes(bytes), text));
  }

  for (const [text, bytes] of [
    ["2000", 2_000],
    ["10 MB", 10e6],
    ["512 KiB", 524_288],
    ["1.5gb", 1.5e9],
  ] as const) {
    test(`in bytes is parsed from ${JSON.stringify(text)}`, () =>
      assert.equal(parseBytes(text), bytes));
  }

  for (const text of ["", "-1", "ten", "10 miles"]) {
    test(`in bytes is not parsed from ${JSON.stringify(text)}`, () => {
      assert.equal(parseBytes(text), Number.NaN);
    });
  }
});

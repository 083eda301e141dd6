import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { arrange, type ItemState, MAX_ROWS } from "../../../www/transfer/arrange.ts";
import { describeProgress, describeTook } from "../../../www/transfer/figures.ts";
import { kindOf, typeOf } from "../../../www/transfer/preview-kind.ts";
import { safeName } from "../../../www/transfer/save-picker.ts";
import {
  axisEnd,
  HISTORY,
  linePoints,
  ThroughputHistory,
} from "../../../www/transfer/throughput.ts";

function items(...states: ItemState[]): { state: ItemState; id: number }[] {
  return states.map((state, id) => ({ state, id }));
}

function repeat(count: number, state: ItemState): ItemState[] {
  return Array.from({ length: count }, () => state);
}

describe("the list of uploads", () => {
  test("shows failed and rejected files first, the others in order of addition", () => {
    const { shown } = arrange(items("done", "waiting", "failed", "running", "rejected"));
    assert.deepEqual(
      shown.map(({ id }) => id),
      [2, 4, 0, 1, 3],
    );
  });

  test("that is too long shows running before waiting and finished files", () => {
    const { shown } = arrange(items(...repeat(300, "done"), "waiting", "running", "failed"));
    assert.deepEqual(
      shown.slice(0, 4).map(({ state }) => state),
      ["failed", "running", "waiting", "done"],
    );
  });

  test("counts the files without a row by their states", () => {
    const { shown, hidden } = arrange(items(...repeat(250, "waiting"), ...repeat(50, "done")));
    assert.deepEqual([shown.length, hidden.waiting, hidden.done], [MAX_ROWS, 50, 50]);
  });
});

describe("progress is described", () => {
  const progress = { loaded: 1_000_000, total: 4_000_000, bytesPerSecond: 500_000, attempt: 1 };
  for (const [name, more, isPaused, expected] of [
    [
      "with speed and time left",
      { phase: "transfer", eta: 6 },
      false,
      "1.0 MB of 4.0 MB · 500 kB/s · 6 s left",
    ],
    ["as paused", { phase: "transfer", eta: 6 }, true, "1.0 MB of 4.0 MB · paused"],
    [
      "as waiting for the network",
      { phase: "waiting", waitingFor: "network", attempt: 2 },
      false,
      "1.0 MB of 4.0 MB · offline, waiting for the network · attempt 2",
    ],
    ["as verifying", { phase: "verifying" }, false, "Verifying…"],
    ["as signing", { phase: "signing" }, false, "Signing…"],
  ] as const) {
    test(name, () => assert.equal(describeProgress({ ...progress, ...more }, isPaused), expected));
  }

  for (const [seconds, expected] of [
    [0.04, "under 0.1 s"],
    [3.42, "3.4 s"],
    [75, "1 min 15 s"],
  ] as const) {
    test(`with ${seconds} seconds as ${expected}`, () =>
      assert.equal(describeTook(seconds), expected));
  }
});

describe("the chart of the throughput", () => {
  test("keeps the last 60 samples", () => {
    const history = new ThroughputHistory();
    for (let sample = 0; sample < 100; sample += 1) history.add(sample);
    assert.deepEqual([history.samples.length, history.samples[0], history.now], [HISTORY, 40, 99]);
  });

  test("treats a speed that is no number as 0", () => {
    const history = new ThroughputHistory();
    for (const sample of [Number.NaN, Number.POSITIVE_INFINITY, -5]) history.add(sample);
    assert.deepEqual([history.peak, history.average, history.isFlat], [0, 0, true]);
  });

  for (const [peak, end] of [
    [0, 1],
    [1, 1],
    [1.1, 2],
    [4_200_000, 5_000_000],
    [9_999, 10_000],
  ] as const) {
    test(`with a peak of ${peak} ends at ${end}`, () => assert.equal(axisEnd(peak), end));
  }

  test("has the newest sample at its right edge, and the peak at its top", () => {
    const points = linePoints([0, 10], 10, { width: 590, height: 100 });
    assert.deepEqual(points, [
      [580, 100],
      [590, 0],
    ]);
  });
});

describe("the preview of an object", () => {
  for (const [contentType, key, type, kind] of [
    ["image/PNG; a=b", "a", "image/png", "image"],
    ["image/svg+xml", "a.svg", "image/svg+xml", "image"],
    ["text/html", "a.html", "text/html", "text"],
    ["application/xhtml+xml", "a", "application/xhtml+xml", "text"],
    ["application/json", "a", "application/json", "text"],
    ["application/pdf", "a", "application/pdf", "pdf"],
    ["application/octet-stream", "a/b.MP4", "video/mp4", "video"],
    ["binary/octet-stream", "a.html", "text/plain", "text"],
    [undefined, "a.mp3", "audio/mpeg", "audio"],
    [undefined, "a.constructor", "", undefined],
    ["application/zip", "a.png", "application/zip", undefined],
  ] as const) {
    test(`of type ${contentType} and key ${key} is ${kind}`, () => {
      const found = typeOf(contentType, key);
      assert.deepEqual([found, kindOf(found)], [type, kind]);
    });
  }
});

describe("the name of a saved file", () => {
  for (const [name, expected] of [
    ["report.pdf", "report.pdf"],
    ["..", "_"],
    ["a:b\\c\n", "a_b_c_"],
    ["photo\u202egnp.exe", "photo_gnp.exe"],
    [".bashrc", "_bashrc"],
    [`${"x".repeat(300)}.tar`, `${"x".repeat(76)}.tar`],
    ["\ud800.txt", "_.txt"],
  ] as const) {
    test(`${JSON.stringify(name).slice(0, 30)} is ${JSON.stringify(expected).slice(0, 30)}`, () =>
      assert.equal(safeName(name), expected));
  }
});

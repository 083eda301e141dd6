import assert from "node:assert/strict";
import { test } from "node:test";
import { figuresOf, limitFigure, median, threeFigures } from "../../../bench/figures.ts";

test("the median of an odd number of values is the middle one, in whatever order they come", () => {
  assert.equal(median([5, 1, 9]), 5);
});

test("the median of an even number of values lies between the two in the middle", () => {
  assert.equal(median([4, 1, 3, 100]), 3.5);
});

test("of nothing there is no median", () => {
  assert.throws(() => median([]));
});

test("taking the median leaves the values as they were", () => {
  const values = [3, 1, 2];
  median(values);
  assert.deepEqual(values, [3, 1, 2]);
});

test("a ratio is taken round by round, so that a slow moment of the machine cancels out", () => {
  // The machine was ten times slower in the second round and five times in the third.
  const times = new Map([
    ["base", [1, 10, 5]],
    ["other", [2, 20, 10]],
  ]);
  const figures = figuresOf(times, () => "base");
  assert.deepEqual(figures.get("other"), { microseconds: 10, ratio: 2 });
});

test("what a signer is measured by is itself at one", () => {
  const figures = figuresOf(new Map([["base", [3, 4, 5]]]), () => "base");
  assert.equal(figures.get("base")?.ratio, 1);
});

test("each is measured by its own base", () => {
  const times = new Map([
    ["url", [1]],
    ["form", [2]],
    ["other form", [6]],
  ]);
  const figures = figuresOf(times, (name) => (name === "url" ? "url" : "form"));
  assert.equal(figures.get("other form")?.ratio, 3);
});

test("rounds that have no fellow in the base are refused", () => {
  const times = new Map([
    ["base", [1, 2]],
    ["other", [1]],
  ]);
  assert.throws(() => figuresOf(times, () => "base"));
});

test("a figure is told to three digits", () => {
  assert.deepEqual([0.3149, 1, 12.34, 99.94].map(threeFigures), ["0.31", "1.00", "12.3", "99.9"]);
});

test("a figure in the thousands is told in groups of three digits", () => {
  assert.deepEqual([123.4, 1_234, 1_234_567].map(threeFigures), [
    "123",
    "1\u202f230",
    "1\u202f230\u202f000",
  ]);
});

test("a slow round falls on the limit and on what it is a limit of", () => {
  assert.deepEqual(limitFigure([3, 30, 4.5], [2, 20, 3]), { microseconds: 3, ratio: 1.5 });
});

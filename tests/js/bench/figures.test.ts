import assert from "node:assert/strict";
import { test } from "node:test";
import { figuresOf, limitFigure, median, threeFigures } from "../../../bench/figures.ts";

test("the median of an odd number of values is the middle one, in any order", () => {
  assert.equal(median([5, 1, 9]), 5);
});

test("the median of an even number of values is the mean of the two in the middle", () => {
  assert.equal(median([4, 1, 3, 100]), 3.5);
});

test("an empty list has no median", () => {
  assert.throws(() => median([]));
});

test("median() does not change its argument", () => {
  const values = [3, 1, 2];
  median(values);
  assert.deepEqual(values, [3, 1, 2]);
});

test("a ratio compares times of the same round, so that a slow moment of the machine cancels out", () => {
  // The machine was ten times slower in the second round and five times in the third.
  const times = new Map([
    ["base", [1, 10, 5]],
    ["other", [2, 20, 10]],
  ]);
  const figures = figuresOf(times, () => "base");
  assert.deepEqual(figures.get("other"), { microseconds: 10, ratio: 2 });
});

test("the ratio of a reference to itself is 1", () => {
  const figures = figuresOf(new Map([["base", [3, 4, 5]]]), () => "base");
  assert.equal(figures.get("base")?.ratio, 1);
});

test("each signer is compared with its own reference", () => {
  const times = new Map([
    ["url", [1]],
    ["form", [2]],
    ["other form", [6]],
  ]);
  const figures = figuresOf(times, (name) => (name === "url" ? "url" : "form"));
  assert.equal(figures.get("other form")?.ratio, 3);
});

test("a signer with more rounds than its reference is an error", () => {
  const times = new Map([
    ["base", [1, 2]],
    ["other", [1]],
  ]);
  assert.throws(() => figuresOf(times, () => "base"));
});

test("a figure has three digits", () => {
  assert.deepEqual([0.3149, 1, 12.34, 99.94].map(threeFigures), ["0.31", "1.00", "12.3", "99.9"]);
});

test("a figure in the thousands has groups of three digits", () => {
  assert.deepEqual([123.4, 1_234, 1_234_567].map(threeFigures), [
    "123",
    "1\u202f230",
    "1\u202f230\u202f000",
  ]);
});

test("a slow round affects the limit and the time that is compared with it", () => {
  assert.deepEqual(limitFigure([3, 30, 4.5], [2, 20, 3]), { microseconds: 3, ratio: 1.5 });
});

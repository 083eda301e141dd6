import assert from "node:assert/strict";
import { test } from "node:test";
import { blocksOf, compressionsOf } from "../../../bench/limit.ts";
import { compressedHere } from "../../../bench/sha-limit.ts";

// FIPS 180-4, section 5.1.1: a one bit, zeroes, and the length in 64 bits after the message.
test("a message that leaves room for its padding takes no block more", () => {
  assert.deepEqual([0, 55].map(blocksOf), [1, 1]);
});

test("a message that leaves no room for its padding takes a block more", () => {
  assert.deepEqual([56, 64, 119, 120].map(blocksOf), [2, 2, 2, 3]);
});

test("blocks are shared from the first on that holds nothing of the key", () => {
  // Blocks of the request: 4. A path that ends in the first leaves three; the HMAC has three of its own.
  assert.deepEqual(compressionsOf(200, 40), { constant: 3, own: 4 });
  assert.deepEqual(compressionsOf(200, 64), { constant: 3, own: 4 });
  assert.deepEqual(compressionsOf(200, 65), { constant: 2, own: 5 });
});

test("a URL of the benchmark takes 24 compressions, 20 of them with shared message schedules", () => {
  assert.deepEqual(compressedHere(), { constant: 20, own: 4 });
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { blocksOf, compressionsOf } from "../../../bench/compressions.ts";
import { compressionsPerUrl } from "../../../bench/sha256-limit.ts";

// FIPS 180-4, section 5.1.1: a one bit, zeroes, and the length in 64 bits after the message.
test("a message with room for its padding in the last block has no further block", () => {
  assert.deepEqual([0, 55].map(blocksOf), [1, 1]);
});

test("a message without room for its padding has one further block", () => {
  assert.deepEqual([56, 64, 119, 120].map(blocksOf), [2, 2, 2, 3]);
});

test("the blocks after the key are shared", () => {
  // The request has four blocks. If the path ends in the first, three are shared; the HMAC has three of its own.
  assert.deepEqual(compressionsOf(200, 40), { shared: 3, own: 4 });
  assert.deepEqual(compressionsOf(200, 64), { shared: 3, own: 4 });
  assert.deepEqual(compressionsOf(200, 65), { shared: 2, own: 5 });
});

test("a URL of the benchmark takes 24 compressions, 20 of them with shared message schedules", () => {
  assert.deepEqual(compressionsPerUrl(), { shared: 20, own: 4 });
});

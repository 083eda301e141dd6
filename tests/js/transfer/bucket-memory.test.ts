import assert from "node:assert/strict";
import { test } from "node:test";
import { BucketMemory } from "../../../js/transfer/bucket-memory.ts";

test("a new memory expects every bucket to accept POST", () => {
  const memory = new BucketMemory();
  assert.ok(memory.mayAcceptPost("photos"));
  assert.equal(memory.checksumRequests.size, 0);
  assert.equal(memory.bucketsWithoutChecksums.size + memory.bucketsRequiringChecksums.size, 0);
});

test("a bucket that blocks POST says nothing about other buckets", () => {
  const memory = new BucketMemory();
  memory.bucketsWithoutPost.add("photos");
  assert.deepEqual([memory.mayAcceptPost("photos"), memory.mayAcceptPost("logs")], [false, true]);
});

test("a service that rejects POST rejects it for every bucket", () => {
  const memory = new BucketMemory();
  memory.serviceWithoutPost = true;
  assert.deepEqual([memory.mayAcceptPost("photos"), memory.mayAcceptPost("logs")], [false, false]);
});

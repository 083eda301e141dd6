import assert from "node:assert/strict";
import { test } from "node:test";
import { BucketMemory } from "../../../js/transfer/bucket-memory.ts";

test("a new memory expects every bucket to accept POST and to show checksums", () => {
  const memory = new BucketMemory();
  assert.ok(memory.mayAcceptPost("photos"));
  assert.ok(memory.mayShowChecksums("photos"));
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

test("checksums are no longer requested after three downloads without one", () => {
  const memory = new BucketMemory();
  for (const expected of [true, true, true, false, false]) {
    assert.equal(memory.mayShowChecksums("photos"), expected);
    memory.countDownload("photos", false);
  }
  assert.ok(memory.mayShowChecksums("logs"));
});

test("a download with a checksum resets the count", () => {
  const memory = new BucketMemory();
  for (const hasChecksum of [false, false, true, false, false]) {
    memory.countDownload("photos", hasChecksum);
  }
  assert.ok(memory.mayShowChecksums("photos"));
});

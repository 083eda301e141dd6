import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { md5 } from "../../../js/checksum/md5.ts";

test("digests of all lengths around the block size match Node", () => {
  for (let length = 0; length <= 200; length += 1) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 37 + length) % 256);
    const expected = createHash("md5").update(bytes).digest("hex");
    assert.equal(Buffer.from(md5(bytes)).toString("hex"), expected, `${length} bytes`);
  }
});

test("the input of 10,000 part digests is hashed", () => {
  const bytes = Uint8Array.from({ length: 160_000 }, (_, index) => (index * 31) % 251);
  const expected = createHash("md5").update(bytes).digest("hex");
  assert.equal(Buffer.from(md5(bytes)).toString("hex"), expected);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { contentRange } from "../../../js/integrations/service-worker-range.ts";

/** Returns the part of an object of `size` bytes that S3 sends for a range, and the Content-Range that goes with it. */
function partOf(range: string, size: number): { length: number; expected: string } {
  const [, first = "", last = ""] = /(\d*)-(\d*)/.exec(range) ?? [];
  const start = first ? Number(first) : Math.max(0, size - Number(last));
  const end = first && last ? Math.min(Number(last), size - 1) : size - 1;
  return { length: end - start + 1, expected: `bytes ${start}-${end}/${size}` };
}

const position = fc.nat(1_000);
const ranges = fc.oneof(
  position.map((start) => `bytes=${start}-`),
  fc.tuple(position, position).map(([start, more]) => `bytes=${start}-${start + more}`),
  fc.integer({ min: 1, max: 2_000 }).map((length) => `bytes=-${length}`),
);

test("a computed Content-Range is that of the service", async () => {
  await fc.assert(
    fc.asyncProperty(ranges, fc.integer({ min: 1_001, max: 3_000 }), async (range, size) => {
      const { length, expected } = partOf(range, size);
      assert.equal(await contentRange(range, String(length), async () => size), expected);
      assert.equal(await contentRange(range, null, async () => size), expected);
    }),
    { seed: 13, numRuns: 300 },
  );
});

test("an open range needs no request for the size", async () => {
  const sizeOf = () => assert.fail("The size was requested.");
  assert.equal(await contentRange("bytes=5-", "10", sizeOf), "bytes 5-14/15");
});

for (const [range, expected] of [
  ["bytes=5-9", "bytes 5-9/*"],
  ["bytes=-5", undefined],
] as const) {
  test(`the size of the object is unknown: ${range}`, async () => {
    assert.equal(await contentRange(range, "5", async () => undefined), expected);
  });
}

for (const range of [null, "bytes=-", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b"]) {
  test(`no Content-Range is made up for ${range}`, async () => {
    assert.equal(await contentRange(range, "5", async () => 10), undefined);
  });
}

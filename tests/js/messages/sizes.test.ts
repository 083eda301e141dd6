import assert from "node:assert/strict";
import { test } from "node:test";
import { sizesOf } from "../../../js/messages/sizes.ts";

for (const [size, limit, texts] of [
  [1, 2, ["1 byte", "2 bytes"]],
  [12_340_000, 10_000_000, ["12.3 MB", "10 MB"]],
  [999, 1_500, ["999 bytes", "1.5 kB"]],
  [5_000_000_000_000_000, 1_000_000_000, ["5,000 TB", "1 GB"]],
  [20_000_001, 20_000_000, ["20,000,001 bytes", "20,000,000 bytes"]],
] as const) {
  test(`${size} bytes and a limit of ${limit} are ${texts.join(" and ")}`, () => {
    assert.deepEqual(Object.values(sizesOf(size, limit)), texts);
  });
}

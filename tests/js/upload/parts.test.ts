import assert from "node:assert/strict";
import { test } from "node:test";
import { MAX_PART_SIZE, MAX_PARTS, MIN_PART_SIZE, partsOf } from "../../../js/upload/parts.ts";

const TIB = 1024 ** 4;

test("parts follow each other without a gap and end with the body", () => {
  for (const size of [1, MIN_PART_SIZE, MIN_PART_SIZE + 1, 7 * MIN_PART_SIZE]) {
    let at = 0;
    for (const [index, { number, start, end }] of partsOf(size, MIN_PART_SIZE).entries()) {
      assert.deepEqual([number, start], [index + 1, at]);
      assert.ok(end > start);
      at = end;
    }
    assert.equal(at, size);
  }
});

test("an empty body is one empty part", () => {
  assert.deepEqual(partsOf(0), [{ number: 1, start: 0, end: 0 }]);
});

for (const size of [MIN_PART_SIZE * MAX_PARTS + 1, 5 * TIB, 48 * TIB]) {
  test(`${size} bytes fit into 10,000 parts of an allowed size`, () => {
    const parts = partsOf(size, MIN_PART_SIZE);
    assert.ok(parts.length <= MAX_PARTS);
    assert.ok(parts.every(({ start, end }) => end - start <= MAX_PART_SIZE));
    assert.equal(parts.at(-1)?.end, size);
  });
}

test("the requested part size is kept if the parts are few enough", () => {
  assert.equal(partsOf(MIN_PART_SIZE * MAX_PARTS, MIN_PART_SIZE).length, MAX_PARTS);
});

for (const partSize of [MIN_PART_SIZE - 1, MAX_PART_SIZE + 1, 6e6 + 0.5, Number.NaN]) {
  test(`a part size of ${partSize} is rejected`, () => {
    assert.throws(() => partsOf(1, partSize), { code: "InvalidPartSize", field: "partSize" });
  });
}

test("a body of more than 10,000 of the largest parts is rejected", () => {
  assert.throws(() => partsOf(49 * TIB), { code: "ObjectTooLarge" });
});

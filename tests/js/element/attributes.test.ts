import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { countOf, sizeOf } from "../../../js/element/attributes.ts";
import { thrownError } from "../support/thrown-error.ts";

/** An element with one attribute, `limit`. */
function elementWith(value: string | null): Element {
  return { getAttribute: () => value } as unknown as Element;
}

describe("sizes", () => {
  for (const [text, bytes] of [
    ["0", 0],
    ["1000", 1_000],
    ["20B", 20],
    ["20MB", 20_000_000],
    ["20 mb", 20_000_000],
    ["1.5GB", 1_500_000_000],
    ["512KiB", 524_288],
    ["1TiB", 1_099_511_627_776],
  ] as const) {
    test(`"${text}" is ${bytes} bytes`, () => {
      assert.equal(sizeOf(elementWith(text), "limit"), bytes);
    });
  }

  for (const text of ["", "MB", "20M", "20iB", "-1", "1e3", "20 MB!", "Infinity", "2O MB"]) {
    test(`"${text}" is an error that names the attribute`, () => {
      const { code, field, message } = thrownError(() => sizeOf(elementWith(text), "max-size"));
      assert.deepEqual([code, field], ["InvalidOption", "max-size"]);
      assert.ok(message.includes(`got "${text}"`));
    });
  }

  test("no attribute is no limit", () => {
    assert.equal(sizeOf(elementWith(null), "limit"), undefined);
  });
});

describe("counts", () => {
  test("a number is read", () => {
    assert.equal(countOf(elementWith("12"), "limit"), 12);
  });

  test("no attribute is no number", () => {
    assert.equal(countOf(elementWith(null), "limit"), undefined);
  });

  for (const text of ["", "many", "5 minutes"]) {
    test(`"${text}" is NaN, which the core rejects`, () => {
      assert.equal(countOf(elementWith(text), "max-files"), Number.NaN);
    });
  }
});

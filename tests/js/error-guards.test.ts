import assert from "node:assert/strict";
import { test } from "node:test";
import * as index from "s3-signpost";
import * as slim from "s3-signpost/slim";

const DETAILS = { attempts: 1, service: "s3", status: 404, retryable: false } as const;

const CLASSES = [
  "PresignError",
  "CredentialsError",
  "ServiceError",
  "TransferError",
  "SignpostError",
] as const;

function errorOf(entry: typeof index | typeof slim, name: (typeof CLASSES)[number]): Error {
  return new entry[name]("InvalidOption", "a message", DETAILS);
}

for (const name of CLASSES) {
  test(`is${name} holds for errors of s3-signpost and of s3-signpost/slim alike`, () => {
    for (const [guards, errors] of [
      [index, slim],
      [slim, index],
      [index, index],
    ] as const) {
      const guard = guards[`is${name}`];
      for (const other of CLASSES) {
        const isBase = name === "SignpostError";
        assert.equal(guard(errorOf(errors, other)), isBase || other === name, `${name}(${other})`);
      }
    }
  });
}

test("instanceof does not hold across the entries, so that the guards are needed", () => {
  assert(!(errorOf(slim, "PresignError") instanceof index.PresignError));
});

test("a guard holds for an error of a subclass", () => {
  class OwnError extends index.PresignError {
    override readonly name = "OwnError";
  }
  const error = new OwnError("InvalidKey", "a message");
  assert(slim.isPresignError(error) && slim.isSignpostError(error));
});

test("no guard holds for an object that only has the name and the code", () => {
  const values = [
    undefined,
    null,
    "PresignError",
    5,
    { name: "PresignError", code: "InvalidKey", message: "a message" },
    Object.assign(new Error("a message"), { name: "PresignError", code: "InvalidKey" }),
    new TypeError("a message"),
  ];
  for (const value of values) {
    for (const guards of [index, slim]) {
      for (const name of CLASSES) assert(!guards[`is${name}`](value));
    }
  }
});

test("the guards add no enumerable property to an error", () => {
  const error = errorOf(index, "PresignError");
  assert.deepEqual(Object.keys(error).sort(), ["code", "name", "retryable"]);
  const symbols = Object.getOwnPropertySymbols(error);
  assert.deepEqual(
    symbols.filter((symbol) => Object.prototype.propertyIsEnumerable.call(error, symbol)),
    [],
  );
});

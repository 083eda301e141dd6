import assert from "node:assert/strict";
import { test } from "node:test";
import { PresignError } from "../../../js/errors.ts";
import { readCondition } from "../../../js/sign/post-condition.ts";

const FIELD = "conditions.0";

test("each condition is read as its operator and two operands", () => {
  for (const [condition, expected] of [
    [{ acl: "private" }, ["eq", "acl", "private"]],
    [
      ["eq", "$acl", "private"],
      ["eq", "acl", "private"],
    ],
    [
      ["starts-with", "$key", ""],
      ["starts-with", "key", ""],
    ],
    [
      ["content-length-range", 0, 1_048_576],
      ["content-length-range", "0", "1048576"],
    ],
  ]) {
    assert.deepEqual(readCondition(condition, FIELD), expected);
  }
});

test("a condition of another operator or of other operands is InvalidCondition", () => {
  for (const condition of [
    ["ends-with", "$key", ".png"],
    ["constructor", "$key", "a"],
    ["eq", "acl", "private"],
    ["eq", "$acl"],
    ["content-length-range", "0", "1"],
    { acl: "private", key: "a" },
    {},
    "eq",
    null,
  ]) {
    assert.throws(
      () => readCondition(condition, FIELD),
      (error) => error instanceof PresignError && error.code === "InvalidCondition",
      JSON.stringify(condition),
    );
  }
});

test("the hint shows how to write each condition", () => {
  assert.throws(() => readCondition([], FIELD), {
    field: FIELD,
    hint: 'Write { name: value }, ["eq", "$name", value], ["starts-with", "$name", prefix], or ["content-length-range", min, max].',
  });
});

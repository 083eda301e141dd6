import assert from "node:assert/strict";
import { test } from "node:test";
import { fill, type Message, printable } from "../../../js/messages/message.ts";

const MESSAGE: Message = [
  "InvalidExpiry",
  "must be 1 to %{longest}; got %{got}.",
  "Give %{longest} or less.",
];

test("parameters are filled in by name, in the message and in the hint", () => {
  assert.deepEqual(fill(MESSAGE, { got: 8, longest: 7 }), [
    "InvalidExpiry",
    "must be 1 to 7; got 8.",
    "Give 7 or less.",
  ]);
});

test("parameters of a list are filled in by the first appearance of the names", () => {
  assert.deepEqual(fill(MESSAGE, [7, 8]), fill(MESSAGE, { longest: 7, got: 8 }));
});

test("a parameter that looks like a placeholder or a replacement pattern is kept as it is", () => {
  const [, text] = fill(MESSAGE, ["$&", "%{longest}"]);
  assert.equal(text, "must be 1 to $&; got %{longest}.");
});

test("a printable value has no control character and at most 100 characters", () => {
  assert.equal(printable("a\nb\u2028"), "a\ufffdb\ufffd");
  assert.equal(printable("a".repeat(101)), `${"a".repeat(100)}…`);
});

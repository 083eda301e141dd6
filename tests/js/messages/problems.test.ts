import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { PROBLEMS } from "../../../js/messages/problems.ts";

test("there is one message for each public code of a problem", () => {
  const source = readFileSync(new URL("../../../js/inspect/problems.ts", import.meta.url), "utf8");
  const [, union = ""] = /type InspectionProblemCode =(.*?);/s.exec(source) ?? [];
  const codes = Array.from(union.matchAll(/"(\w+)"/g), ([, code]) => code);
  assert.deepEqual(Object.keys(PROBLEMS), codes);
});

test("no two problems have the same message", () => {
  const messages = Object.values(PROBLEMS);
  assert.equal(new Set(messages).size, messages.length);
});

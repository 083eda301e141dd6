import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { PROBLEMS } from "../../../js/messages/problems.ts";

const rust = readFileSync(new URL("../../../src/inspect/problem.rs", import.meta.url), "utf8");

test("there is one message for each problem of the core, in the same order", () => {
  const [, variants = ""] = /enum ProblemCode \{(.*?)\n\}/s.exec(rust) ?? [];
  const codes = Array.from(variants.matchAll(/^ {4}(\w+),$/gm), ([, code]) => code);
  assert.deepEqual(
    PROBLEMS.map(([code]) => code),
    codes,
  );
});

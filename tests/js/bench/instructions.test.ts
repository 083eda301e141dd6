import assert from "node:assert/strict";
import { test } from "node:test";
import { report } from "../../../scripts/instructions.ts";

const presign = { operation: "presign", instructions: 100, budget: 100 };

test("an operation may use all of its budget", () => {
  assert.equal(report([presign]).problem, undefined);
});

test("an operation with one instruction more is named, with the file of the budget", () => {
  const form = { operation: "form", instructions: 101, budget: 100 };
  const { problem = "" } = report([presign, form]);
  assert.match(problem, /: form\.\n.*scripts\/instruction-budget\.json/s);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { report } from "../../../scripts/instructions/count.mjs";

const presign = { what: "presign", instructions: 100, budget: 100 };

test("what takes as many instructions as it may is within its budget", () => {
  assert.equal(report([presign]).over, undefined);
});

test("what takes one instruction more is named, with the file that holds the budget", () => {
  const { over = "" } = report([presign, { what: "form", instructions: 101, budget: 100 }]);
  assert.match(over, /: form\.\n.*scripts\/instruction-budget\.json/s);
});

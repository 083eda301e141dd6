import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { type Consumer, installPackage } from "./consumer.ts";
import { exampleProgram, PUBLISHED_SIGNATURE } from "./example-program.ts";

let consumer: Consumer;
before(async () => {
  consumer = await installPackage();
});
after(() => consumer.remove());

test("Node imports the installed package and computes the signature that AWS publishes", () => {
  const script = consumer.write("main.js", exampleProgram());
  const printed = execFileSync(process.execPath, [script], { encoding: "utf8" });
  assert.equal(printed.trim(), PUBLISHED_SIGNATURE);
});

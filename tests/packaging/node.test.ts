import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { type Consumer, installPackage } from "./consumer.ts";
import { example, publishedSignature } from "./example.ts";

let consumer: Consumer;
before(async () => {
  consumer = await installPackage();
});
after(() => consumer.remove());

test("Node imports the installed package and signs as AWS publishes", () => {
  const script = consumer.write("main.js", example());
  const printed = execFileSync(process.execPath, [script], { encoding: "utf8" });
  assert.equal(printed.trim(), publishedSignature);
});

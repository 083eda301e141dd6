import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Consumer, installPackage } from "./consumer.ts";
import { exampleProgram, PUBLISHED_SIGNATURE } from "./example-program.ts";
import { runInBrowser } from "./run-in-browser.ts";

let consumer: Consumer;
before(async () => {
  consumer = await installPackage();
});
after(() => consumer.remove());

test("a browser imports dist/index.js and computes the signature that AWS publishes", async () => {
  consumer.write("main.js", exampleProgram("./node_modules/s3-signpost/dist/index.js"));
  assert.equal(await runInBrowser(consumer.folder, "main.js"), PUBLISHED_SIGNATURE);
});

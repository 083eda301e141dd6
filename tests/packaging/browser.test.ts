import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Consumer, installPackage } from "./consumer.ts";
import { example, publishedSignature } from "./example.ts";
import { resultInBrowser } from "./page.ts";

let consumer: Consumer;
before(async () => {
  consumer = await installPackage();
});
after(() => consumer.remove());

test("a module script imports dist/index.js as it is and signs as AWS publishes", async () => {
  consumer.write("main.js", example("./node_modules/s3-signpost/dist/index.js"));
  assert.equal(await resultInBrowser(consumer.folder, "main.js"), publishedSignature);
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { packageSession } from "../package-session.ts";

/** Tests that transfers need no preflight where the browser requires none: each costs a round trip. */
const session = packageSession();

/** Runs a transfer in a new tab and returns the methods that S3 received for its key, sorted. */
async function methodsOf(key: string, transfer: (key: string) => Promise<unknown>) {
  await session.openConnected("key");
  await session.tab.page.evaluate(transfer, key);
  const { bucket } = session.stack.ready;
  const requests = await session.stack.requests();
  return requests
    .filter(({ path }) => path === `/${bucket}/${key}` || path === `/${bucket}`)
    .map(({ method }) => method)
    .sort();
}

describe("the requests of a page", () => {
  test("for a verified download are one GET", async () => {
    const methods = await methodsOf("hello.txt", async (key) => {
      const { verified } = await s3.download(key);
      if (!verified) throw new Error("not verified");
    });
    assert.deepEqual(methods, ["GET"]);
  });

  test("for a checksum are one HEAD", async () => {
    const methods = await methodsOf("hello.txt", async (key) => {
      const { checksum } = await s3.head(key, { checksum: true });
      if (!checksum) throw new Error("no checksum");
    });
    assert.deepEqual(methods, ["HEAD"]);
  });

  test("for a small form are one POST", async () => {
    const methods = await methodsOf("small.bin", (key) =>
      s3.upload(new Uint8Array(10_000), { key, via: "post" }),
    );
    assert.deepEqual(methods, ["POST"]);
  });

  test("for a form of 1 MiB, whose progress is counted, are a preflight and a POST", async () => {
    const methods = await methodsOf("large.bin", (key) =>
      s3.upload(new Uint8Array(2 ** 20), { key, via: "post" }),
    );
    assert.deepEqual(methods, ["OPTIONS", "POST"]);
  });
});

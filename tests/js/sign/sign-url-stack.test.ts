import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import { Presigner, type SignerOptions } from "s3-signpost";
import { stackBinary } from "../../../scripts/target-folder.ts";
import { type Stack, startStack } from "../../e2e/stack.ts";
import { anyText } from "../support/text.ts";

const skip = existsSync(await stackBinary()) ? false : "the local stack is not built";

/** Keys that a browser can request, and that the file system of the stack can store. */
const key = anyText
  .map((text) => `sign/${text.replaceAll("\0", "")}x`)
  .filter((text) => !/(^|\/)\.\.?(\/|$)|\/\//.test(text));

/** A service that verifies signatures with s3s, independent of this code. */
describe("the local stack verifies what `sign` returns", { skip }, () => {
  let stack: Stack;

  before(async () => {
    stack = await startStack();
  });

  after(() => stack.stop());

  function presigner(more: Partial<SignerOptions> = {}): Presigner {
    const { s3: endpoint, bucket, region, accessKeyId, secretAccessKey } = stack.ready;
    const credentials = { accessKeyId, secretAccessKey };
    return new Presigner({ endpoint, bucket, region, credentials, ...more });
  }

  for (const signature of ["v4", "v2"] as const) {
    test(`any key is written, read and deleted by its plain URL, with ${signature}`, async () => {
      const signer = presigner({ signature });
      const property = fc.asyncProperty(key, async (key) => {
        const url = `${stack.ready.s3}/${stack.ready.bucket}/${encodeURI(key).replace(/[?#]/g, encodeURIComponent)}`;
        for (const [method, status] of [
          ["PUT", 200],
          ["HEAD", 200],
          ["GET", 200],
          ["DELETE", 204],
          ["GET", 404],
        ] as const) {
          // Bytes have no type: V2 signs the type that fetch sends for a string.
          const body = method === "PUT" ? new TextEncoder().encode(key) : null;
          const response = await fetch(signer.sign(url, { method }), { method, body });
          const text = await response.text();
          assert.equal(response.status, status, `${method} ${text}`);
          if (method === "GET" && status === 200) assert.equal(text, key);
        }
      });
      await fc.assert(property, { seed: 13, numRuns: 25 });
    });
  }

  test("an expired presigned URL is valid again, with its response overrides", async () => {
    const { sampleKey } = stack.ready;
    const { url } = presigner().presign({
      key: sampleKey,
      expiresIn: 1,
      signingDate: new Date("2026-01-01T00:00:00Z"),
      response: { contentType: "text/x-test" },
    });
    assert.equal((await fetch(url)).status, 403);
    const response = await fetch(presigner().sign(`${url}#page=2`));
    await response.body?.cancel();
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "text/x-test");
  });

  test("a URL that is signed for GET is not valid for HEAD", async () => {
    const { s3, bucket, sampleKey } = stack.ready;
    const signed = presigner().sign(`${s3}/${bucket}/${sampleKey}`);
    assert.equal((await fetch(signed, { method: "HEAD" })).status, 403);
  });
});

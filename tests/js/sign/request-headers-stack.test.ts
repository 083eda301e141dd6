import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { Presigner, type PresignRequest } from "s3-signpost";
import { stackBinary } from "../../../scripts/target-folder.ts";
import { type Stack, startStack } from "../../e2e/stack.ts";

const skip = existsSync(await stackBinary()) ? false : "the local stack is not built";
const BODY = "123456789";
/** The CRC32 of the body, from the catalogue of parametrised CRC algorithms. */
const CRC32 = { algorithm: "CRC32", value: "y/Q5Jg==" } as const;

/** A service that verifies signatures with s3s, independent of this code. */
describe("the local stack", { skip }, () => {
  let stack: Stack;

  before(async () => {
    stack = await startStack();
  });

  after(() => stack.stop());

  function sign(request: PresignRequest, signature: "v4" | "v2" = "v4") {
    const { s3: endpoint, bucket, region, accessKeyId, secretAccessKey } = stack.ready;
    const credentials = { accessKeyId, secretAccessKey };
    return new Presigner({ endpoint, bucket, region, credentials, signature }).presign(request);
  }

  /** Sends a request, and returns status and code of the response. */
  async function send(
    { url, method, headers }: ReturnType<typeof sign>,
    body?: string,
  ): Promise<[status: number, code: string | undefined]> {
    const response = await fetch(url, { method, headers, body: body ?? null });
    return [response.status, /<Code>(\w+)/.exec(await response.text())?.[1]];
  }

  const put = (key: string, more: PresignRequest) => sign({ method: "PUT", key, ...more });

  test("accepts a PUT of the signed size, checksum and key only", async () => {
    const options = { size: BODY.length, checksum: CRC32, overwrite: false };
    assert.deepEqual(await send(put("all", options), BODY), [200, undefined]);
  });

  for (const size of [0, 8, 10]) {
    test(`rejects a PUT of 9 bytes that is signed for ${size}`, async () => {
      assert.deepEqual(await send(put("size", { size }), BODY), [403, "SignatureDoesNotMatch"]);
    });
  }

  test("accepts an empty PUT that is signed for 0 bytes", async () => {
    assert.deepEqual(await send(put("empty", { size: 0 }), ""), [200, undefined]);
  });

  test("rejects a PUT of other bytes than the signed checksum's", async () => {
    const url = put("checksum", { checksum: CRC32 });
    assert.deepEqual(await send(url, "987654321"), [400, "BadDigest"]);
    assert.deepEqual(await send(url, BODY), [200, undefined]);
  });

  test("rejects a PUT without the header of the signed checksum", async () => {
    const url = put("checksum", { checksum: CRC32 });
    const [status] = await send({ ...url, headers: {} }, "987654321");
    assert.equal(status, 403);
  });

  test("rejects the second PUT of a key with `overwrite: false`", async () => {
    const url = put("new", { overwrite: false });
    assert.deepEqual(await send(url, BODY), [200, undefined]);
    assert.deepEqual(await send(url, BODY), [412, "PreconditionFailed"]);
  });

  test("rejects a PUT without the condition that `overwrite: false` has signed", async () => {
    const [status] = await send({ ...put("new", { overwrite: false }), headers: {} }, BODY);
    assert.equal(status, 403);
  });

  for (const signature of ["v4", "v2"] as const) {
    test(`treats a hoisted ${signature} parameter as the header`, async () => {
      const headers = { "x-amz-meta-title": "a b", "x-amz-checksum-crc32": CRC32.value };
      const hoisted = sign({ method: "PUT", key: signature, headers, hoist: true }, signature);
      assert.deepEqual(hoisted.headers, {});
      const response = await fetch(hoisted.url, { method: "PUT", body: new Blob([BODY]) });
      assert.equal(response.status, 200);
      const mode = { "x-amz-checksum-mode": "ENABLED", "x-amz-request-payer": "requester" };
      const link = sign({ key: signature, headers: mode, hoist: true }, signature);
      const stored = await fetch(link.url);
      assert.equal(stored.headers.get("x-amz-meta-title"), "a b");
      assert.equal(stored.headers.get("x-amz-checksum-crc32"), CRC32.value);
    });
  }
});

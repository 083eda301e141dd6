import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import fc from "fast-check";
import { download } from "../../../js/download/download.ts";
import { currentHost } from "../../../js/http/host.ts";
import { deleteObject } from "../../../js/objects/delete.ts";
import { head } from "../../../js/objects/head.ts";
import { list } from "../../../js/objects/list.ts";
import { Presigner } from "../../../js/presigner.ts";
import { BucketMemory } from "../../../js/transfer/bucket-memory.ts";
import type { TransferEnvironment } from "../../../js/transfer/environment.ts";
import { upload } from "../../../js/upload/upload.ts";
import { stackBinary } from "../../../scripts/target-folder.ts";
import { type Stack, startStack } from "../../e2e/stack.ts";
import { type Account, signerOf } from "../support/signer.ts";
import { anyText } from "../support/text.ts";

const MIB = 1024 * 1024;
const BODY = Buffer.alloc(11 * MIB, "It is never the same block twice, as 47 is prime.");

const skip = existsSync(await stackBinary()) ? false : "the local stack is not built";

/** A service that verifies signatures with s3s, independent of this code. */
describe("against the local stack", { skip }, () => {
  let stack: Stack;
  let account: Account;
  let environment: TransferEnvironment;

  before(async () => {
    stack = await startStack();
  });

  after(() => stack.stop());

  beforeEach(() => {
    const { s3: endpoint, bucket, region, accessKeyId, secretAccessKey } = stack.ready;
    account = { endpoint, region, accessKeyId, secretAccessKey, clockOffset: 0 };
    environment = {
      ...currentHost(),
      signer: signerOf(account),
      bucket,
      bucketMemory: new BucketMemory(),
      retry: { baseDelay: 1, stallTimeout: 500 },
      onSignatureRejected: async () => false,
    };
  });

  afterEach(() => stack.reset());

  async function injectFault(fault: object): Promise<void> {
    const address = `${stack.ready.identity}/_stack/faults`;
    const response = await fetch(address, { method: "POST", body: JSON.stringify(fault) });
    assert.ok(response.ok, await response.text());
  }

  async function digestOf(blob: Blob | undefined): Promise<string> {
    const bytes = await (blob as Blob).arrayBuffer();
    return createHash("sha256").update(new Uint8Array(bytes)).digest("hex");
  }

  const digest = createHash("sha256").update(BODY).digest("hex");

  for (const via of ["post", "put", "multipart"] as const) {
    test(`an object uploaded by ${via} is downloaded unchanged, with its type and metadata`, async () => {
      const key = `über/a b+c&d=${via}.bin`;
      const result = await upload(environment, BODY, {
        key,
        via,
        partSize: 5 * MIB,
        contentType: "video/mp4",
        metadata: { by: "Zoë 🎉" },
        headers: { "Cache-Control": "no-cache" },
      });
      const { blob, info } = await download(environment, key);
      assert.equal(await digestOf(blob), digest);
      assert.deepEqual(
        [info.size, info.etag, info.contentType, info.metadata],
        [BODY.length, result.etag, "video/mp4", { by: "Zoë 🎉" }],
      );
    });
  }

  for (const via of ["post", "put", "multipart"] as const) {
    test(`any text in metadata is returned unchanged after ${via}`, async () => {
      const texts = fc.sample(fc.array(anyText, { minLength: 8, maxLength: 8 }), {
        seed: 9 + via.length,
        numRuns: 5,
      });
      for (const values of texts) {
        const metadata = Object.fromEntries(values.map((text, index) => [`text-${index}`, text]));
        Object.assign(metadata, { blanks: "  two  ", word: "=?UTF-8?B?eA==?=", tab: "\t" });
        await upload(environment, "x", { key: "m", via, metadata });
        assert.deepEqual((await head(environment, "m")).metadata, metadata);
      }
    });
  }

  test("an empty object is uploaded and downloaded", async () => {
    await upload(environment, "", { key: "empty" });
    assert.equal((await download(environment, "empty")).blob?.size, 0);
  });

  for (const [what, effect] of [
    ["broken", { type: "cut", after: 3 * MIB }],
    ["stalled", { type: "stall", after: 3 * MIB }],
  ] as const) {
    test(`a download that is ${what} twice delivers every byte`, async () => {
      await upload(environment, BODY, { key: "a" });
      await injectFault({ method: "GET", key: "a", times: 2, effect });
      const transfer = download(environment, "a");
      assert.equal(await digestOf((await transfer).blob), digest);
      assert.equal(transfer.progress.attempt, 3);
    });
  }

  test("interrupted and throttled parts are sent again", async () => {
    await injectFault({ method: "PUT", effect: { type: "cut", of: "request", after: MIB } });
    await injectFault({
      method: "PUT",
      skip: 1,
      effect: { type: "error", status: 503, code: "SlowDown" },
    });
    await upload(environment, BODY, { key: "m", via: "multipart", partSize: 5 * MIB });
    assert.equal(await digestOf((await download(environment, "m")).blob), digest);
  });

  test("an object replaced during a pause fails with ObjectChanged", async () => {
    await upload(environment, BODY, { key: "c" });
    const transfer = download(environment, "c", { to: "stream" });
    const reader = ((await transfer).stream as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    transfer.pause();
    await upload(environment, BODY.subarray(1), { key: "c" });
    transfer.resume();
    const drain = async () => {
      while (!(await reader.read()).done);
    };
    await assert.rejects(drain(), { code: "ObjectChanged" });
    assert.equal(transfer.state, "failed");
  });

  test("a range delivers its bytes and the size of the whole object", async () => {
    await upload(environment, "0123456789", { key: "r" });
    const { blob, info } = await download(environment, "r", { range: { start: 3, end: 5 } });
    assert.deepEqual([await blob?.text(), info.size], ["345", 10]);
  });

  test("a clock that is two hours off is corrected by the error of the service", async () => {
    await stack.changeSettings({ clockOffsetSeconds: 7_200 });
    const onSignatureRejected: TransferEnvironment["onSignatureRejected"] = async (
      _,
      { serverTime },
    ) => {
      assert.ok(serverTime);
      account.clockOffset = Date.parse(serverTime) - Date.now();
      return true;
    };
    const { blob } = await download({ ...environment, onSignatureRejected }, stack.ready.sampleKey);
    assert.ok(blob?.size);
  });

  test("an abort during a multipart upload leaves no object", async () => {
    // Two of the three parts never finish, so that the abort is always before the last one.
    const stall = { type: "stall", of: "request", after: MIB };
    await injectFault({ method: "PUT", key: "gone", skip: 1, times: 2, effect: stall });
    const transfer = upload(environment, BODY, {
      key: "gone",
      via: "multipart",
      partSize: 5 * MIB,
      onProgress: ({ loaded }) => {
        if (loaded > 0) transfer.abort();
      },
    });
    await assert.rejects(transfer, { name: "AbortError" });
    await assert.rejects(head(environment, "gone"), { code: "NotFound" });
  });

  test("a listing in pages returns the keys unchanged", async () => {
    const keys = ["l/ ", "l/%20", "l/+", "l/a&b", "l/a/b", "l/ä", "l/🎉"];
    await Promise.all(keys.map((key) => upload(environment, "x", { key })));
    const listed: string[] = [];
    for await (const { key } of list(environment, "l/", { pageSize: 2 })) listed.push(key);
    assert.deepEqual(listed, keys);
    const top: string[] = [];
    for await (const { key } of list(environment, "l/", { delimiter: "/" })) top.push(key);
    assert.deepEqual(
      top,
      keys.map((key) => (key === "l/a/b" ? "l/a/" : key)),
    );
  });

  test("startAfter leaves out the keys up to it, on every page", async () => {
    const keys = ["s/a", "s/b", "s/ä", "s/🎉"];
    await Promise.all(keys.map((key) => upload(environment, "x", { key })));
    const listed: string[] = [];
    const options = { startAfter: "s/a ", pageSize: 1 };
    for await (const { key } of list(environment, "s/", options)) listed.push(key);
    assert.deepEqual(listed, keys.slice(1));
  });

  for (const signature of ["v4", "v2"] as const) {
    describe(`further headers, signed with ${signature}`, () => {
      const customerKey = Buffer.alloc(32, "not a secret");
      const encrypted = {
        "x-amz-server-side-encryption-customer-algorithm": "AES256",
        "x-amz-server-side-encryption-customer-key": customerKey.toString("base64"),
        "x-amz-server-side-encryption-customer-key-md5": createHash("md5")
          .update(customerKey)
          .digest("base64"),
        "x-amz-request-payer": "requester",
      };

      beforeEach(() => {
        const { region, bucket, s3: endpoint, accessKeyId, secretAccessKey } = stack.ready;
        const credentials = { accessKeyId, secretAccessKey };
        const signer = new Presigner({ region, bucket, endpoint, signature, credentials });
        environment.signer = {
          signsSize: signature === "v4",
          presign: async (request) => signer.presign(request),
          presignPost: async (request) => signer.presignPost(request),
        };
      });

      test("are accepted with a download that is interrupted twice", async () => {
        await upload(environment, BODY, { key: "h", via: "put", headers: encrypted });
        const effect = { type: "cut", after: 3 * MIB };
        await injectFault({ service: "s3", method: "GET", times: 2, effect });
        const headers = { ...encrypted, "If-None-Match": '"another"' };
        const { blob } = await download(environment, "h", { headers });
        assert.equal(await digestOf(blob), digest);
      });

      test("are accepted with a HEAD, a listing and a deletion", async () => {
        await upload(environment, "x", { key: "h/1" });
        assert.equal((await head(environment, "h/1", { headers: encrypted })).size, 1);
        const headers = { "x-amz-request-payer": "requester" };
        const listed: string[] = [];
        for await (const { key } of list(environment, "h/1", { headers })) listed.push(key);
        assert.deepEqual(listed, ["h/1"]);
        await deleteObject(environment, "h/1", { headers });
        await assert.rejects(head(environment, "h/1"), { code: "NotFound" });
      });

      test("are conditions that the service checks", async () => {
        const { etag = "", lastModified } = {
          ...(await upload(environment, "x", { key: "h/2" })),
          ...(await head(environment, "h/2")),
        };
        const since = (lastModified as Date).toUTCString();
        for (const [headers, code] of [
          [{ "If-Match": etag }, undefined],
          [{ "If-Match": '"another"' }, "PreconditionFailed"],
          [{ "If-None-Match": etag }, "NotModified"],
          [{ "If-Modified-Since": since }, "NotModified"],
          [{ "If-Unmodified-Since": since }, undefined],
        ] as [Record<string, string>, string | undefined][]) {
          for (const call of [
            () => download(environment, "h/2", { headers }).then(),
            () => head(environment, "h/2", { headers }),
          ]) {
            const rejected = await call().then(
              () => undefined,
              (error) => error.code,
            );
            assert.equal(rejected, code, JSON.stringify(headers));
          }
        }
      });
    });
  }

  test("a deleted object is gone, and deleting it again is not an error", async () => {
    await upload(environment, "x", { key: "d" });
    await deleteObject(environment, "d");
    await deleteObject(environment, "d");
    await assert.rejects(head(environment, "d"), { code: "NotFound" });
  });

  test("If-None-Match protects an object from being overwritten, in one request and in parts", async () => {
    await upload(environment, "first", { key: "n" });
    for (const via of ["put", "multipart"] as const) {
      const second = upload(environment, "second", {
        key: "n",
        via,
        headers: { "If-None-Match": "*" },
      });
      await assert.rejects(second, { code: "PreconditionFailed" });
    }
    assert.equal(await (await download(environment, "n")).blob?.text(), "first");
  });
});

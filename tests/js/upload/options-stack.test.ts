import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { S3 } from "../../../js/s3.ts";
import { stackBinary } from "../../../scripts/target-folder.ts";
import { type Stack, startStack } from "../../e2e/stack.ts";

const MIB = 1024 * 1024;
const LARGE = Buffer.alloc(6 * MIB, "It is never the same block twice, as 47 is prime.");
const TAGS = { project: "a + b", "größe/1": "=@:", empty: "" };

const skip = existsSync(await stackBinary()) ? false : "the local stack is not built";

/** A service that verifies signatures with s3s, independent of this code. */
describe("an upload to the local stack", { skip }, () => {
  let stack: Stack;
  let s3: S3;

  before(async () => {
    stack = await startStack();
  });

  after(() => stack.stop());

  beforeEach(() => {
    s3 = clientWith();
  });

  afterEach(() => stack.reset());

  function clientWith(options: object = {}): S3 {
    const { s3: endpoint, bucket, region, accessKeyId, secretAccessKey } = stack.ready;
    const credentials = { accessKeyId, secretAccessKey };
    const retry = { baseDelay: 1, maxDelay: 5 };
    return new S3({ endpoint, bucket, region, credentials, retry, ...options });
  }

  async function read(key: string): Promise<Buffer> {
    const { blob } = await s3.download(key);
    return Buffer.from(await (blob as Blob).arrayBuffer());
  }

  /** The tags of an object, by GetObjectTagging. */
  async function tagsOf(key: string): Promise<Record<string, string>> {
    const { url } = await s3.presign({ key, query: { tagging: "" } });
    const text = await (await fetch(url)).text();
    const pairs = text.matchAll(/<Key>(.*?)<\/Key>(?:<Value>(.*?)<\/Value>|<Value\/>)/g);
    return Object.fromEntries(Array.from(pairs, ([, name, value = ""]) => [name, value]));
  }

  for (const signature of ["v4", "v2"] as const) {
    for (const size of [0, 1, LARGE.length]) {
      test(`by PUT of ${size} bytes is accepted with a ${signature} signature`, async () => {
        const body = LARGE.subarray(0, size);
        await clientWith({ signature }).upload(body, { key: "put", via: "put" });
        assert.deepEqual(await read("put"), body);
      });
    }
  }

  test("by PUT in a request without a count of its bytes is accepted", async () => {
    const client = clientWith({
      fetch: (...options: Parameters<typeof fetch>) => fetch(...options),
    });
    await client.upload(LARGE, { key: "fetch", via: "put" });
    assert.deepEqual(await read("fetch"), LARGE);
  });

  test("by PUT has a URL that allows no other size", async () => {
    let signed = "";
    const spy: typeof fetch = (url, init) => {
      signed = String(url);
      return fetch(url, init);
    };
    await clientWith({ fetch: spy }).upload("12345", { key: "size", via: "put" });
    const headers = { "content-type": "text/plain;charset=UTF-8" };
    const again = await fetch(signed, { method: "PUT", headers, body: "12345" });
    const longer = await fetch(signed, { method: "PUT", headers, body: "123456" });
    assert.deepEqual([again.status, longer.status], [200, 403]);
  });

  for (const via of ["post", "put", "multipart"] as const) {
    test(`by ${via} stores its tags`, async () => {
      await s3.upload("x", { key: via, via, tags: TAGS });
      assert.deepEqual(await tagsOf(via), TAGS);
    });
  }

  test("by default and with tags is sent by form", async () => {
    assert.equal((await s3.upload("x", { key: "tags", tags: TAGS })).via, "post");
  });

  for (const [via, body] of [
    ["put", Buffer.from("mine")],
    ["multipart", LARGE],
  ] as const) {
    test(`by ${via} with \`overwrite: false\` stores a new object, and replaces none`, async () => {
      const key = `new/${via}`;
      const options = { key, via, overwrite: false } as const;
      assert.equal((await s3.upload(body, options)).via, via);
      await assert.rejects(s3.upload("another", options), { code: "AlreadyExists" });
      assert.deepEqual(await read(key), body);
    });

    test(`by ${via} with \`overwrite: false\` succeeds after a lost response`, async () => {
      const key = `lost/${via}`;
      const method = via === "put" ? "PUT" : "POST";
      // The POST that creates the multipart upload is not lost.
      const skip = via === "put" ? 0 : 1;
      const effect = { type: "reply", status: 503, body: "", performed: true };
      await stack.addFaults({ service: "s3", method, skip, effect });
      const { etag } = await s3.upload(body, { key, via, overwrite: false });
      assert.deepEqual(await read(key), body);
      assert.equal(etag, (await s3.head(key)).etag);
    });

    test(`by ${via} with \`overwrite: false\` fails after a lost request if another object exists`, async () => {
      const key = `raced/${via}`;
      await s3.upload("another", { key });
      const method = via === "put" ? "PUT" : "POST";
      const effect = { type: "error", status: 503, code: "SlowDown" };
      await stack.addFaults({ service: "s3", method, effect });
      await assert.rejects(s3.upload(body, { key, via, overwrite: false }), {
        code: "AlreadyExists",
      });
      assert.equal(String(await read(key)), "another");
    });

    test(`by ${via} with \`overwrite: false\` fails for one of two at the same time`, async () => {
      const key = `both/${via}`;
      const results = await Promise.allSettled(
        [1, 2].map(() => s3.upload(body, { key, via, overwrite: false })),
      );
      const codes = results.map((result) =>
        result.status === "fulfilled" ? "stored" : result.reason.code,
      );
      assert.deepEqual(codes.sort(), ["AlreadyExists", "stored"]);
    });
  }

  test("that fails with AlreadyExists in parts leaves no unfinished upload", async () => {
    const options = { key: "parts", via: "multipart", overwrite: false } as const;
    await s3.upload("x", options);
    await assert.rejects(s3.upload(LARGE, options));
    const { url } = await s3.presign({ query: { uploads: "" } });
    const unfinished = async () => (await (await fetch(url)).text()).includes("<UploadId>");
    for (let turn = 0; turn < 50 && (await unfinished()); turn += 1);
    assert.equal(await unfinished(), false);
  });

  test("by default and with `overwrite: false` is sent by PUT", async () => {
    const { via } = await s3.upload("x", { key: "default", overwrite: false });
    assert.equal(via, "put");
  });
});

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { wasmChecksums } from "../../../js/checksum/wasm-checksums.ts";
import { download } from "../../../js/download/download.ts";
import { TransferError } from "../../../js/errors.ts";
import { currentHost } from "../../../js/http/host.ts";
import { head } from "../../../js/objects/head.ts";
import { BucketMemory } from "../../../js/transfer/bucket-memory.ts";
import type { TransferEnvironment } from "../../../js/transfer/environment.ts";
import type { ChecksumAlgorithm } from "../../../js/types.ts";
import { upload } from "../../../js/upload/upload.ts";
import { stackBinary } from "../../../scripts/target-folder.ts";
import { type Stack, startStack } from "../../e2e/stack.ts";
import { signerOf } from "../support/signer.ts";

const MIB = 1024 * 1024;
const BODY = Buffer.alloc(11 * MIB, "It is never the same block twice, as 47 is prime.");
const PARTS = { via: "multipart", partSize: 5 * MIB } as const;
const ALGORITHMS: ChecksumAlgorithm[] = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"];

const skip = existsSync(await stackBinary()) ? false : "the local stack is not built";

/** A service that computes checksums with s3s, independent of this code. */
describe("checksums against the local stack", { skip }, () => {
  let stack: Stack;
  let environment: TransferEnvironment;

  before(async () => {
    stack = await startStack();
  });

  after(() => stack.stop());

  beforeEach(() => {
    const { s3: endpoint, bucket, region, accessKeyId, secretAccessKey } = stack.ready;
    environment = {
      ...currentHost(),
      signer: signerOf({ endpoint, region, accessKeyId, secretAccessKey, clockOffset: 0 }),
      bucket,
      bucketMemory: new BucketMemory(),
      checksums: wasmChecksums,
      retry: { baseDelay: 1, stallTimeout: 2_000 },
      onSignatureRejected: async () => false,
    };
  });

  afterEach(() => stack.reset());

  async function injectFault(fault: object): Promise<void> {
    const address = `${stack.ready.identity}/_stack/faults`;
    const response = await fetch(address, { method: "POST", body: JSON.stringify(fault) });
    assert.ok(response.ok, await response.text());
  }

  for (const via of ["post", "put", "multipart"] as const) {
    for (const checksum of ALGORITHMS) {
      test(`an object uploaded by ${via} with ${checksum} is stored with it and verified by it`, async () => {
        const options = via === "multipart" ? PARTS : { via };
        const sent = await upload(environment, BODY, { key: "a", checksum, ...options });
        const stored = await head(environment, "a", { checksum: true });
        assert.deepEqual(stored.checksum, sent.checksum);
        assert.equal(stored.checksum?.algorithm, checksum);
        const { verified, info } = await download(environment, "a");
        assert.equal(verified, checksum);
        assert.deepEqual(info.checksum, sent.checksum);
      });
    }
  }

  for (const via of ["put", "multipart"] as const) {
    test(`an upload by ${via} with object lock headers is accepted`, async () => {
      const headers = { "x-amz-object-lock-legal-hold": "ON" };
      const options = via === "multipart" ? PARTS : { via };
      const { checksum } = await upload(environment, BODY, { key: "a", headers, ...options });
      assert.equal(checksum?.algorithm, via === "put" ? "CRC32" : "CRC64NVME");
      assert.ok((await download(environment, "a")).verified);
    });
  }

  for (const checksum of [undefined, "CRC64NVME", "SHA256", false] as const) {
    test(`parts with the customer's key and the checksum ${checksum} are accepted`, async () => {
      const headers = {
        "x-amz-server-side-encryption-customer-algorithm": "AES256",
        "x-amz-server-side-encryption-customer-key": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
        "x-amz-server-side-encryption-customer-key-md5": "hRasmdxgYDKV3nvbahU1MA==",
      };
      const options = { key: "a", headers, ...(checksum === undefined ? {} : { checksum }) };
      const { via } = await upload(environment, BODY, { ...options, ...PARTS });
      assert.equal(via, "multipart");
    });
  }

  test("parts are sent with CRC64NVME by default, which results in a full-object checksum", async () => {
    const { checksum } = await upload(environment, BODY, { key: "a", ...PARTS });
    assert.equal(checksum?.algorithm, "CRC64NVME");
    assert.doesNotMatch(checksum?.value ?? "", /-/);
    assert.equal((await download(environment, "a")).verified, "CRC64NVME");
  });

  test("with checksum: false parts are sent without a checksum", async () => {
    const { checksum } = await upload(environment, BODY, { key: "a", checksum: false, ...PARTS });
    assert.equal(checksum, undefined);
  });

  test("an object sent without a checksum is verified by the one that S3 computed", async () => {
    await upload(environment, BODY, { key: "a", via: "put" });
    assert.equal((await download(environment, "a")).verified, "CRC64NVME");
  });

  test("SHA digests of parts result in a composite checksum with the number of parts", async () => {
    const sent = await upload(environment, BODY, { key: "a", checksum: "SHA256", ...PARTS });
    assert.match(sent.checksum?.value ?? "", /^.{44}-3$/);
  });

  for (const via of ["post", "put"] as const) {
    test(`a byte that changes during ${via} is detected, and the body sent again`, async () => {
      const method = via.toUpperCase();
      const at = via === "post" ? 5_000 : 77;
      await injectFault({ method, effect: { type: "corrupt", of: "request", at } });
      await upload(environment, BODY, { key: "a", via, checksum: "CRC32C" });
      const { blob, verified } = await download(environment, "a");
      assert.ok(BODY.equals(Buffer.from(await (blob as Blob).arrayBuffer())));
      assert.equal(verified, "CRC32C");
    });
  }

  test("a byte that changes in a part is detected, and the part sent again", async () => {
    await injectFault({
      method: "PUT",
      skip: 1,
      effect: { type: "corrupt", of: "request", at: 77 },
    });
    await upload(environment, BODY, { key: "a", ...PARTS });
    const { blob } = await download(environment, "a");
    assert.ok(BODY.equals(Buffer.from(await (blob as Blob).arrayBuffer())));
  });

  for (const [what, options] of [
    ["in one piece", { via: "put" }],
    ["in parts with a checksum of the whole", PARTS],
    ["in parts with a checksum of checksums", { ...PARTS, checksum: "SHA1" }],
  ] as const) {
    test(`a byte that changes during the download of ${what} is detected`, async () => {
      await upload(environment, BODY, { key: "a", ...options });
      await injectFault({ method: "GET", effect: { type: "corrupt", at: 6 * MIB } });
      await assert.rejects(
        download(environment, "a"),
        (error) => error instanceof TransferError && error.code === "ChecksumMismatch",
      );
    });
  }

  test("a download that is interrupted twice is verified", async () => {
    await upload(environment, BODY, { key: "a", via: "put" });
    await injectFault({ method: "GET", times: 2, effect: { type: "cut", after: 3 * MIB } });
    const transfer = download(environment, "a");
    assert.equal((await transfer).verified, "CRC64NVME");
    assert.equal(transfer.progress.attempt, 3);
  });

  test("parts are sent without a checksum to a service that rejects it, by default only", async () => {
    await injectFault({
      method: "POST",
      effect: { type: "error", status: 501, code: "NotImplemented" },
    });
    assert.equal((await upload(environment, BODY, { key: "a", ...PARTS })).checksum, undefined);
    await injectFault({
      method: "POST",
      times: 2,
      effect: { type: "error", status: 501, code: "NotImplemented" },
    });
    await assert.rejects(upload(environment, BODY, { key: "a", checksum: "SHA1", ...PARTS }));
  });

  test("parts are sent with a composite CRC32 to a service without full-object CRC32", async () => {
    await injectFault({
      method: "POST",
      effect: { type: "error", status: 400, code: "InvalidRequest" },
    });
    const { checksum } = await upload(environment, BODY, { key: "a", checksum: "CRC32", ...PARTS });
    assert.match(checksum?.value ?? "", /-3$/);
    assert.equal((await download(environment, "a")).verified, "CRC32");
  });

  test("a resumed upload keeps the checksums of its earlier parts", async () => {
    const items = new Map<string, string>();
    environment.storage = {
      getItem: (key) => items.get(key) ?? null,
      setItem: (key, value) => void items.set(key, value),
      removeItem: (key) => void items.delete(key),
    };
    const file = new File([BODY], "film.mp4", { lastModified: 1_700_000_000_000 });
    const options = { key: "a", resumable: true, concurrency: 1, ...PARTS };
    const hopeless = { ...environment, retry: { attempts: 1 } };
    await injectFault({
      method: "PUT",
      skip: 1,
      effect: { type: "error", status: 503, code: "SlowDown" },
    });
    await assert.rejects(upload(hopeless, file, options));
    assert.equal(items.size, 1);
    const { checksum } = await upload(environment, file, options);
    assert.equal(checksum?.algorithm, "CRC64NVME");
    assert.deepEqual((await download(environment, "a")).info.checksum, checksum);
  });
});

import assert from "node:assert/strict";
import type { S3 } from "../../../js/s3.ts";
import { type Feature, URL_REQUIREMENTS } from "../feature.ts";
import { type Server, type SignatureVersion, signatureVersions } from "../server.ts";
import { assertStored, assertSuccess, bytesOf } from "../support/assertions.ts";
import { clientFor, signerFor } from "../support/clients.ts";
import { sendSigned } from "../support/http.ts";
import { MemoryStorage } from "../support/memory-storage.ts";
import { LARGE_FILE, MIB, PART_SIZE, patternOf, uniqueKey } from "../support/objects.ts";
import { RecordingFetch } from "../support/recording-fetch.ts";

type Check = (server: Server, version: SignatureVersion) => Promise<void>;

const checks: Record<string, Check> = {
  "download of a byte range": async (server, signature) => {
    const s3 = clientFor(server, { signature });
    const key = await putObject(s3, "abcdef");
    const { blob, info } = await s3.download(key, { range: { start: 1, end: 3 } });
    assert.deepEqual([await blob?.text(), info.size], ["bcd", 6]);
  },
  "download of the last bytes": async (server, signature) => {
    const s3 = clientFor(server, { signature });
    const key = await putObject(s3, "abcdef");
    const { blob } = await s3.download(key, { range: { start: 4 } });
    assert.equal(await blob?.text(), "ef");
  },
  "paused download resumes with a range": async (server, signature) => {
    const recorder = new RecordingFetch();
    const s3 = clientFor(server, { signature, fetch: recorder.fetch });
    const key = await putObject(s3, LARGE_FILE);
    const { etag } = await s3.head(key);
    recorder.clear();
    const transfer = s3.download(key, { to: "stream" });
    const { stream } = await transfer;
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream ?? []) {
      if (chunks.length === 0) transfer.pause();
      chunks.push(chunk);
      transfer.resume();
    }
    assert.ok(Buffer.concat(chunks).equals(await bytesOf(LARGE_FILE)));
    const firstLength = chunks[0]?.length;
    assert.deepEqual(recorder.headerValues("range"), [null, `bytes=${firstLength}-`]);
    assert.deepEqual(recorder.headerValues("if-match"), [null, etag]);
  },
  "download fails if the object is replaced during a pause": async (server, signature) => {
    const s3 = clientFor(server, { signature });
    const key = await putObject(s3, LARGE_FILE);
    const transfer = s3.download(key, { to: "stream" });
    const { stream } = await transfer;
    const readWithReplacement = async () => {
      let chunks = 0;
      for await (const _ of stream ?? []) {
        chunks += 1;
        if (chunks > 1) continue;
        transfer.pause();
        await s3.upload(patternOf(12 * MIB), { key, via: "put" });
        transfer.resume();
      }
    };
    await assert.rejects(readWithReplacement(), { code: "ObjectChanged" });
  },
  "range request with another ETag fails with status 412": async (server, signature) => {
    const key = await putObject(clientFor(server, { signature }), "abcdef");
    const url = signerFor(server, signature).presign(key);
    const { status } = await sendSigned(url, undefined, {
      range: "bytes=1-3",
      "if-match": '"00000000000000000000000000000000"',
    });
    assert.equal(status, 412);
  },
  "PUT upload": (server, signature) => uploadAndDownload(server, signature, "put"),
  "multipart upload": (server, signature) => uploadAndDownload(server, signature, "multipart"),
  "two uploads with the default `via`": async (server, signature) => {
    const s3 = clientFor(server, { signature });
    // The client tries a form first, and remembers for the second upload if the server rejects forms.
    for (const text of ["first upload", "second upload"]) {
      const key = uniqueKey("auto");
      await s3.upload(text, { key });
      assert.equal(await (await s3.download(key)).blob?.text(), text);
    }
  },
  "metadata of a PUT upload": (server, signature) => checkMetadata(server, signature, "put"),
  "metadata of a multipart upload": (server, signature) =>
    checkMetadata(server, signature, "multipart"),
  "multipart upload resumed by another page": async (server, signature) => {
    const key = uniqueKey("resumed");
    const options = { key, partSize: PART_SIZE, via: "multipart", resumable: true } as const;
    const storage = new MemoryStorage();
    const failing = new RecordingFetch((method, index) => {
      if (method === "PUT" && index > 0) throw new TypeError("The page is offline");
    });
    const retry = { attempts: 1 };
    const first = clientFor(server, { signature, storage, retry, fetch: failing.fetch });
    const interrupted = first.upload(LARGE_FILE, { ...options, concurrency: 1 });
    await assert.rejects(interrupted, { code: "NetworkOrCors" });
    const recorder = new RecordingFetch();
    const second = clientFor(server, { signature, storage, fetch: recorder.fetch });
    await second.upload(LARGE_FILE, options);
    assert.equal(recorder.count("PUT"), 2);
    await assertStored(second, key, LARGE_FILE);
    assert.equal(await countUnfinishedUploads(server, signature, key), 0);
    assert.equal(storage.size, 0);
  },
  "aborted multipart upload": async (server, signature) => {
    const key = uniqueKey("aborted");
    const recorder = new RecordingFetch();
    const s3 = clientFor(server, { signature, fetch: recorder.fetch });
    const transfer = s3.upload(LARGE_FILE, {
      key,
      partSize: PART_SIZE,
      via: "multipart",
      concurrency: 1,
      onProgress: ({ loaded }) => {
        if (loaded >= PART_SIZE) transfer.abort();
      },
    });
    await assert.rejects(transfer, { name: "AbortError" });
    assert.equal((await recorder.firstResponse("DELETE")).ok, true);
    assert.equal(await countUnfinishedUploads(server, signature, key), 0);
    await assert.rejects(s3.head(key), { code: "NotFound" });
  },
  "list and delete of keys in several scripts": async (server, signature) => {
    const s3 = clientFor(server, { signature });
    const folder = uniqueKey("");
    const keys = ["a+b c%20.txt", "a&b<c>.txt", "日本 é.txt"].map((name) => `${folder}${name}`);
    for (const key of keys) await s3.upload("x", { key, via: "put" });
    const listed: string[] = [];
    for await (const { key } of s3.list(folder, { pageSize: 2 })) listed.push(key);
    assert.deepEqual(listed.sort(), [...keys].sort());
    for (const key of keys) await s3.delete(key);
    for await (const { key } of s3.list(folder)) assert.fail(`${key} is still listed`);
  },
};

const formChecks: Record<string, Check> = {
  "form upload": (server, signature) => uploadAndDownload(server, signature, "post"),
  "metadata of a form upload": (server, signature) => checkMetadata(server, signature, "post"),
};

/** Downloads and uploads by the client. */
export const transferFeatures: Feature[] = signatureVersions.flatMap((version) => [
  ...Object.entries(checks).map(
    ([name, check]): Feature => ({
      name: `${version} transfer: ${name}`,
      ...URL_REQUIREMENTS[version],
      run: (server) => check(server, version),
    }),
  ),
  ...Object.entries(formChecks).map(
    ([name, check]): Feature => ({
      name: `${version} transfer: ${name}`,
      needs: ["formPost"],
      run: (server) => check(server, version),
    }),
  ),
]);

type Via = "post" | "put" | "multipart";

/** Stores an object and returns its key. */
async function putObject(s3: S3, body: Blob | string): Promise<string> {
  const key = uniqueKey("object");
  await s3.upload(body, { key, via: "put" });
  return key;
}

async function uploadAndDownload(
  server: Server,
  signature: SignatureVersion,
  via: Via,
): Promise<void> {
  const s3 = clientFor(server, { signature });
  const key = uniqueKey(via);
  const metadata = { title: "é 日本 🎉", word: "=?UTF-8?B?eA==?=", blanks: "  two  " };
  const contentType = "video/x-peer";
  const options = { key, via, partSize: PART_SIZE, metadata, contentType };
  const transfer = s3.upload(LARGE_FILE, options);
  const { etag, location } = await transfer;
  const { loaded, total, phase } = transfer.progress;
  assert.deepEqual([loaded, total, phase], [LARGE_FILE.size, LARGE_FILE.size, "done"]);
  const info = await s3.head(key);
  assert.deepEqual([info.etag, info.contentType], [etag, contentType]);
  const { title, word, blanks } = info.metadata ?? {};
  assert.deepEqual({ title, word, blanks }, metadata);
  assert.equal(location, signerFor(server, signature).presign(key).url.replace(/\?.*/, ""));
  await assertStored(s3, key, LARGE_FILE);
  assert.equal(await countUnfinishedUploads(server, signature, key), 0);
}

async function checkMetadata(server: Server, signature: SignatureVersion, via: Via): Promise<void> {
  const s3 = clientFor(server, { signature });
  const key = uniqueKey("metadata");
  const metadata = {
    ascii: "a title",
    scripts: "é 日本 😀",
    blanks: "  a ",
    word: "=?UTF-8?B?w6k=?=",
    long: "ü".repeat(100),
  };
  await s3.upload("x", { key, via, metadata });
  assert.deepEqual((await s3.head(key)).metadata, metadata);
}

/** Returns the number of multipart uploads in progress; always 0 if the server cannot list them. */
async function countUnfinishedUploads(
  server: Server,
  signature: SignatureVersion,
  prefix: string,
): Promise<number> {
  if (server.bucketUrls === false) return 0;
  const url = signerFor(server, signature).presign({ query: { uploads: "", prefix } });
  const text = assertSuccess(await sendSigned(url)).body.toString();
  assert.match(text, /<\/ListMultipartUploadsResult>/);
  return [...text.matchAll(/<UploadId>/g)].length;
}

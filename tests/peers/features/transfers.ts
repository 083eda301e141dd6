import assert from "node:assert/strict";
import { S3, type S3Options } from "../../../js/s3.ts";
import type { UploadStorage } from "../../../js/types.ts";
import { use } from "../exchange.ts";
import { type Feature, freshKey, succeeded, versions } from "../feature.ts";
import { type Server, type SignatureVersion, signerFor } from "../server.ts";

type Check = (server: Server, version: SignatureVersion) => Promise<void>;

const MIB = 1024 * 1024;
const PART = 5 * MIB;
/** Two parts, and a third that is shorter. */
const FILM = new File([someBytes(11 * MIB)], "film.bin", { lastModified: 1_700_000_000_000 });

const checks: Record<string, Check> = {
  "download of a range": async (server, version) => {
    const s3 = clientFor(server, version);
    const key = await stored(s3, "abcdef");
    const { blob, info } = await s3.download(key, { range: { start: 1, end: 3 } });
    assert.deepEqual([await blob?.text(), info.size], ["bcd", 6]);
  },
  "download of the last bytes": async (server, version) => {
    const s3 = clientFor(server, version);
    const key = await stored(s3, "abcdef");
    const { blob } = await s3.download(key, { range: { start: 4 } });
    assert.equal(await blob?.text(), "ef");
  },
  "download that goes on where it was paused": async (server, version) => {
    const seen = new Requests();
    const s3 = clientFor(server, version, { fetch: seen.fetch });
    const key = await stored(s3, FILM);
    const { etag } = await s3.head(key);
    seen.clear();
    const transfer = s3.download(key, { to: "stream" });
    const { stream } = await transfer;
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream ?? []) {
      if (chunks.length === 0) transfer.pause();
      chunks.push(chunk);
      transfer.resume();
    }
    assert.ok(Buffer.concat(chunks).equals(await bytesOf(FILM)));
    const first = chunks[0]?.length;
    assert.deepEqual(seen.headers("range"), [null, `bytes=${first}-`]);
    assert.deepEqual(seen.headers("if-match"), [null, etag]);
  },
  "download of what is replaced meanwhile is an error": async (server, version) => {
    const s3 = clientFor(server, version);
    const key = await stored(s3, FILM);
    const transfer = s3.download(key, { to: "stream" });
    const { stream } = await transfer;
    const read = async () => {
      let chunks = 0;
      for await (const _ of stream ?? []) {
        chunks += 1;
        if (chunks > 1) continue;
        transfer.pause();
        await s3.upload(someBytes(12 * MIB), { key, via: "put" });
        transfer.resume();
      }
    };
    await assert.rejects(read(), { code: "ObjectChanged" });
  },
  "range of another object than was meant is refused": async (server, version) => {
    const key = await stored(clientFor(server, version), "abcdef");
    const url = signerFor(server, version).presign(key);
    const { status } = await use(url, undefined, {
      range: "bytes=1-3",
      "if-match": '"00000000000000000000000000000000"',
    });
    assert.equal(status, 412);
  },
  "upload by a form": (server, version) => comesBack(server, version, "post"),
  "upload by PUT": (server, version) => comesBack(server, version, "put"),
  "upload in parts": (server, version) => comesBack(server, version, "multipart"),
  "upload by the way that the client chooses": async (server, version) => {
    const s3 = clientFor(server, version);
    for (const text of ["the first, which may find out", "the next, which knows"]) {
      const key = freshKey("auto");
      await s3.upload(text, { key });
      assert.equal(await (await s3.download(key)).blob?.text(), text);
    }
  },
  "metadata of every kind by a form": (server, version) => keepsMetadata(server, version, "post"),
  "metadata of every kind by PUT": (server, version) => keepsMetadata(server, version, "put"),
  "metadata of every kind in parts": (server, version) =>
    keepsMetadata(server, version, "multipart"),
  "upload in parts that is taken up by another page": async (server, version) => {
    const key = freshKey("resumed");
    const options = { key, partSize: PART, via: "multipart", resumable: true } as const;
    const storage = new Shelf();
    const faulty = new Requests(({ method }, nth) => {
      if (method === "PUT" && nth > 0) throw new TypeError("The page's network is gone");
    });
    const retry = { attempts: 1 };
    const first = clientFor(server, version, { storage, retry, fetch: faulty.fetch });
    const begun = first.upload(FILM, { ...options, concurrency: 1 });
    await assert.rejects(begun, { code: "NetworkOrCors" });
    const seen = new Requests();
    const second = clientFor(server, version, { storage, fetch: seen.fetch });
    await second.upload(FILM, options);
    assert.equal(seen.count("PUT"), 2);
    await isThere(second, key, FILM);
    assert.equal(await unfinished(server, version, key), 0);
    assert.equal(storage.size, 0);
  },
  "upload in parts that is aborted": async (server, version) => {
    const key = freshKey("aborted");
    const seen = new Requests();
    const s3 = clientFor(server, version, { fetch: seen.fetch });
    const transfer = s3.upload(FILM, {
      key,
      partSize: PART,
      via: "multipart",
      concurrency: 1,
      onProgress: ({ loaded }) => {
        if (loaded >= PART) transfer.abort();
      },
    });
    await assert.rejects(transfer, { name: "AbortError" });
    assert.equal((await seen.answered("DELETE")).ok, true);
    assert.equal(await unfinished(server, version, key), 0);
    await assert.rejects(s3.head(key), { code: "NotFound" });
  },
  "list and delete of keys of all scripts": async (server, version) => {
    const s3 = clientFor(server, version);
    const folder = freshKey("");
    const keys = ["a+b c%20.txt", "a&b<c>.txt", "日本 é.txt"].map((name) => `${folder}${name}`);
    for (const key of keys) await s3.upload("x", { key, via: "put" });
    const listed: string[] = [];
    for await (const { key } of s3.list(folder, { pageSize: 2 })) listed.push(key);
    assert.deepEqual(listed.sort(), [...keys].sort());
    for (const key of keys) await s3.delete(key);
    for await (const { key } of s3.list(folder)) assert.fail(`${key} is still there`);
  },
};

/** What downloads and uploads do, driven from Node. */
export const transferFeatures: Feature[] = versions.flatMap((version) =>
  Object.entries(checks).map(
    ([what, check]): Feature => ({
      name: `${version} transfer: ${what}`,
      run: (server) => check(server, version),
    }),
  ),
);

function clientFor(
  server: Server,
  signature: SignatureVersion,
  options: Partial<S3Options> = {},
): S3 {
  const { endpoint, region, bucket, credentials } = server;
  return new S3({ endpoint, region, bucket, credentials, signature, ...options });
}

/** The network, with what went over it, and what happens to the nth request of a method, counted from 0. */
class Requests {
  readonly #seen: { method: string; headers: Headers; reply: Promise<Response> }[] = [];
  readonly #fault: (request: { method: string }, nth: number) => void;

  constructor(fault: (request: { method: string }, nth: number) => void = () => {}) {
    this.#fault = fault;
  }

  fetch: typeof fetch = (url, init = {}) => {
    const { method = "GET" } = init;
    const nth = this.count(method);
    const reply = (async () => {
      this.#fault({ method }, nth);
      return fetch(url, init);
    })();
    this.#seen.push({ method, headers: new Headers(init.headers), reply });
    return reply;
  };

  count(method: string): number {
    return this.#seen.filter((request) => request.method === method).length;
  }

  headers(name: string): (string | null)[] {
    return this.#seen.map(({ headers }) => headers.get(name));
  }

  clear(): void {
    this.#seen.length = 0;
  }

  /** The answer to the first request of a method, which may still be to be sent. */
  async answered(method: string): Promise<Response> {
    for (;;) {
      const found = this.#seen.find((request) => request.method === method);
      if (found) return found.reply;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

/** A page's storage. */
class Shelf implements UploadStorage {
  readonly #items = new Map<string, string>();

  get size(): number {
    return this.#items.size;
  }

  getItem(key: string): string | null {
    return this.#items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#items.set(key, value);
  }

  removeItem(key: string): void {
    this.#items.delete(key);
  }
}

async function stored(s3: S3, body: Blob | string): Promise<string> {
  const key = freshKey("object");
  await s3.upload(body, { key, via: "put" });
  return key;
}

async function comesBack(
  server: Server,
  version: SignatureVersion,
  via: "post" | "put" | "multipart",
): Promise<void> {
  const s3 = clientFor(server, version);
  const key = freshKey(via);
  const metadata = { title: "é 日本 🎉", word: "=?UTF-8?B?eA==?=", blanks: "  two  " };
  const contentType = "video/x-peer";
  const transfer = s3.upload(FILM, { key, via, partSize: PART, metadata, contentType });
  const { etag, location } = await transfer;
  const { loaded, total, phase } = transfer.progress;
  assert.deepEqual([loaded, total, phase], [FILM.size, FILM.size, "done"]);
  const info = await s3.head(key);
  assert.deepEqual([info.etag, info.contentType], [etag, contentType]);
  const { title, word, blanks } = info.metadata ?? {};
  assert.deepEqual({ title, word, blanks }, metadata);
  assert.equal(location, signerFor(server, version).presign(key).url.replace(/\?.*/, ""));
  await isThere(s3, key, FILM);
  assert.equal(await unfinished(server, version, key), 0);
}

async function keepsMetadata(
  server: Server,
  version: SignatureVersion,
  via: "post" | "put" | "multipart",
): Promise<void> {
  const s3 = clientFor(server, version);
  const key = freshKey("metadata");
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

async function isThere(s3: S3, key: string, body: Blob): Promise<void> {
  const { blob } = await s3.download(key);
  assert.ok((await bytesOf(blob as Blob)).equals(await bytesOf(body)));
}

async function unfinished(
  server: Server,
  version: SignatureVersion,
  prefix: string,
): Promise<number> {
  if (server.lists === false) return 0;
  const url = signerFor(server, version).presign({ query: { uploads: "", prefix } });
  const text = succeeded(await use(url)).body.toString();
  assert.match(text, /<\/ListMultipartUploadsResult>/);
  return [...text.matchAll(/<UploadId>/g)].length;
}

async function bytesOf(blob: Blob): Promise<Buffer> {
  return Buffer.from(await blob.arrayBuffer());
}

function someBytes(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) % 251);
}

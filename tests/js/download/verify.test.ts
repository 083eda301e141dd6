import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { crc32 } from "node:zlib";
import { wasmChecksums } from "../../../js/checksum/wasm-checksums.ts";
import { download } from "../../../js/download/download.ts";
import { PresignError, TransferError } from "../../../js/errors.ts";
import { head } from "../../../js/objects/head.ts";
import { upload } from "../../../js/upload/upload.ts";
import {
  errorResponse,
  type FakeService,
  fakeService,
  interruptedResponse,
  networkFailure,
  objectResponse,
  type Responder,
} from "../support/fake-service.ts";

const ORIGIN = "https://page.example";

/** Returns a fake service whose environment has checksums. */
function verifying(options: Parameters<typeof fakeService>[0] = {}) {
  const service = fakeService(options);
  service.environment.checksums = wasmChecksums;
  return service;
}

const MODE = { "x-amz-checksum-mode": "ENABLED" };

/** Responds with the properties of the object "hello", with its checksum if a header requests it. */
const helloByHeader: Responder = ({ method, headers }) =>
  new Response(method === "HEAD" ? null : "hello", {
    headers: {
      "content-length": "5",
      etag: '"e1"',
      ...(headers.has("x-amz-checksum-mode") ? crcHeader("hello") : {}),
    },
  });

/** Returns where each request asks for a checksum. */
function placesOf({ signed }: FakeService): string[] {
  return signed.map(({ method, query, headers }) => {
    const places = [query ? " query" : "", headers ? " header" : ""];
    return `${method}${places.join("")}`;
  });
}

/** Returns zlib's CRC32 in base64, as S3 writes it. */
function crcOf(...texts: string[]): string {
  const value = Buffer.alloc(4);
  value.writeUInt32BE(crc32(texts.join("")));
  return value.toString("base64");
}

function crcHeader(...texts: string[]) {
  return { "x-amz-checksum-crc32": crcOf(...texts) };
}

/** Returns the composite SHA-256 of an object's parts (User guide, "Checking object integrity"). */
function compositeOf(...parts: string[]): string {
  const digests = parts.map((part) => createHash("sha256").update(part).digest());
  const value = createHash("sha256").update(Buffer.concat(digests)).digest("base64");
  return `${value}-${parts.length}`;
}

/** Responds to a HEAD of one part. */
function part(text: string): Responder {
  return () =>
    new Response(null, { headers: { "content-length": String(text.length), etag: '"e1"' } });
}

function rejectsWith(promise: Promise<unknown>, code: string): Promise<void> {
  return assert.rejects(promise, (error) => error instanceof TransferError && error.code === code);
}

test("bytes that match the object's checksum are verified, and `verified` names the algorithm", async () => {
  const { environment, responses } = verifying();
  responses.push(objectResponse(["hello ", "world"], crcHeader("hello world")));
  const { blob, verified, info } = await download(environment, "a");
  assert.equal(await blob?.text(), "hello world");
  assert.equal(verified, "CRC32");
  assert.deepEqual(info.checksum, { algorithm: "CRC32", value: crcOf("hello world") });
});

test("the checksum is requested in the signed query, without a header that needs a preflight", async () => {
  const { environment, responses, signed, requests } = verifying();
  responses.push(objectResponse(["x"], crcHeader("x")));
  await download(environment, "a", { versionId: "v1" });
  assert.deepEqual(signed[0]?.query, { ...MODE, versionId: "v1" });
  assert.deepEqual([...(requests[0]?.headers ?? [])], []);
  assert.equal(requests.length, 1);
});

test("bytes that do not match fail with ChecksumMismatch and return no blob", async () => {
  const { environment, responses } = verifying();
  responses.push(objectResponse(["hello ", "w0rld"], crcHeader("hello world")));
  await rejectsWith(download(environment, "a"), "ChecksumMismatch");
});

test("an object without a checksum is not verified", async () => {
  const { environment, responses } = verifying();
  responses.push(objectResponse(["x"]));
  assert.equal((await download(environment, "a")).verified, undefined);
});

test("an empty object is verified", async () => {
  const { environment, responses } = verifying();
  responses.push(objectResponse([], crcHeader("")));
  assert.equal((await download(environment, "a")).verified, "CRC32");
});

test("with verify: false no checksum is requested or compared", async () => {
  const { environment, responses, signed } = verifying();
  responses.push(objectResponse(["hello"], crcHeader("other")));
  assert.equal((await download(environment, "a", { verify: false })).verified, undefined);
  assert.equal(signed[0]?.headers ?? signed[0]?.query, undefined);
});

test("with verify: true an object without a checksum fails before a byte is written", async () => {
  const { environment, responses } = verifying();
  responses.push(objectResponse(["hello"]));
  const written: Uint8Array[] = [];
  const to = new WritableStream<Uint8Array>({ write: (chunk) => void written.push(chunk) });
  await rejectsWith(download(environment, "a", { to, verify: true }), "ChecksumUnavailable");
  assert.deepEqual(written, []);
});

test("an abort while the checksum is compared does not close the writable", async () => {
  const { environment, responses } = verifying();
  responses.push(objectResponse(["hello"], crcHeader("hello")));
  let ending = "none";
  const to = new WritableStream<Uint8Array>({
    close: () => {
      ending = "closed";
    },
    abort: () => {
      ending = "aborted";
    },
  });
  const transfer = download(environment, "a", {
    to,
    onProgress: ({ phase }) => {
      if (phase === "verifying") transfer.abort();
    },
  });
  await assert.rejects(transfer, { name: "AbortError" });
  await new Promise(setImmediate);
  assert.equal(ending, "aborted");
});

test("a range is not verified, and requests no checksum", async () => {
  const { environment, responses, signed } = verifying();
  responses.push(
    objectResponse(["ell"], { "content-range": "bytes 1-3/5", ...crcHeader("hello") }, 206),
  );
  const { verified } = await download(environment, "a", { range: { start: 1, end: 3 } });
  assert.equal(verified, undefined);
  assert.equal(signed[0]?.headers ?? signed[0]?.query, undefined);
});

test("verify: true with a range is an error that names the option", async () => {
  const { environment } = verifying();
  const wanted = download(environment, "a", { range: { start: 1 }, verify: true });
  await assert.rejects(
    wanted,
    (error) => error instanceof PresignError && error.field === "verify",
  );
});

test("a resumed download adds each byte to its checksum once", async () => {
  const { environment, responses, time, signed } = verifying();
  const whole = { "content-length": "11", etag: '"e1"', ...crcHeader("hello world") };
  responses.push(
    interruptedResponse(["hello "], whole),
    objectResponse(["world"], { "content-range": "bytes 6-10/11" }, 206),
  );
  const { verified, blob } = await time.until(download(environment, "a"));
  assert.equal(verified, "CRC32");
  assert.equal(await blob?.text(), "hello world");
  assert.equal(signed[1]?.query, undefined);
});

test("a restarted download is verified from its first byte", async () => {
  const { environment, responses, time } = verifying();
  const unknown = { "content-length": "5", ...crcHeader("hello") };
  responses.push(
    interruptedResponse(["he"], unknown),
    () => new Response("hello", { headers: unknown }),
  );
  assert.equal((await time.until(download(environment, "a"))).verified, "CRC32");
});

test("a file is closed after its bytes are verified", async () => {
  const { environment, responses } = verifying();
  responses.push(objectResponse(["hello"], crcHeader("other")));
  const log: string[] = [];
  const to = new WritableStream<Uint8Array>({
    close: () => void log.push("closed"),
    abort: () => void log.push("aborted"),
  });
  await rejectsWith(download(environment, "a", { to }), "ChecksumMismatch");
  assert.deepEqual(log, ["aborted"]);
});

test("a stream whose bytes do not match ends with the error", async () => {
  const { environment, responses } = verifying();
  responses.push(objectResponse(["hello"], crcHeader("other")));
  const { stream } = await download(environment, "a", { to: "stream" });
  await rejectsWith(new Response(stream).text(), "ChecksumMismatch");
});

test("the result of a stream has `verified` after the stream has ended", async () => {
  const { environment, responses } = verifying();
  responses.push(objectResponse(["hello"], crcHeader("hello")));
  const result = await download(environment, "a", { to: "stream" });
  assert.equal(result.verified, undefined);
  await new Response(result.stream).text();
  assert.equal(result.verified, "CRC32");
});

test("progress reports the verification, and 100 % only after it", async () => {
  const { environment, responses } = verifying();
  responses.push(objectResponse(["hello"], crcHeader("hello")));
  const seen: unknown[] = [];
  await download(environment, "a", {
    onProgress: ({ phase, loaded }) => seen.push([phase, loaded]),
  });
  assert.deepEqual(seen.slice(-2), [
    ["verifying", 4],
    ["done", 5],
  ]);
});

test("a body whose encoding CORS hides is not a ChecksumMismatch", async () => {
  const { environment, responses } = verifying({ origin: ORIGIN });
  responses.push(
    objectResponse(["a longer text than was stored"], {
      "content-length": "5",
      ...crcHeader("gzip!"),
    }),
  );
  const { verified, blob } = await download(environment, "a");
  assert.equal(verified, undefined);
  assert.equal(blob?.size, 29);
});

test("wrong bytes fail with ChecksumMismatch also if the size is unknown", async () => {
  const { environment, responses } = verifying();
  responses.push(
    objectResponse(["hello w0rld"], { "content-length": "", ...crcHeader("hello world") }),
    errorResponse(403, "AccessDenied"),
  );
  await rejectsWith(download(environment, "a"), "ChecksumMismatch");
});

test("a rest from another position than its Content-Range fails with ChecksumMismatch", async () => {
  const { environment, responses, time } = verifying();
  const whole = { "content-length": "10", etag: '"e1"', ...crcHeader("0123456789") };
  responses.push(
    interruptedResponse(["0123"], whole),
    objectResponse(["345678"], { "content-range": "bytes 4-9/10" }, 206),
  );
  await rejectsWith(time.until(download(environment, "a")), "ChecksumMismatch");
});

test("an object of equal parts is verified by its composite checksum", async () => {
  const { environment, responses, requests } = verifying();
  const value = compositeOf("hello ", "world,", "bye");
  responses.push(
    objectResponse(["hello wo", "rld,bye"], { "x-amz-checksum-sha256": value }),
    part("hello "),
  );
  const { verified } = await download(environment, "a");
  assert.equal(verified, "SHA256");
  assert.match(requests[1]?.method ?? "", /HEAD/);
});

test("an object of one part needs no request for the part size", async () => {
  const { environment, responses, requests } = verifying();
  responses.push(objectResponse(["hello"], { "x-amz-checksum-sha256": compositeOf("hello") }));
  assert.equal((await download(environment, "a")).verified, "SHA256");
  assert.equal(requests.length, 1);
});

test("a changed byte in an object of parts is detected", async () => {
  const { environment, responses } = verifying();
  const value = compositeOf("hello ", "world,", "bye");
  const changed = objectResponse(["hello wo", "rld;bye"], { "x-amz-checksum-sha256": value });
  responses.push(changed, part("hello "), part("world,"));
  await rejectsWith(download(environment, "a"), "ChecksumMismatch");
});

test("an object of unequal parts is not verified, and not a mismatch", async () => {
  const { environment, responses } = verifying();
  const value = compositeOf("hello ", "wo", "rld,bye");
  const whole = objectResponse(["hello world,bye"], { "x-amz-checksum-sha256": value });
  responses.push(whole, part("hello "), part("wo"));
  const { verified, blob } = await download(environment, "a");
  assert.equal(verified, undefined);
  assert.equal(await blob?.text(), "hello world,bye");
});

test("an object whose part size is unknown is not verified", async () => {
  const { environment, responses } = verifying();
  const value = compositeOf("hello ", "world");
  responses.push(
    objectResponse(["hello world"], { "x-amz-checksum-sha256": value }),
    errorResponse(403, "AccessDenied"),
  );
  assert.equal((await download(environment, "a")).verified, undefined);
});

test("a service that ignores the query is asked by the header, and then always by the header", async () => {
  const service = verifying({ origin: ORIGIN });
  const { environment, responses } = service;
  responses.push(helloByHeader);
  const places = ["GET query", "HEAD header"];
  for (let time = 0; time < 3; time += 1) {
    const { blob, verified, info } = await download(environment, "a");
    assert.equal(await blob?.text(), "hello");
    assert.equal(verified, "CRC32");
    assert.equal(info.checksum?.value, crcOf("hello"));
    assert.deepEqual(placesOf(service), places);
    places.push("GET header");
  }
});

test("a bucket whose objects show no checksum is asked by the header once", async () => {
  const service = verifying({ origin: ORIGIN });
  const { environment, responses } = service;
  responses.push(objectResponse(["hello"]));
  for (let time = 0; time < 3; time += 1) await download(environment, "a");
  assert.deepEqual(placesOf(service), ["GET query", "HEAD header", "GET query", "GET query"]);
  await download(environment, "a", { bucket: "logs" });
  assert.deepEqual(placesOf(service).slice(4), ["GET query", "HEAD header"]);
});

test("a bucket that has shown a checksum is never asked by the header", async () => {
  const service = verifying({ origin: ORIGIN });
  const { environment, responses } = service;
  responses.push(objectResponse(["hello"], crcHeader("hello")), objectResponse(["hello"]));
  await download(environment, "a");
  await download(environment, "b");
  await rejectsWith(download(environment, "c", { verify: true }), "ChecksumUnavailable");
  assert.deepEqual(placesOf(service), ["GET query", "GET query", "GET query"]);
});

test("with verify: true a missing checksum is always requested by the header", async () => {
  const service = verifying({ origin: ORIGIN });
  const { environment, responses } = service;
  responses.push(objectResponse(["hello"]), networkFailure(), helloByHeader);
  assert.equal((await download(environment, "a")).verified, undefined);
  assert.equal((await download(environment, "a", { verify: true })).verified, "CRC32");
  assert.deepEqual(placesOf(service), ["GET query", "HEAD header", "GET query", "HEAD header"]);
});

test("if CORS forbids the header, the download succeeds without a checksum", async () => {
  const { environment, responses } = verifying({ origin: ORIGIN });
  responses.push(objectResponse(["hello"]), networkFailure());
  const { blob, verified } = await download(environment, "a");
  assert.equal(await blob?.text(), "hello");
  assert.equal(verified, undefined);
});

test("the checksum of an object that replaced the downloaded one is not compared", async () => {
  const { environment, responses } = verifying();
  const replaced = { "content-length": "5", etag: '"e2"', ...crcHeader("world") };
  responses.push(objectResponse(["hello"]), () => new Response(null, { headers: replaced }));
  assert.equal((await download(environment, "a")).verified, undefined);
});

test("an abort while the checksum is requested by the header rejects the download", async () => {
  const { environment, responses } = verifying();
  const controller = new AbortController();
  responses.push(objectResponse(["hello"]), () => {
    controller.abort();
    return new Promise(() => {});
  });
  await assert.rejects(download(environment, "a", { signal: controller.signal }), {
    name: "AbortError",
  });
});

test("a network failure does not drop the verification", async () => {
  const { environment, responses, time } = verifying({ origin: ORIGIN });
  responses.push(networkFailure(), objectResponse(["hello"], crcHeader("hello")));
  assert.equal((await time.until(download(environment, "a"))).verified, "CRC32");
});

test("a service that does not implement the request for checksums gets one without it", async () => {
  const service = verifying();
  const { environment, responses } = service;
  responses.push(errorResponse(501, "NotImplemented"), objectResponse(["hello"]));
  assert.equal(await (await download(environment, "a")).blob?.text(), "hello");
  assert.deepEqual(placesOf(service).slice(0, 2), ["GET query", "GET"]);
});

test("an engine without SIMD requests no checksum, and fails with verify: true", async () => {
  const { environment, responses, signed } = verifying();
  environment.checksums = { ...wasmChecksums, available: () => false };
  responses.push(objectResponse(["hello"], crcHeader("hello")));
  assert.equal((await download(environment, "a")).verified, undefined);
  assert.equal(signed[0]?.headers ?? signed[0]?.query, undefined);
  await rejectsWith(download(environment, "a", { verify: true }), "ChecksumUnavailable");
});

test("an engine without SIMD rejects an upload with the option checksum", async () => {
  const { environment } = verifying();
  environment.checksums = { ...wasmChecksums, available: () => false };
  const sending = upload(environment, "hello", { key: "a", checksum: "CRC32" });
  await assert.rejects(
    sending,
    (error) => error instanceof PresignError && error.field === "checksum",
  );
});

test("an unknown checksum algorithm is an error that names the option", async () => {
  const { environment } = verifying();
  const sending = upload(environment, "hello", { key: "a", checksum: "MD5" as "SHA1" });
  await assert.rejects(
    sending,
    (error) => error instanceof PresignError && error.field === "checksum",
  );
});

test("head returns the checksum if it is requested", async () => {
  const { environment, responses, signed } = verifying();
  responses.push(
    () => new Response(null, { headers: { "content-length": "5", ...crcHeader("hello") } }),
  );
  const { checksum } = await head(environment, "a", { checksum: true });
  assert.deepEqual(checksum, { algorithm: "CRC32", value: crcOf("hello") });
  assert.deepEqual([signed[0]?.query, signed[0]?.headers], [MODE, undefined]);
});

test("head requests a checksum by the header if the service ignores the query", async () => {
  const service = verifying();
  service.responses.push(helloByHeader);
  for (let time = 0; time < 2; time += 1) {
    const { checksum } = await head(service.environment, "a", { checksum: true });
    assert.equal(checksum?.algorithm, "CRC32");
  }
  assert.deepEqual(placesOf(service), ["HEAD query", "HEAD header", "HEAD header"]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { wasmChecksums } from "../../../js/checksum/wasm-checksums.ts";
import { download } from "../../../js/download/download.ts";
import { TransferError } from "../../../js/errors.ts";
import type { Progress } from "../../../js/types.ts";
import {
  fakeService,
  interruptedResponse,
  objectResponse,
  type Responder,
  stalledResponse,
} from "../support/fake-service.ts";
import { settled } from "../support/time.ts";

const WHOLE = { "content-length": "10", etag: '"e1"' };
/** CRC64NVME of "0123456789". */
const CHECKSUM = { "x-amz-checksum-crc64nvme": crcOf("0123456789") };

function crcOf(text: string): string {
  const running = wasmChecksums.start("CRC64NVME");
  running?.update(new TextEncoder().encode(text));
  return Buffer.from(running?.digest() ?? []).toString("base64");
}

/** Returns a service on a line that is known to be fast, and the number of bodies that were received in one piece. */
function fastService(options: Parameters<typeof fakeService>[0] = {}) {
  const service = fakeService(options);
  service.environment.checksums = wasmChecksums;
  service.environment.bucketMemory.downloadSpeed = 1e9;
  const { fetch } = service.environment;
  let pieces = 0;
  service.environment.fetch = async (input, init) => {
    const response = await fetch(input, init);
    const blob = response.blob.bind(response);
    response.blob = () => {
      pieces += 1;
      return blob();
    };
    return response;
  };
  return Object.assign(service, { pieces: () => pieces });
}

/** Responds with 128 KiB in two chunks, 1 ms after each other. */
function timedBody({ time }: ReturnType<typeof fakeService>): Responder {
  let chunks = 0;
  const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    chunks += 1;
    time.instant += 1;
    if (chunks > 2) controller.close();
    else controller.enqueue(new Uint8Array(65_536));
  };
  const headers = { "content-length": "131072" };
  return () => new Response(new ReadableStream({ pull }, { highWaterMark: 0 }), { headers });
}

test("an object is received in one piece if the line is known to be fast, and verified", async () => {
  const service = fastService();
  const type = { "content-type": "text/x-a; charset=utf-8" };
  service.responses.push(objectResponse(["01234", "56789"], { ...WHOLE, ...CHECKSUM, ...type }));
  const seen: Progress[] = [];
  const { blob, verified, info } = await download(service.environment, "a", {
    onProgress: (progress) => seen.push(progress),
  });
  assert.deepEqual(
    [await blob?.text(), verified, service.pieces()],
    ["0123456789", "CRC64NVME", 1],
  );
  assert.deepEqual([blob?.type, info.size], ["text/x-a; charset=utf-8", 10]);
  assert.deepEqual(
    seen.map(({ phase, loaded }) => [phase, loaded]),
    [
      ["signing", 0],
      ["transfer", 0],
      ["transfer", 9],
      ["verifying", 9],
      ["done", 10],
    ],
  );
});

test("a wrong byte of an object in one piece fails with ChecksumMismatch", async () => {
  const service = fastService();
  service.responses.push(objectResponse(["0123456780"], { ...WHOLE, ...CHECKSUM }));
  const isMismatch = (error: unknown) =>
    error instanceof TransferError && error.code === "ChecksumMismatch";
  await assert.rejects(download(service.environment, "a"), isMismatch);
  assert.equal(service.requests.length, 1);
});

test("the first object is received in chunks, which show the speed of the line", async () => {
  const service = fastService();
  const { bucketMemory } = service.environment;
  bucketMemory.downloadSpeed = 0;
  service.responses.push(timedBody(service), objectResponse(["0123456789"], WHOLE));
  await download(service.environment, "a", { verify: false });
  assert.equal(service.pieces(), 0);
  assert.ok(bucketMemory.downloadSpeed > 1_000_000);
  await download(service.environment, "b", { verify: false });
  assert.equal(service.pieces(), 1);
});

test("an object that takes longer than 2 seconds is received in chunks", async () => {
  const service = fastService();
  service.environment.bucketMemory.downloadSpeed = 4;
  service.responses.push(objectResponse(["0123456789"], WHOLE));
  const { blob } = await download(service.environment, "a", { verify: false });
  assert.deepEqual([await blob?.text(), service.pieces()], ["0123456789", 0]);
});

test("a range, a stream and a body of unknown size are received in chunks", async () => {
  const service = fastService();
  const { environment, responses } = service;
  responses.push(
    objectResponse(["456"], { "content-range": "bytes 4-6/10" }, 206),
    objectResponse(["0123456789"], WHOLE),
    objectResponse(["0123456789"], { "content-encoding": "gzip", "content-length": "10" }),
  );
  await download(environment, "a", { range: { start: 4, end: 6 } });
  const { stream } = await download(environment, "a", { to: "stream", verify: false });
  await new Response(stream).text();
  await download(environment, "a", { verify: false });
  assert.equal(service.pieces(), 0);
});

for (const [what, broken] of [
  ["is interrupted", interruptedResponse(["0123"], WHOLE)],
  ["is shorter than announced", objectResponse(["0123"], WHOLE)],
  ["is longer than announced", objectResponse(["0123456789ab"], WHOLE)],
] as const) {
  test(`an object in one piece that ${what} is received again in chunks, also without retries`, async () => {
    const service = fastService({ retry: { attempts: 1 } });
    service.responses.push(broken, objectResponse(["01234", "56789"], { ...WHOLE, ...CHECKSUM }));
    const { blob, verified } = await download(service.environment, "a");
    assert.deepEqual([await blob?.text(), verified], ["0123456789", "CRC64NVME"]);
    assert.equal(service.pieces(), 1);
    assert.equal(service.requests[1]?.headers.get("range"), null);
  });
}

test("a body that is always longer than announced fails with UnreadableReply", async () => {
  const service = fastService();
  service.responses.push(objectResponse(["0123456789ab"], WHOLE));
  await assert.rejects(download(service.environment, "a"), { code: "UnreadableReply" });
});

test("a body whose encoding CORS hides is complete in one piece", async () => {
  const service = fastService({ origin: "https://page.example" });
  service.responses.push(objectResponse(["a longer text than was stored"], WHOLE));
  const { blob } = await download(service.environment, "a", { verify: false });
  assert.deepEqual([blob?.size, service.pieces(), service.requests.length], [29, 1, 1]);
});

test("an object in one piece that is not there after 5 seconds is received in chunks", async () => {
  const service = fastService();
  const { environment, responses, time } = service;
  responses.push(stalledResponse(["0123"], WHOLE), objectResponse(["0123456789"], WHOLE));
  const transfer = download(environment, "a", { verify: false });
  await settled();
  await time.pass(4_999);
  assert.equal(service.requests.length, 1);
  await time.pass(1);
  const { blob } = await transfer;
  assert.equal(await blob?.text(), "0123456789");
  assert.equal(transfer.progress.attempt, 2);
  assert.equal(environment.bucketMemory.downloadSpeed, 0);
});

test("an abort ends an object in one piece at once", async () => {
  const service = fastService();
  service.responses.push(stalledResponse(["0123"], WHOLE));
  const transfer = download(service.environment, "a", { verify: false });
  await settled();
  assert.equal(service.pieces(), 1);
  transfer.abort();
  await assert.rejects(transfer, { name: "AbortError" });
  await settled();
  assert.equal(service.requests[0]?.signal.aborted, true);
  assert.equal(service.requests.length, 1);
});

test("a pause cancels an object in one piece, and resume receives it in chunks", async () => {
  const service = fastService();
  service.responses.push(stalledResponse(["0123"], WHOLE), objectResponse(["0123456789"], WHOLE));
  const transfer = download(service.environment, "a", { verify: false });
  await settled();
  transfer.pause();
  await settled();
  assert.equal(service.requests.length, 1);
  transfer.resume();
  assert.equal(await (await transfer).blob?.text(), "0123456789");
});

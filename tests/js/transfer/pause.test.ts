import assert from "node:assert/strict";
import { test } from "node:test";
import { download } from "../../../js/download/download.ts";
import { upload } from "../../../js/upload/upload.ts";
import {
  errorResponse,
  fakeService,
  objectResponse,
  stalledResponse,
} from "../support/fake-service.ts";
import { settled } from "../support/time.ts";

const WHOLE = { "content-length": "10", etag: '"e1"' };

async function runTurns(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await settled();
}

test("a paused download frees its connection, and continues at its byte after resume", async () => {
  const { environment, responses, requests, time } = fakeService();
  responses.push(
    stalledResponse(["0123"], WHOLE),
    objectResponse(["456789"], { "content-range": "bytes 4-9/10" }, 206),
  );
  const transfer = download(environment, "a");
  await runTurns();
  transfer.pause();
  assert.equal(transfer.state, "paused");
  assert.equal(requests[0]?.signal.aborted, true);
  await time.pass(3_600_000);
  assert.deepEqual([requests.length, transfer.progress.loaded], [1, 4]);
  transfer.resume();
  assert.equal(transfer.state, "running");
  const { blob } = await transfer;
  assert.equal(await blob?.text(), "0123456789");
  assert.equal(requests[1]?.headers.get("range"), "bytes=4-");
});

test("a pause between the last byte and the end of the body sends no further request", async () => {
  const { environment, responses, requests } = fakeService();
  responses.push(stalledResponse(["0123456789"], WHOLE), errorResponse(416, "InvalidRange"));
  const transfer = download(environment, "a");
  await runTurns();
  transfer.pause();
  transfer.resume();
  assert.equal(await (await transfer).blob?.text(), "0123456789");
  assert.equal(requests.length, 1);
});

test("a pause does not count as a failed attempt", async () => {
  const { environment, responses } = fakeService({ retry: { attempts: 1 } });
  responses.push(() => new Promise(() => {}), objectResponse(["x"]));
  const transfer = download(environment, "a");
  await runTurns();
  transfer.pause();
  transfer.resume();
  assert.equal((await transfer).blob?.size, 1);
});

test("a download that is paused at once sends nothing until resume", async () => {
  const { environment, responses, signed } = fakeService();
  responses.push(objectResponse(["x"]));
  const transfer = download(environment, "a");
  transfer.pause();
  await runTurns();
  const before = signed.length;
  await runTurns();
  assert.equal(signed.length, before);
  transfer.resume();
  await transfer;
});

test("a pause delays a retry", async () => {
  const { environment, responses, requests, time } = fakeService();
  responses.push(errorResponse(500, "InternalError"), objectResponse(["x"]));
  const transfer = download(environment, "a");
  await runTurns();
  transfer.pause();
  await time.pass(60_000);
  assert.equal(requests.length, 1);
  transfer.resume();
  await transfer;
});

test("an abort ends a paused transfer", async () => {
  const { environment, responses } = fakeService();
  responses.push(stalledResponse(["0123"], WHOLE));
  const transfer = download(environment, "a");
  await runTurns();
  transfer.pause();
  transfer.abort();
  await assert.rejects(transfer, { name: "AbortError" });
  assert.equal(transfer.state, "aborted");
});

test("pausing or resuming twice has the effect of once", async () => {
  const { environment, responses } = fakeService();
  responses.push(
    stalledResponse(["0123"], WHOLE),
    objectResponse(["456789"], { "content-range": "bytes 4-9/10" }, 206),
  );
  const transfer = download(environment, "a");
  await runTurns();
  transfer.pause();
  transfer.pause();
  transfer.resume();
  transfer.resume();
  assert.equal((await transfer).blob?.size, 10);
});

test("an upload in one request starts again after resume", async () => {
  const { environment, xhrs } = fakeService({ xhr: true });
  const transfer = upload(environment, "x".repeat(100), { key: "a", via: "put" });
  await settled();
  xhrs[0]?.sent(60, 100);
  transfer.pause();
  assert.equal(xhrs[0]?.aborted, true);
  transfer.resume();
  await runTurns();
  assert.equal(transfer.progress.loaded, 0);
  xhrs[1]?.respond(200);
  await transfer;
});

test("a paused stream delivers its next bytes after resume", async () => {
  const { environment, responses } = fakeService();
  responses.push(
    objectResponse(["0123", "4567", "89"], WHOLE),
    objectResponse(["456789"], { "content-range": "bytes 4-9/10" }, 206),
  );
  const transfer = download(environment, "a", { to: "stream" });
  const { stream } = await transfer;
  const reader = (stream as ReadableStream<Uint8Array>).getReader();
  await reader.read();
  transfer.pause();
  const next = reader.read();
  await runTurns();
  assert.equal(transfer.state, "paused");
  transfer.resume();
  assert.equal(new TextDecoder().decode((await next).value), "456789");
});

const GZIP = { ...WHOLE, "content-encoding": "gzip" };

test("a paused Blob download that cannot be resumed starts again", async () => {
  const { environment, responses, requests } = fakeService();
  responses.push(stalledResponse(["unpa"], GZIP), objectResponse(["unpacked"], GZIP));
  const transfer = download(environment, "a");
  await runTurns();
  transfer.pause();
  await runTurns();
  assert.deepEqual([transfer.state, requests.length], ["paused", 1]);
  transfer.resume();
  assert.equal(await (await transfer).blob?.text(), "unpacked");
  assert.equal(requests[1]?.headers.has("range"), false);
});

for (const [what, headers, hint] of [
  ["a compressed body", GZIP, /compressed/],
  ["no validators", { "content-length": "10" }, /ETag/],
] as const) {
  test(`a paused stream of ${what} fails at once with an error that says why`, async () => {
    const { environment, responses, requests } = fakeService();
    responses.push(stalledResponse(["0123"], headers));
    const transfer = download(environment, "a", { to: "stream" });
    const { stream } = await transfer;
    const text = new Response(stream).text();
    await runTurns();
    transfer.pause();
    await assert.rejects(text, { name: "TransferError", code: "Interrupted", hint });
    assert.deepEqual([transfer.state, requests.length], ["failed", 1]);
  });
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { currentHost } from "../../../js/http/host.ts";
import { upload } from "../../../js/upload/upload.ts";
import { type FakeService, fakeService, type SeenRequest } from "../support/fake-service.ts";
import { settled } from "../support/time.ts";

/** Larger than one chunk of a Blob's stream. */
const BODY = new Blob([Uint8Array.from({ length: 1_000_000 }, (_, index) => index % 251)]);

/** A service reached by a fetch like Node's, which accepts a stream with a Content-Length. */
function node(): FakeService {
  const service = fakeService();
  service.environment.streamsUploads = true;
  return service;
}

function streamIn({ body }: SeenRequest): ReadableStreamDefaultReader<Uint8Array> {
  assert.ok(body instanceof ReadableStream);
  return body.getReader();
}

async function drain(request: SeenRequest): Promise<Uint8Array[]> {
  const reader = streamIn(request);
  const chunks: Uint8Array[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return chunks;
    chunks.push(value);
  }
}

async function runTurns(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await settled();
}

test("progress counts the bytes that the network has accepted", async () => {
  const service = node();
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  service.responses.push((request) => {
    reader = streamIn(request);
    return new Promise(() => {});
  });
  const transfer = upload(service.environment, BODY, { key: "a", via: "put" });
  await runTurns();
  assert.equal(transfer.progress.loaded, 0);
  const first = (await reader?.read())?.value?.length;
  assert.equal(transfer.progress.loaded, first);
  const second = (await reader?.read())?.value?.length;
  assert.equal(transfer.progress.loaded, (first ?? 0) + (second ?? 0));
  transfer.abort();
  await assert.rejects(transfer, { name: "AbortError" });
});

test("an upload that stalls is cancelled and sent again from its first byte", async () => {
  const service = node();
  service.responses.push(async (request) => {
    await streamIn(request).read();
    return new Promise(() => {});
  });
  let sent = 0;
  service.responses.push(async (request) => {
    for (const chunk of await drain(request)) sent += chunk.length;
    return new Response(null, { headers: { etag: '"e1"' } });
  });
  const transfer = upload(service.environment, BODY, { key: "a", via: "put" });
  await service.time.pass(29_999);
  assert.equal(service.requests.length, 1);
  assert.equal((await service.time.until(transfer)).etag, '"e1"');
  assert.deepEqual([sent, transfer.progress.attempt], [BODY.size, 2]);
});

test("the stall timeout is longer after the last byte was sent", async () => {
  const service = node();
  service.responses.push(async (request) => {
    await drain(request);
    return new Promise(() => {});
  });
  const transfer = upload(service.environment, BODY, { key: "a", via: "put" });
  transfer.catch(() => {});
  await service.time.pass(119_999);
  assert.equal(service.requests.length, 1);
  await service.time.pass(20_000);
  assert.equal(service.requests.length, 2);
  transfer.abort();
});

test("a stream is sent with its length, and follows no redirect", async () => {
  const service = node();
  service.responses.push(async (request) => {
    const length = (await drain(request)).reduce((sum, chunk) => sum + chunk.length, 0);
    assert.equal(request.headers.get("content-length"), String(length));
    assert.equal(request.init.redirect, "manual");
    return new Response();
  });
  await upload(service.environment, BODY, { key: "a", via: "put" });
});

test("a streamed form is parsed as the same form", async () => {
  const service = node();
  const bytes = new Uint8Array([0, 13, 10, 45, 45, 255]);
  const file = new File([bytes], 'a "quoted"\r\nname.bin', { type: "image/png" });
  let form = new FormData();
  service.responses.push(async (request) => {
    const chunks = (await drain(request)) as Uint8Array<ArrayBuffer>[];
    const type = request.headers.get("content-type") ?? "";
    const body = new Blob(chunks);
    assert.equal(request.headers.get("content-length"), String(body.size));
    form = await new Response(body, { headers: { "content-type": type } }).formData();
    return new Response();
  });
  await upload(service.environment, file, { key: "ä/b", via: "post", metadata: { a: "b c" } });
  const { file: sent, ...fields } = Object.fromEntries(form) as Record<string, FormDataEntryValue>;
  assert.deepEqual(fields, {
    key: "ä/b",
    success_action_status: "201",
    "Content-Type": "image/png",
    "x-amz-meta-a": "b c",
    "x-amz-signature": "5ecre75ecre7",
  });
  const { name, type } = sent as File;
  assert.deepEqual([name, type], ['a "quoted"\r\nname.bin', "image/png"]);
  assert.deepEqual(new Uint8Array(await (sent as File).arrayBuffer()), bytes);
});

test("a fetch without progress may take as long as the slowest connection", async () => {
  const service = fakeService();
  service.responses.push(() => new Promise(() => {}));
  const transfer = upload(service.environment, BODY, { key: "a", via: "put" });
  transfer.catch(() => {});
  const stallTimeout = 120_000 + (BODY.size / 4_096) * 1_000;
  await service.time.pass(stallTimeout - 1);
  assert.equal(service.requests.length, 1);
  await service.time.pass(20_000);
  assert.equal(service.requests.length, 2);
  transfer.abort();
});

test("with a fetch of the page's own, uploads use it and not XMLHttpRequest", (t) => {
  const scope = globalThis as { XMLHttpRequest?: unknown };
  t.after(() => {
    delete scope.XMLHttpRequest;
  });
  scope.XMLHttpRequest = class {};
  const own: typeof fetch = async () => new Response();
  const { fetch, XMLHttpRequest, streamsUploads } = currentHost(own);
  assert.deepEqual([fetch, XMLHttpRequest, streamsUploads], [own, undefined, undefined]);
  assert.equal(currentHost().XMLHttpRequest, scope.XMLHttpRequest);
});

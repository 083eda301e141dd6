import assert from "node:assert/strict";
import { test } from "node:test";
import { PresignError } from "../../../js/errors.ts";
import type { Progress } from "../../../js/types.ts";
import { upload } from "../../../js/upload/upload.ts";
import { BUCKET, type FakeService, fakeService } from "../support/fake-service.ts";
import type { FakeXhr } from "../support/fake-xhr.ts";
import { settled } from "../support/time.ts";

const STORED = `<?xml version="1.0" encoding="UTF-8"?>
<PostResponse><Location>https://photos.example/a%20b.txt</Location><Bucket>photos</Bucket><Key>a b.txt</Key><ETag>&quot;e5&quot;</ETag></PostResponse>`;

/** Returns the latest request of an upload. */
async function sent({ xhrs }: FakeService): Promise<FakeXhr> {
  await settled();
  const xhr = xhrs.at(-1);
  assert.ok(xhr);
  return xhr;
}

test("the policy allows only this key, this size and this content type", async () => {
  const service = fakeService({ xhr: true });
  const body = new Blob(["hello"], { type: "text/css" });
  const transfer = upload(service.environment, body, { key: "a b.txt" });
  (await sent(service)).respond(201, {}, STORED);
  await transfer;
  assert.deepEqual(service.forms, [
    {
      bucket: BUCKET,
      key: "a b.txt",
      fields: { success_action_status: "201", "Content-Type": "text/css" },
      minSize: 5,
      maxSize: 5,
      conditions: [],
    },
  ]);
});

test("the result is from the response's document", async () => {
  const service = fakeService({ xhr: true });
  const transfer = upload(service.environment, "hello", { key: "a b.txt" });
  (await sent(service)).respond(201, { "x-amz-version-id": "v9" }, STORED);
  assert.deepEqual(await transfer, {
    bucket: BUCKET,
    key: "a b.txt",
    etag: '"e5"',
    versionId: "v9",
    location: "https://photos.example/a%20b.txt",
    via: "post",
  });
});

test("without a document, the result is from the headers and the unsigned address", async () => {
  const service = fakeService({ xhr: true });
  const transfer = upload(service.environment, "hello", { key: "ä/b c" });
  (await sent(service)).respond(204, { etag: '"e6"' });
  assert.deepEqual(await transfer, {
    bucket: BUCKET,
    key: "ä/b c",
    etag: '"e6"',
    location: "https://photos.example/%C3%A4/b%20c",
    via: "post",
  });
});

test("a document with an empty location and ETag is completed from the headers", async () => {
  const service = fakeService({ xhr: true });
  const transfer = upload(service.environment, "hello", { key: "a b.txt" });
  const empty = STORED.replace(/(<Location>).*(<\/Location>)/, "$1$2");
  (await sent(service)).respond(201, {}, empty);
  assert.equal((await transfer).location, "https://photos.example/a%20b.txt");
});

test("progress counts the file's bytes and not the form around them", async () => {
  const service = fakeService({ xhr: true });
  const seen: Progress[] = [];
  const size = 2 ** 20;
  const transfer = upload(service.environment, new Uint8Array(size), {
    key: "a",
    onProgress: (progress) => seen.push(progress),
  });
  const xhr = await sent(service);
  for (const bytes of [300, 700, size + 500]) {
    service.time.instant += 100;
    xhr.sent(bytes, size + 500);
  }
  await settled();
  assert.equal(transfer.state, "running");
  xhr.respond(201, {}, STORED);
  await transfer;
  assert.deepEqual(
    seen.map(({ loaded, total, phase }) => [phase, loaded, total]),
    [
      ["signing", 0, size],
      ["transfer", 0, size],
      ["transfer", 0, size],
      ["transfer", 200, size],
      ["transfer", size - 1, size],
      ["done", size, size],
    ],
  );
});

test("a form below 1 MiB has no upload listeners, which would need a preflight", async () => {
  for (const [size, expected] of [
    [10_000, false],
    [2 ** 20, true],
  ] as const) {
    const service = fakeService({ xhr: true });
    const transfer = upload(service.environment, new Uint8Array(size), { key: "a" });
    const xhr = await sent(service);
    assert.equal(xhr.hasUploadListeners, expected);
    xhr.respond(201, {}, STORED);
    await transfer;
  }
});

test("progress of a small form jumps from 0 to its size", async () => {
  const service = fakeService({ xhr: true });
  const seen: Progress[] = [];
  const onProgress = (progress: Progress) => seen.push(progress);
  const transfer = upload(service.environment, "hello", { key: "a", onProgress });
  (await sent(service)).respond(201, {}, STORED);
  await transfer;
  assert.deepEqual(
    seen.map(({ loaded, phase }) => [phase, loaded]),
    [
      ["signing", 0],
      ["transfer", 0],
      ["done", 5],
    ],
  );
});

test("a small form that stalls is sent again after the time that the slowest connection takes", async () => {
  const service = fakeService({ xhr: true });
  const transfer = upload(service.environment, new Uint8Array(409_600), { key: "a" });
  const xhr = await sent(service);
  let size = 0;
  for (const value of (xhr.body as FormData).values())
    size += typeof value === "string" ? value.length : value.size;
  await service.time.pass(120_000 + (size / 4_096) * 1_000 - 1);
  assert.equal(xhr.aborted, false);
  await service.time.pass(2_000);
  assert.equal(xhr.aborted, true);
  (await sent(service)).respond(201, {}, STORED);
  await transfer;
  assert.equal(service.xhrs.length, 2);
});

test("an abort cancels the request, and the upload rejects at once", async () => {
  const service = fakeService({ xhr: true });
  const transfer = upload(service.environment, "hello", { key: "a" });
  const xhr = await sent(service);
  transfer.abort();
  await assert.rejects(transfer, { name: "AbortError" });
  assert.equal(xhr.aborted, true);
});

test("metadata and storable headers become fields of the form", async () => {
  const service = fakeService({ xhr: true });
  upload(service.environment, "hello", {
    key: "a",
    contentType: "image/png",
    metadata: { Author: "Zoë" },
    headers: { "cache-control": "no-cache", "X-Amz-Acl": "public-read" },
  });
  await sent(service);
  assert.deepEqual(service.forms[0]?.fields, {
    success_action_status: "201",
    "Content-Type": "image/png",
    "x-amz-meta-author": "=?UTF-8?B?Wm/Dqw==?=",
    "Cache-Control": "no-cache",
    acl: "public-read",
  });
});

test("a content type among the headers is the upload's content type", async () => {
  const service = fakeService({ xhr: true });
  upload(service.environment, new Blob(["x"], { type: "a/b" }), {
    key: "a",
    headers: { "Content-Type": "c/d" },
  });
  await sent(service);
  assert.equal(service.forms[0]?.fields?.["Content-Type"], "c/d");
});

test("a header without a form field is an error that names it and what to do", async () => {
  const service = fakeService({ xhr: true });
  const transfer = upload(service.environment, "hello", {
    key: "a",
    via: "post",
    headers: { "If-None-Match": "*" },
  });
  await assert.rejects(transfer, (error: PresignError) => {
    assert.ok(error instanceof PresignError);
    assert.deepEqual([error.code, error.field], ["HeaderNotInForm", "headers.if-none-match"]);
    return true;
  });
});

test("the caller's conditions are part of the policy", async () => {
  const service = fakeService({ xhr: true });
  upload(service.environment, "x", { key: "a", conditions: [["starts-with", "$x-ignore-a", ""]] });
  await sent(service);
  assert.deepEqual(service.forms[0]?.conditions, [["starts-with", "$x-ignore-a", ""]]);
});

test("the file part has a name, of the File or else of the key", async () => {
  for (const [body, name] of [
    [new File(["x"], "holiday.jpg"), "holiday.jpg"],
    [new Blob(["x"]), "c.txt"],
  ] as const) {
    const service = fakeService({ xhr: true });
    upload(service.environment, body, { key: "a/c.txt" });
    const form = (await sent(service)).body as FormData;
    assert.equal((form.get("file") as File).name, name);
  }
});

test("the policy of an empty upload allows 0 bytes only", async () => {
  const service = fakeService({ xhr: true });
  upload(service.environment, "", { key: "a" });
  await sent(service);
  assert.deepEqual([service.forms[0]?.minSize, service.forms[0]?.maxSize], [0, 0]);
});

test("only the bytes of a view are sent", async () => {
  const service = fakeService({ xhr: true });
  const { buffer } = new TextEncoder().encode("abcdef");
  upload(service.environment, new Uint8Array(buffer, 2, 3), { key: "a" });
  const form = (await sent(service)).body as FormData;
  assert.equal(await (form.get("file") as File).text(), "cde");
});

test("bytes changed after the call are not sent", async () => {
  const service = fakeService({ xhr: true });
  const bytes = new TextEncoder().encode("before");
  upload(service.environment, bytes, { key: "a" });
  bytes.fill(0);
  const form = (await sent(service)).body as FormData;
  assert.equal(await (form.get("file") as File).text(), "before");
});

test("without XMLHttpRequest the form is sent by fetch, and progress stays at 0 until it is done", async () => {
  const service = fakeService();
  service.responses.push(() => new Response(STORED, { status: 201 }));
  const loaded: number[] = [];
  const result = await upload(service.environment, "hello", {
    key: "a b.txt",
    onProgress: (progress) => loaded.push(progress.loaded),
  });
  assert.equal(result.etag, '"e5"');
  assert.deepEqual(loaded, [0, 0, 5]);
  assert.ok(service.requests[0]?.body instanceof FormData);
});

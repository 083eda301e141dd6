import assert from "node:assert/strict";
import { test } from "node:test";
import { download } from "../../../js/download/download.ts";
import { ServiceError } from "../../../js/errors.ts";
import type { Progress } from "../../../js/types.ts";
import { BUCKET, errorResponse, fakeService, objectResponse } from "../support/fake-service.ts";
import { settled } from "../support/time.ts";

const HEADERS = {
  etag: '"abc"',
  "content-type": "text/plain",
  "last-modified": "Fri, 02 Jan 2026 03:04:05 GMT",
  "x-amz-version-id": "v7",
  "x-amz-meta-author": "=?UTF-8?B?Wm/Dqw==?=",
};

function memory() {
  const chunks: string[] = [];
  const log: string[] = [];
  const writable = new WritableStream<Uint8Array>({
    write: (chunk) => {
      chunks.push(new TextDecoder().decode(chunk));
    },
    close: () => {
      log.push("closed");
    },
    abort: () => {
      log.push("aborted");
    },
  });
  return { chunks, log, writable };
}

test("a download is a Blob of the object's type by default", async () => {
  const { environment, responses } = fakeService();
  responses.push(objectResponse(["hello ", "world"], HEADERS));
  const { blob } = await download(environment, "a.txt");
  assert.equal(await blob?.text(), "hello world");
  assert.equal(blob?.type, "text/plain");
});

test("the headers of the response become `info`", async () => {
  const { environment, responses } = fakeService();
  responses.push(objectResponse(["hello"], HEADERS));
  const { info } = await download(environment, "a.txt");
  assert.deepEqual(info, {
    bucket: BUCKET,
    key: "a.txt",
    size: 5,
    etag: '"abc"',
    contentType: "text/plain",
    lastModified: new Date("2026-01-02T03:04:05Z"),
    versionId: "v7",
    metadata: { author: "Zoë" },
  });
});

test("the key, bucket and version are signed unchanged", async () => {
  const { environment, responses, signed } = fakeService();
  responses.push(objectResponse(["x"]));
  await download(environment, "/ä b//c", { bucket: "other", versionId: "v1" });
  assert.deepEqual(signed, [
    { bucket: "other", key: "/ä b//c", method: "GET", query: { versionId: "v1" } },
  ]);
});

test("a request sends no cookies and is not cached", async () => {
  const { environment, responses, requests } = fakeService();
  responses.push(objectResponse(["x"]));
  await download(environment, "a");
  const { credentials, cache } = requests[0]?.init ?? {};
  assert.deepEqual({ credentials, cache }, { credentials: "omit", cache: "no-store" });
});

test("progress counts the object's bytes up to the total, and ends with done", async () => {
  const { environment, responses, time } = fakeService();
  const tick = objectResponse(["aaaa", "bbbb", "cc"]);
  responses.push(tick);
  const seen: Progress[] = [];
  const to = new WritableStream<Uint8Array>({
    write: () => {
      time.instant += 100;
    },
  });
  await download(environment, "a", { to, onProgress: (progress) => seen.push(progress) });
  assert.deepEqual(
    seen.map(({ loaded, total, phase }) => [phase, loaded, total]),
    [
      ["signing", 0, undefined],
      ["transfer", 0, 10],
      ["transfer", 4, 10],
      ["transfer", 8, 10],
      ["transfer", 9, 10],
      ["done", 10, 10],
    ],
  );
});

test("a compressed body has no total, and its size is the stored one", async () => {
  const { environment, responses } = fakeService();
  responses.push(
    objectResponse(["much longer once unpacked"], {
      "content-encoding": "gzip",
      "content-length": "9",
    }),
  );
  const totals = new Set<number | undefined>();
  const { blob, info } = await download(environment, "a", {
    onProgress: ({ total }) => totals.add(total),
  });
  assert.deepEqual([...totals], [undefined]);
  assert.equal(info.size, 9);
  assert.equal(await blob?.text(), "much longer once unpacked");
});

test("a body whose encoding CORS hides is complete although it is longer than announced", async () => {
  const { environment, responses } = fakeService({ origin: "https://page.example" });
  responses.push(objectResponse(["unpacked ", "in secret"], { "content-length": "4" }));
  const transfer = download(environment, "a");
  const { blob } = await transfer;
  assert.equal(await blob?.text(), "unpacked in secret");
  assert.equal(transfer.progress.total, undefined);
});

test("an empty object is an empty Blob", async () => {
  const { environment, responses } = fakeService();
  responses.push(() => new Response(null, { headers: { "content-length": "0" } }));
  const transfer = download(environment, "a");
  assert.equal((await transfer).blob?.size, 0);
  assert.deepEqual([transfer.progress.loaded, transfer.progress.total], [0, 0]);
});

test("a writable receives every byte and is closed", async () => {
  const { environment, responses } = fakeService();
  responses.push(objectResponse(["one", "two"]));
  const { chunks, log, writable } = memory();
  const result = await download(environment, "a", { to: writable });
  assert.deepEqual([chunks, log], [["one", "two"], ["closed"]]);
  assert.equal(writable.locked, false);
  assert.equal(result.blob, undefined);
});

test("a writable is aborted if the download is rejected", async () => {
  const { environment, responses } = fakeService();
  responses.push(errorResponse(403, "AccessDenied"));
  const { log, writable } = memory();
  await assert.rejects(download(environment, "a", { to: writable }), ServiceError);
  await settled();
  assert.deepEqual(log, ["aborted"]);
});

test("an error of the writable fails the download and is not retried", async () => {
  const { environment, responses, requests } = fakeService();
  responses.push(objectResponse(["one", "two"]));
  const full = new DOMException("The disk is full", "QuotaExceededError");
  const to = new WritableStream<Uint8Array>({
    write: () => {
      throw full;
    },
  });
  await assert.rejects(download(environment, "a", { to }), full);
  assert.equal(requests.length, 1);
});

test("a file is opened after the service has responded with the object", async () => {
  const { environment, responses } = fakeService();
  let opened = 0;
  const { writable } = memory();
  const file = {
    createWritable: async () => {
      opened += 1;
      return writable;
    },
  } as unknown as FileSystemFileHandle;
  responses.push(errorResponse(404, "NoSuchKey"), objectResponse(["x"]));
  await assert.rejects(download(environment, "a", { to: file }));
  assert.equal(opened, 0);
  await download(environment, "a", { to: file });
  assert.equal(opened, 1);
});

test("a stream is returned at the first response, while the transfer continues", async () => {
  const { environment, responses } = fakeService();
  responses.push(objectResponse(["one", "two"]));
  const transfer = download(environment, "a", { to: "stream" });
  const { stream } = await transfer;
  assert.equal(transfer.state, "running");
  assert.equal(await new Response(stream).text(), "onetwo");
  await settled();
  assert.equal(transfer.state, "done");
  assert.equal(transfer.progress.phase, "done");
});

test("a stream reads nothing from the network before it is read", async () => {
  const { environment, responses, time } = fakeService();
  let pulled = 0;
  responses.push(
    () =>
      new Response(
        new ReadableStream({
          pull: (controller) => {
            pulled += 1;
            controller.enqueue(new Uint8Array(1));
          },
        }),
        { headers: { "content-length": "1000" } },
      ),
  );
  const transfer = download(environment, "a", { to: "stream" });
  const { stream } = await transfer;
  await time.pass(600_000);
  // The response's own stream may have one chunk buffered.
  assert.ok(pulled <= 1);
  assert.equal(transfer.state, "running");
  await stream?.cancel();
});

test("a slow reader of a stream is not a stall", async () => {
  const { environment, responses, requests, time } = fakeService();
  responses.push(objectResponse(["one", "two"]));
  const { stream } = await download(environment, "a", { to: "stream" });
  const reader = (stream as ReadableStream<Uint8Array>).getReader();
  await reader.read();
  await time.pass(3_600_000);
  assert.equal(new TextDecoder().decode((await reader.read()).value), "two");
  assert.equal(requests.length, 1);
});

test("an abort between two reads fails the stream", async () => {
  const { environment, responses } = fakeService();
  responses.push(objectResponse(["one", "two"]));
  const transfer = download(environment, "a", { to: "stream" });
  const reader = ((await transfer).stream as ReadableStream<Uint8Array>).getReader();
  const reason = new Error("stop");
  const closed = assert.rejects(reader.closed, reason);
  transfer.abort(reason);
  await closed;
});

test("cancelling the stream aborts the transfer", async () => {
  const { environment, responses } = fakeService();
  responses.push(objectResponse(["one", "two"]));
  const transfer = download(environment, "a", { to: "stream" });
  const { stream } = await transfer;
  await stream?.cancel("seen enough");
  assert.equal(transfer.state, "aborted");
});

test("an abort fails the stream with its reason", async () => {
  const { environment, responses } = fakeService();
  responses.push(objectResponse(["one", "two"]));
  const transfer = download(environment, "a", { to: "stream" });
  const { stream } = await transfer;
  const reader = (stream as ReadableStream<Uint8Array>).getReader();
  await reader.read();
  const reason = new Error("stop");
  transfer.abort(reason);
  await assert.rejects(reader.read(), reason);
});

test("a range requests its bytes, and `size` is that of the whole object", async () => {
  const { environment, responses, requests } = fakeService();
  responses.push(objectResponse(["cde"], { "content-range": "bytes 2-4/10" }, 206));
  const transfer = download(environment, "a", { range: { start: 2, end: 4 } });
  const { blob, info } = await transfer;
  assert.equal(requests[0]?.headers.get("range"), "bytes=2-4");
  assert.equal(await blob?.text(), "cde");
  assert.equal(info.size, 10);
  assert.equal(transfer.progress.total, 3);
});

test("only the bytes of the range are delivered if the service ignores it", async () => {
  const { environment, responses } = fakeService();
  responses.push(objectResponse(["ab", "cdef", "ghij"]));
  const { blob } = await download(environment, "a", { range: { start: 3, end: 6 } });
  assert.equal(await blob?.text(), "defg");
});

test("if CORS hides Content-Range, a HEAD gets the size", async () => {
  const { environment, responses, requests } = fakeService();
  responses.push(objectResponse(["cde"], {}, 206), () => {
    return new Response(null, { headers: { "content-length": "10" } });
  });
  const { info } = await download(environment, "a", { range: { start: 2, end: 4 } });
  assert.equal(info.size, 10);
  assert.deepEqual(
    requests.map(({ method }) => method),
    ["GET", "HEAD"],
  );
});

for (const range of [{ start: -1 }, { start: 1.5 }, { start: 5, end: 4 }, { start: Number.NaN }]) {
  test(`the range ${JSON.stringify(range)} is rejected before anything is signed`, async () => {
    const { environment, signed } = fakeService();
    await assert.rejects(download(environment, "a", { range }), { code: "InvalidRange" });
    assert.equal(signed.length, 0);
  });
}

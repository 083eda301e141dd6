import assert from "node:assert/strict";
import { test } from "node:test";
import { download } from "../../../js/download/download.ts";
import { ObjectReader } from "../../../js/download/object-reader.ts";
import { Verification } from "../../../js/download/verification.ts";
import { TransferControl } from "../../../js/transfer/control.ts";
import {
  BUCKET,
  errorResponse,
  type FakeService,
  fakeService,
  interruptedResponse,
  objectResponse,
  type Responder,
} from "../support/fake-service.ts";

const WHOLE = { "content-length": "10", etag: '"e1"' };
const REST = { "content-range": "bytes 4-9/10" };
const DATE = "Fri, 02 Jan 2026 03:04:05 GMT";
const ORIGIN = "https://page.example";
const NO_ETAG = { etag: "" };

/** Like `objectResponse`, with exactly these headers. */
function bare(chunks: string[], headers: Record<string, string>, status = 200): Responder {
  return () => {
    const response = objectResponse(chunks, headers, status)({} as never) as Response;
    for (const name of [...response.headers.keys()]) {
      if (!(name in headers) || headers[name] === "") response.headers.delete(name);
    }
    return response;
  };
}

/** Downloads as a stream; returns the error, if any, and the bytes delivered before it. */
async function streamed(
  service: FakeService,
  options = {},
): Promise<{ bytes: string; code: unknown }> {
  let bytes = "";
  const work = async () => {
    const { stream } = await download(service.environment, "a", { ...options, to: "stream" });
    for await (const chunk of stream ?? []) bytes += new TextDecoder().decode(chunk);
  };
  const code = await service.time.until(
    work().then(
      () => "done",
      (error) => error.code ?? error,
    ),
  );
  return { bytes, code };
}

for (const [what, headers] of [
  ["a compressed body", { ...WHOLE, "content-encoding": "gzip" }],
  ["a weak ETag", { ...WHOLE, etag: 'W/"e1"', "last-modified": DATE }],
  ["no validator", { "content-length": "10" }],
] as const) {
  test(`a Blob download with ${what} that is always interrupted fails after its attempts`, async () => {
    const { environment, responses, requests, time } = fakeService({ retry: { attempts: 3 } });
    responses.push(interruptedResponse(["01", "234"], headers));
    await assert.rejects(time.until(download(environment, "a")), { code: "Interrupted" });
    assert.equal(requests.length, 3);
  });
}

test("a restarted download resets its count of failures only beyond the furthest byte", async () => {
  const { environment, responses, requests, time } = fakeService({ retry: { attempts: 2 } });
  const headers = { "content-length": "10" };
  responses.push(
    interruptedResponse(["01"], headers),
    interruptedResponse(["0123"], headers),
    interruptedResponse(["0"], headers),
  );
  responses.push(interruptedResponse(["0123"], headers));
  await assert.rejects(time.until(download(environment, "a")), { code: "Interrupted" });
  assert.equal(requests.length, 3);
});

test("a restart forgets a first response that announced too many bytes", async () => {
  const { environment, responses, requests, time } = fakeService({ retry: { attempts: 3 } });
  responses.push(bare(["01234"], { "content-length": "9000" }));
  responses.push(bare(["01234"], { "content-length": "5", "content-type": "text/plain" }));
  const { blob, info } = await time.until(download(environment, "a"));
  assert.deepEqual([await blob?.text(), blob?.type, info.size], ["01234", "text/plain", 5]);
  assert.equal(requests.length, 2);
});

test("a restarted download keeps its known total", async () => {
  const { environment, responses, time } = fakeService();
  responses.push(interruptedResponse(["01234"], { "content-length": "10" }));
  responses.push(bare(["0123456789"], { "content-length": "10" }));
  const totals: (number | undefined)[] = [];
  const transfer = download(environment, "a", { onProgress: ({ total }) => totals.push(total) });
  await time.until(transfer);
  assert.deepEqual([...new Set(totals)], [undefined, 10]);
});

test("a rest without the validators of the first response is not appended to a stream", async () => {
  const service = fakeService({ retry: { attempts: 3 } });
  service.responses.push(interruptedResponse(["0123"], WHOLE), bare(["xxxxxx"], REST, 206));
  assert.deepEqual(await streamed(service), { bytes: "0123", code: "Interrupted" });
  assert.equal(service.requests.length, 3);
});

test("a rest without the validators of the first response restarts a Blob download", async () => {
  const { environment, responses, requests, time } = fakeService();
  responses.push(
    interruptedResponse(["0123"], WHOLE),
    bare(["xxxxxx"], REST, 206),
    objectResponse(["0123456789"], WHOLE),
  );
  const { blob } = await time.until(download(environment, "a"));
  assert.equal(await blob?.text(), "0123456789");
  assert.equal(requests[2]?.headers.has("range"), false);
});

test("a matching Last-Modified proves the rest if CORS hides the ETag", async () => {
  const service = fakeService({ origin: ORIGIN });
  const first = { "content-length": "10", "last-modified": DATE };
  service.responses.push(
    interruptedResponse(["0123"], first),
    bare(["456789"], { "last-modified": DATE }, 206),
  );
  assert.deepEqual(await streamed(service), { bytes: "0123456789", code: "done" });
});

test("a rest without the Last-Modified of the first response is not appended", async () => {
  const service = fakeService({ origin: ORIGIN, retry: { attempts: 2 } });
  const first = { "content-length": "10", "last-modified": DATE };
  service.responses.push(interruptedResponse(["0123"], first), bare(["xxxxxx"], {}, 206));
  assert.deepEqual(await streamed(service), { bytes: "0123", code: "Interrupted" });
});

test("a Last-Modified in the second of the response proves nothing", async () => {
  const service = fakeService();
  const first = { "content-length": "10", "last-modified": DATE, date: DATE };
  service.responses.push(
    interruptedResponse(["0123"], first),
    bare(["456789"], { ...REST, ...first }, 206),
  );
  assert.deepEqual(await streamed(service), { bytes: "0123", code: "Interrupted" });
});

test("a weak ETag proves nothing, not even with a matching Last-Modified", async () => {
  const service = fakeService();
  const weak = { etag: 'W/"e1"', "last-modified": DATE };
  service.responses.push(
    interruptedResponse(["0123"], { ...WHOLE, ...weak }),
    bare(["456789"], { ...REST, ...weak }, 206),
  );
  assert.deepEqual(await streamed(service), { bytes: "0123", code: "Interrupted" });
});

test("a rest of an object of another size is not appended", async () => {
  const service = fakeService();
  service.responses.push(
    interruptedResponse(["0123"], WHOLE),
    objectResponse(["456"], { "content-range": "bytes 4-6/7" }, 206),
  );
  assert.deepEqual(await streamed(service), { bytes: "0123", code: "ObjectChanged" });
});

test("a whole object of another size is not appended if a range was requested", async () => {
  const service = fakeService();
  service.responses.push(interruptedResponse(["0123"], WHOLE), objectResponse(["0123456"]));
  assert.deepEqual(await streamed(service), { bytes: "0123", code: "ObjectChanged" });
});

test("a rest that starts before the requested byte is read from that byte", async () => {
  const service = fakeService();
  service.responses.push(
    interruptedResponse(["0123"], WHOLE),
    objectResponse(["23456789"], { "content-range": "bytes 2-9/10" }, 206),
  );
  assert.deepEqual(await streamed(service), { bytes: "0123456789", code: "done" });
});

test("a rest that starts after the requested byte is not appended", async () => {
  const service = fakeService({ retry: { attempts: 2 } });
  service.responses.push(
    interruptedResponse(["0123"], WHOLE),
    objectResponse(["6789"], { "content-range": "bytes 6-9/10" }, 206),
  );
  assert.deepEqual(await streamed(service), { bytes: "0123", code: "Interrupted" });
});

test("a rest without Content-Range is appended if it has the requested length", async () => {
  const service = fakeService();
  service.responses.push(interruptedResponse(["0123"], WHOLE), objectResponse(["456789"], {}, 206));
  assert.deepEqual(await streamed(service), { bytes: "0123456789", code: "done" });
});

test("a rest without Content-Range that exceeds the object's size is not appended", async () => {
  const service = fakeService();
  service.responses.push(
    interruptedResponse(["0123"], WHOLE),
    objectResponse(["0123456789"], {}, 206),
  );
  assert.deepEqual(await streamed(service), { bytes: "0123", code: "ObjectChanged" });
});

test("a rest of a range without Content-Range that is longer than requested is an error", async () => {
  const service = fakeService();
  service.responses.push(
    interruptedResponse(["0123"], { etag: '"e1"', "content-range": "bytes 0-5/10" }, 206),
    objectResponse(["0123456789"], {}, 206),
  );
  const range = { start: 0, end: 5 };
  assert.deepEqual(await streamed(service, { range }), { bytes: "0123", code: "UnreadableReply" });
});

test("a compressed rest of an object that was not compressed is not appended", async () => {
  const service = fakeService({ retry: { attempts: 2 } });
  service.responses.push(
    interruptedResponse(["0123"], WHOLE),
    objectResponse(["456789"], { ...REST, "content-encoding": "gzip" }, 206),
  );
  assert.deepEqual(await streamed(service), { bytes: "0123", code: "Interrupted" });
});

test("the Content-Range of a response with status 200 is obeyed", async () => {
  const service = fakeService();
  service.responses.push(objectResponse(["34"], { "content-range": "bytes 3-4/10" }));
  assert.deepEqual(await streamed(service, { range: { start: 3, end: 4 } }), {
    bytes: "34",
    code: "done",
  });
});

for (const [what, response] of [
  [
    "than Content-Range announces",
    objectResponse(
      ["0123", "45", "6789"],
      { "content-range": "bytes 0-4/20", "content-length": "" },
      206,
    ),
  ],
  [
    "than Content-Range announces, with a Content-Length",
    objectResponse(["0123456789"], { "content-range": "bytes 0-4/20" }, 206),
  ],
  [
    "than Content-Length announces",
    objectResponse(["0123", "45", "6789"], { "content-length": "5" }),
  ],
] as const) {
  test(`more bytes ${what} are an error`, async () => {
    const service = fakeService();
    service.responses.push(response);
    const { bytes, code } = await streamed(
      service,
      what.includes("Range") ? { range: { start: 0, end: 4 } } : {},
    );
    assert.equal(code, "UnreadableReply");
    assert.ok("01234".startsWith(bytes));
  });
}

test("a body without Content-Length ends at the size from a HEAD", async () => {
  const service = fakeService();
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1;
      controller.enqueue(new Uint8Array(1_000));
    },
  });
  service.responses.push(
    () => new Response(endless, { headers: { etag: '"e1"' } }),
    bare([], { "content-length": "5000", etag: '"e1"' }),
  );
  const { environment, time } = service;
  await assert.rejects(time.until(download(environment, "a")), { code: "UnreadableReply" });
  assert.ok(sent < 10);
});

test("the size from a HEAD counts only for the same ETag", async () => {
  const { environment, responses } = fakeService();
  responses.push(
    () => new Response("0123456789", { headers: { etag: '"e1"' } }),
    bare([], { "content-length": "4", etag: '"e2"' }),
  );
  assert.equal(await (await download(environment, "a")).blob?.text(), "0123456789");
});

test("a body of unknown size fails at the reader's limit", async () => {
  const { environment, responses } = fakeService();
  responses.push(objectResponse(["0123", "4567"], { "content-encoding": "gzip" }));
  const control = new TransferControl(environment);
  const reader = new ObjectReader(control, {
    bucket: BUCKET,
    key: "a",
    headers: {},
    sizeOf: async () => Number.NaN,
    limit: 6,
    verification: new Verification(environment, {
      bucket: BUCKET,
      isRange: false,
      partSizeOf: async () => 0,
      completeChecksum: async () => undefined,
    }),
  });
  await reader.read();
  await assert.rejects(reader.read(), { code: "UnreadableReply", hint: /stream/ });
});

test("a multipart/byteranges body is an error", async () => {
  const { environment, responses } = fakeService();
  const type = "multipart/byteranges; boundary=x";
  responses.push(bare(["--x\r\n", "01234"], { "content-type": type }, 206));
  const transfer = download(environment, "a", { range: { start: 0, end: 9 } });
  await assert.rejects(transfer, { code: "UnreadableReply", message: /multipart\/byteranges/ });
});

for (const [what, response] of [
  ["a range that was not requested", bare(["0123"], { "content-length": "4" }, 206)],
  ["an unreadable Content-Range", objectResponse(["0123"], { "content-range": "bytes */10" }, 206)],
  ["202", objectResponse(["accepted"], {}, 202)],
] as const) {
  test(`a response with ${what} is an error`, async () => {
    const { environment, responses, requests } = fakeService();
    responses.push(response);
    await assert.rejects(download(environment, "a"), { code: "UnreadableReply" });
    assert.equal(requests.length, 1);
  });
}

test("an object whose stored type is multipart/byteranges is downloaded", async () => {
  const { environment, responses } = fakeService();
  responses.push(objectResponse(["0123"], { "content-type": "multipart/byteranges" }));
  assert.equal((await download(environment, "a")).blob?.size, 4);
});

test("a first response without a body is requested again if the object is not empty", async () => {
  const { environment, responses, time } = fakeService();
  responses.push(
    interruptedResponse([], { "content-length": "9000" }),
    objectResponse(["0123"], NO_ETAG),
  );
  assert.equal(await (await time.until(download(environment, "a"))).blob?.text(), "0123");
});

test("an object that is deleted before the rest is requested is an error", async () => {
  const service = fakeService();
  service.responses.push(interruptedResponse(["0123"], WHOLE), errorResponse(404, "NoSuchKey"));
  assert.deepEqual(await streamed(service), { bytes: "0123", code: "NoSuchKey" });
});

test("an object that ends before the requested range is an error, not an empty success", async () => {
  const { environment, responses } = fakeService();
  responses.push(objectResponse(["0123"]));
  const transfer = download(environment, "a", { range: { start: 4 } });
  await assert.rejects(transfer, { code: "UnreadableReply" });
});

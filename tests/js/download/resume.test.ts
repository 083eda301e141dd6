import assert from "node:assert/strict";
import { test } from "node:test";
import { download } from "../../../js/download/download.ts";
import {
  errorResponse,
  fakeService,
  interruptedResponse,
  networkFailure,
  objectResponse,
  stalledResponse,
} from "../support/fake-service.ts";

const WHOLE = { "content-length": "10", etag: '"e1"' };
const REST = { "content-range": "bytes 4-9/10" };

test("an interrupted download continues at its byte, on the condition that the object is the same", async () => {
  const { environment, responses, requests, time } = fakeService();
  responses.push(interruptedResponse(["0123"], WHOLE), objectResponse(["456789"], REST, 206));
  const { blob } = await time.until(download(environment, "a"));
  assert.equal(await blob?.text(), "0123456789");
  assert.deepEqual(
    requests.map(({ headers }) => [headers.get("range"), headers.get("if-match")]),
    [
      [null, null],
      ["bytes=4-", '"e1"'],
    ],
  );
});

test("a body shorter than announced is an interruption", async () => {
  const { environment, responses, time } = fakeService();
  responses.push(objectResponse(["0123"], WHOLE), objectResponse(["456789"], REST, 206));
  const { blob } = await time.until(download(environment, "a"));
  assert.equal(await blob?.text(), "0123456789");
});

test("a stalled download continues at its byte", async () => {
  const { environment, responses, time } = fakeService();
  responses.push(stalledResponse(["0123"], WHOLE), objectResponse(["456789"], REST, 206));
  const { blob } = await time.until(download(environment, "a"));
  assert.equal(await blob?.text(), "0123456789");
});

test("progress does not decrease when a download is resumed", async () => {
  const { environment, responses, time } = fakeService();
  responses.push(interruptedResponse(["0123"], WHOLE), objectResponse(["456789"], REST, 206));
  const seen: number[] = [];
  const transfer = download(environment, "a", { onProgress: ({ loaded }) => seen.push(loaded) });
  await time.until(transfer);
  assert.deepEqual(
    seen,
    [...seen].sort((a, b) => a - b),
  );
  assert.ok(seen.includes(4));
  assert.equal(transfer.progress.attempt, 2);
});

test("an object that was replaced meanwhile fails the condition", async () => {
  const { environment, responses, time } = fakeService();
  responses.push(interruptedResponse(["0123"], WHOLE), errorResponse(412, "PreconditionFailed"));
  await assert.rejects(time.until(download(environment, "a")), { code: "ObjectChanged" });
});

test("an object that was replaced meanwhile is an error, also if the service ignores the condition", async () => {
  const { environment, responses, time } = fakeService();
  responses.push(
    interruptedResponse(["0123"], WHOLE),
    objectResponse(["xxxxxx"], { ...REST, etag: '"e2"' }, 206),
  );
  await assert.rejects(time.until(download(environment, "a")), { code: "ObjectChanged" });
});

test("an object that shrank meanwhile is an error", async () => {
  const { environment, responses, time } = fakeService();
  responses.push(interruptedResponse(["0123"], WHOLE), errorResponse(416, "InvalidRange"));
  await assert.rejects(time.until(download(environment, "a")), { code: "ObjectChanged" });
});

test("if CORS hides the ETag, the date of the object is the condition", async () => {
  const { environment, responses, requests, time } = fakeService();
  const date = "Fri, 02 Jan 2026 03:04:05 GMT";
  const headers = { "content-length": "10", "last-modified": date };
  responses.push(
    interruptedResponse(["0123"], headers),
    objectResponse(["456789"], { ...REST, "last-modified": date }, 206),
  );
  await time.until(download(environment, "a"));
  assert.equal(requests[1]?.headers.get("if-unmodified-since"), date);
});

test("if CORS forbids the condition, the ETag of the response decides", async () => {
  const { environment, responses, requests, time } = fakeService({
    origin: "https://page.example",
  });
  responses.push(
    interruptedResponse(["0123"], WHOLE),
    networkFailure(),
    objectResponse(["456789"], REST, 206),
  );
  const { blob } = await time.until(download(environment, "a"));
  assert.equal(await blob?.text(), "0123456789");
  assert.deepEqual(
    requests.map(({ headers }) => headers.has("if-match")),
    [false, true, false],
  );
});

test("if the service ignores the range, the download continues at the same byte of the whole object", async () => {
  const { environment, responses, time } = fakeService();
  responses.push(interruptedResponse(["0123"], WHOLE), objectResponse(["01", "2345", "6789"]));
  const { blob } = await time.until(download(environment, "a"));
  assert.equal(await blob?.text(), "0123456789");
});

test("an interrupted range continues within the range", async () => {
  const { environment, responses, requests, time } = fakeService();
  responses.push(
    interruptedResponse(
      ["23"],
      { etag: '"e1"', "content-length": "6", "content-range": "bytes 2-7/10" },
      206,
    ),
    objectResponse(["4567"], { "content-range": "bytes 4-7/10" }, 206),
  );
  const { blob } = await time.until(download(environment, "a", { range: { start: 2, end: 7 } }));
  assert.equal(await blob?.text(), "234567");
  assert.equal(requests[1]?.headers.get("range"), "bytes=4-7");
});

test("new bytes reset the count of failed attempts", async () => {
  const { environment, responses, time } = fakeService({ retry: { attempts: 2 } });
  const byte = (at: number) =>
    interruptedResponse([String(at)], { etag: '"e1"', "content-range": `bytes ${at}-9/10` }, 206);
  responses.push(interruptedResponse(["0"], WHOLE));
  for (let at = 1; at < 9; at += 1) responses.push(byte(at));
  responses.push(objectResponse(["9"], { "content-range": "bytes 9-9/10" }, 206));
  const { blob } = await time.until(download(environment, "a"));
  assert.equal(await blob?.text(), "0123456789");
});

test("an interrupted compressed body starts again in a Blob download", async () => {
  const { environment, responses, requests, time } = fakeService();
  const gzip = { ...WHOLE, "content-encoding": "gzip" };
  responses.push(
    interruptedResponse(["unpa"], gzip),
    objectResponse(["unpacked"], { "content-encoding": "gzip" }),
  );
  const { blob } = await time.until(download(environment, "a"));
  assert.equal(await blob?.text(), "unpacked");
  assert.equal(requests[1]?.headers.has("range"), false);
});

test("an interrupted compressed body cannot be resumed in a stream, and the error says why", async () => {
  const { environment, responses } = fakeService();
  responses.push(interruptedResponse(["unpa"], { ...WHOLE, "content-encoding": "gzip" }));
  const { stream } = await download(environment, "a", { to: "stream" });
  await assert.rejects(new Response(stream).text(), { code: "Interrupted", hint: /compressed/ });
});

test("a stream continues across an interruption", async () => {
  const { environment, responses, time } = fakeService();
  responses.push(interruptedResponse(["0123"], WHOLE), objectResponse(["456789"], REST, 206));
  const { stream } = await download(environment, "a", { to: "stream" });
  assert.equal(await time.until(new Response(stream).text()), "0123456789");
});

test("an interruption between the last byte and the end sends no further request", async () => {
  const { environment, responses, requests, time } = fakeService();
  responses.push(interruptedResponse(["0123456789"], WHOLE), errorResponse(416, "InvalidRange"));
  const { blob } = await time.until(download(environment, "a"));
  assert.equal(await blob?.text(), "0123456789");
  assert.equal(requests.length, 1);
});

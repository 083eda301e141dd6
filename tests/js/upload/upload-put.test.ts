import assert from "node:assert/strict";
import { test } from "node:test";
import { upload } from "../../../js/upload/upload.ts";
import { BUCKET, fakeService } from "../support/fake-service.ts";
import { settled } from "../support/time.ts";

const STORED = () => new Response(null, { headers: { etag: '"e1"', "x-amz-version-id": "v1" } });

test("a PUT signs its size, content type, metadata and headers, and sends the signed headers", async () => {
  const { environment, responses, requests, signed } = fakeService();
  responses.push(STORED);
  await upload(environment, "hello", {
    key: "a",
    via: "put",
    contentType: "text/css",
    metadata: { author: "Zoë" },
    headers: { "If-None-Match": "*" },
  });
  const headers = {
    "content-type": "text/css",
    "x-amz-meta-author": "=?UTF-8?B?Wm/Dqw==?=",
    "if-none-match": "*",
  };
  assert.deepEqual(signed, [{ bucket: BUCKET, key: "a", method: "PUT", headers, size: 5 }]);
  assert.deepEqual(Object.fromEntries(requests[0]?.headers ?? []), headers);
});

test("a PUT signs the size of an empty body if the signature can cover it", async () => {
  for (const signsSize of [true, false]) {
    const { environment, responses, signed } = fakeService();
    environment.signer = Object.assign({}, environment.signer, { signsSize });
    responses.push(STORED);
    await upload(environment, "", { key: "a", via: "put" });
    assert.equal(signed[0]?.size, signsSize ? 0 : undefined);
  }
});

test("the location of a PUT is its URL without the query", async () => {
  const { environment, responses } = fakeService();
  responses.push(STORED);
  assert.deepEqual(await upload(environment, "hello", { key: "a b", via: "put" }), {
    bucket: BUCKET,
    key: "a b",
    etag: '"e1"',
    versionId: "v1",
    location: "https://photos.example/a%20b",
    via: "put",
  });
});

test("a PUT by XMLHttpRequest sets the signed headers and counts bytes", async () => {
  const { environment, xhrs } = fakeService({ xhr: true });
  const transfer = upload(environment, "hello", { key: "a", via: "put" });
  await settled();
  const [xhr] = xhrs;
  xhr?.sent(3, 5);
  assert.equal(transfer.progress.loaded, 3);
  assert.deepEqual(xhr?.headers, { "content-type": "text/plain;charset=UTF-8" });
  xhr?.respond(200, { etag: '"e1"' });
  assert.equal((await transfer).etag, '"e1"');
});

for (const [what, options] of [
  ["a header that a form has no field for", { headers: { "If-None-Match": "*" } }],
  ["a text that S3 would replace in a form", { metadata: { note: "${filename}" } }],
] as const) {
  test(`${what} is uploaded by a PUT`, async () => {
    const { environment, responses } = fakeService();
    responses.push(STORED);
    assert.equal((await upload(environment, "hello", { key: "a", ...options })).via, "put");
  });
}

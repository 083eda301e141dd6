import assert from "node:assert/strict";
import { test } from "node:test";
import { S3, type S3Options } from "s3-signpost";
import { wasmChecksums } from "../../../js/checksum/wasm-checksums.ts";
import { download } from "../../../js/download/download.ts";
import { deleteObject } from "../../../js/objects/delete.ts";
import { head } from "../../../js/objects/head.ts";
import { list } from "../../../js/objects/list.ts";
import type { TransferEnvironment } from "../../../js/transfer/environment.ts";
import {
  errorResponse,
  fakeService,
  interruptedResponse,
  objectResponse,
  printedText,
  type Responder,
} from "../support/fake-service.ts";

const KEY = "c2l4dGVlbiBieXRlcyBvZiBhIGtleSBhbmQgbW9yZSE=";
const KEY_MD5 = "bXVjaCB0b28gc2VjcmV0IQ==";
const CUSTOMER_KEY = {
  "x-amz-server-side-encryption-customer-algorithm": "AES256",
  "x-amz-server-side-encryption-customer-key": KEY,
  "x-amz-server-side-encryption-customer-key-md5": KEY_MD5,
};
const WHOLE = { "content-length": "10", etag: '"e1"' };
const REST = { "content-range": "bytes 4-9/10" };

const emptyListing: Responder = () =>
  new Response("<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");

type Headers_ = { headers: Record<string, string> };

async function readListing(environment: TransferEnvironment, options: Headers_): Promise<void> {
  for await (const _ of list(environment, "", options));
}

/** The calls with the option `headers`, and a response that they accept. */
const calls: [
  name: string,
  responder: Responder,
  call: (environment: TransferEnvironment, options: Headers_) => Promise<unknown>,
][] = [
  [
    "download",
    objectResponse(["x"]),
    (environment, options) => download(environment, "a", options),
  ],
  ["head", objectResponse([]), (environment, options) => head(environment, "a", options)],
  [
    "delete",
    () => new Response(null, { status: 204 }),
    (environment, options) => deleteObject(environment, "a", options),
  ],
  ["list", emptyListing, readListing],
];

for (const [name, responder, call] of calls) {
  test(`${name} signs and sends the headers`, async () => {
    const { environment, responses, requests, signed } = fakeService();
    responses.push(responder);
    await call(environment, { headers: { "X-Amz-Request-Payer": "requester", ...CUSTOMER_KEY } });
    const expected = { "x-amz-request-payer": "requester", ...CUSTOMER_KEY };
    assert.deepEqual({ ...signed[0]?.headers }, expected);
    assert.deepEqual(Object.fromEntries(requests[0]?.headers ?? []), expected);
  });

  test(`${name} without headers signs a request without the option`, async () => {
    const { environment, responses, signed } = fakeService();
    responses.push(responder);
    await call(environment, { headers: {} });
    assert.ok(signed[0] && !("headers" in signed[0]));
  });

  for (const header of ["Range", "If-Range"]) {
    test(`${name} rejects the header ${header} by its name`, async () => {
      const { environment, requests } = fakeService();
      const rejected = (async () => call(environment, { headers: { [header]: "bytes=0-1" } }))();
      const field = `headers.${header.toLowerCase()}`;
      await assert.rejects(rejected, { name: "PresignError", code: "ForbiddenHeader", field });
      assert.equal(requests.length, 0);
    });
  }

  test(`${name} rejects a header in two spellings`, async () => {
    const { environment } = fakeService();
    const rejected = (async () =>
      call(environment, { headers: { "If-Match": "a", "if-match": "b" } }))();
    await assert.rejects(rejected, { code: "InvalidOption", field: "headers.if-match" });
  });

  test(`${name} rejects headers that are not an object of strings`, async () => {
    const { environment } = fakeService();
    for (const [headers, field] of [
      [5, "headers"],
      [[["a", "b"]], "headers"],
      [new Headers({ a: "b" }), "headers"],
      [{ a: 1 }, "headers.a"],
    ]) {
      const rejected = (async () => call(environment, { headers: headers as never }))();
      await assert.rejects(rejected, { code: "InvalidOption", field });
    }
  });

  test(`an error of ${name} shows no customer-provided key`, async () => {
    const { environment, responses } = fakeService({ retry: { attempts: 1 } });
    const quoted = `The key ${KEY} with MD5 ${KEY_MD5} is wrong`;
    responses.push(errorResponse(400, "InvalidArgument", quoted));
    const error = await call(environment, { headers: CUSTOMER_KEY }).then(
      () => assert.fail("no error"),
      (thrown) => thrown,
    );
    assert.equal(error.code, "InvalidArgument");
    assert.doesNotMatch(printedText(error), /c2l4dGVl|bXVjaCB0/);
    assert.match(error.message, /The key \[hidden\] with MD5 \[hidden\]/);
  });

  test(`an unmet If-None-Match of ${name} is NotModified, without another request`, async () => {
    const { environment, responses, requests } = fakeService();
    responses.push(() => new Response(null, { status: 304 }));
    const rejected = call(environment, { headers: { "If-None-Match": '"e1"' } });
    await assert.rejects(rejected, {
      name: "ServiceError",
      code: "NotModified",
      status: 304,
      retryable: false,
      hint: "The object has not changed since the condition's ETag or date.",
    });
    assert.equal(requests.length, 1);
  });

  test(`an unmet If-Match of ${name} is PreconditionFailed`, async () => {
    const { environment, responses } = fakeService();
    responses.push(errorResponse(412, "PreconditionFailed"));
    const rejected = call(environment, { headers: { "If-Match": '"e9"' } });
    await assert.rejects(rejected, { code: "PreconditionFailed", status: 412 });
  });
}

test("a resumed download sends the customer-provided key again, and its own condition instead of the caller's", async () => {
  const { environment, responses, requests, signed, time } = fakeService();
  responses.push(interruptedResponse(["0123"], WHOLE), objectResponse(["456789"], REST, 206));
  const headers = {
    ...CUSTOMER_KEY,
    "If-Match": "*",
    "If-None-Match": '"e0"',
    "If-Modified-Since": "Thu, 01 Jan 2026 00:00:00 GMT",
    "If-Unmodified-Since": "Fri, 01 Jan 2027 00:00:00 GMT",
  };
  const { blob } = await time.until(download(environment, "a", { headers, verify: false }));
  assert.equal(await blob?.text(), "0123456789");
  assert.deepEqual(
    requests.map((request) => [request.headers.get("if-match"), request.headers.get("range")]),
    [
      ["*", null],
      ['"e1"', "bytes=4-"],
    ],
  );
  assert.deepEqual(signed[1]?.headers, CUSTOMER_KEY);
  assert.equal(requests[1]?.headers.get("if-none-match"), null);
});

test("a replaced object is ObjectChanged for a resumed download, also with a condition of the caller's", async () => {
  const { environment, responses, time } = fakeService();
  responses.push(interruptedResponse(["0123"], WHOLE), errorResponse(412, "PreconditionFailed"));
  const transfer = download(environment, "a", { headers: { "If-Match": '"e1"' } });
  await assert.rejects(time.until(transfer), { code: "ObjectChanged" });
});

test("the HEAD for the size of a download has the customer-provided key and no condition", async () => {
  const { environment, responses, signed } = fakeService();
  responses.push(
    () => new Response("0123456789", { headers: { etag: '"e1"' } }),
    () => new Response(null, { headers: WHOLE }),
  );
  const { info } = await download(environment, "a", {
    headers: { ...CUSTOMER_KEY, "If-None-Match": '"e0"' },
  });
  assert.equal(info.size, 10);
  const { method, headers } = signed[1] ?? {};
  assert.deepEqual([method, headers], ["HEAD", CUSTOMER_KEY]);
});

test("the GET for the reason of a rejected HEAD has the headers", async () => {
  const { environment, responses, requests } = fakeService();
  responses.push(() => new Response(null, { status: 403 }), errorResponse(403, "AccessDenied"));
  await assert.rejects(head(environment, "a", { headers: CUSTOMER_KEY }), { code: "AccessDenied" });
  const { range, ...sent } = Object.fromEntries(requests[1]?.headers ?? []);
  assert.deepEqual([range, sent], ["bytes=0-0", CUSTOMER_KEY]);
});

test("each page of a listing has the headers", async () => {
  const { environment, responses, signed } = fakeService();
  responses.push(
    () =>
      new Response(
        "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken></ListBucketResult>",
      ),
    emptyListing,
  );
  await readListing(environment, { headers: { "x-amz-request-payer": "requester" } });
  assert.deepEqual(
    signed.map(({ headers }) => ({ ...headers })),
    Array(2).fill({ "x-amz-request-payer": "requester" }),
  );
});

/** Headers that the signer rejects, by the class itself. */
for (const header of ["Host", "Authorization", "Content-Length", "Cookie", "X-Amz-Date"]) {
  test(`the header ${header} is rejected by each call, with its name`, async () => {
    const options: S3Options = {
      region: "eu-central-1",
      bucket: "photos",
      credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
      fetch: async () => assert.fail("a request was sent"),
    };
    const s3 = new S3(options);
    const headers = { [header]: "1" };
    const field = `headers.${header.toLowerCase()}`;
    for (const call of [
      s3.download("a", { headers }),
      s3.head("a", { headers }),
      s3.delete("a", { headers }),
      s3.list("a", { headers })[Symbol.asyncIterator]().next(),
    ]) {
      await assert.rejects(call, { name: "PresignError", code: "ForbiddenHeader", field });
    }
  });
}

test("a header value with a line break is an InvalidHeader that does not show it", async () => {
  const s3 = new S3({
    region: "eu-central-1",
    bucket: "photos",
    credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
    fetch: async () => assert.fail("a request was sent"),
  });
  const headers = { "x-amz-server-side-encryption-customer-key": `${KEY}\n` };
  const error = await s3.head("a", { headers }).catch((thrown) => thrown);
  assert.deepEqual(
    [error.code, error.field],
    ["InvalidHeader", "headers.x-amz-server-side-encryption-customer-key"],
  );
  assert.doesNotMatch(printedText(error), /c2l4dGVl/);
});

test("the HEAD for the size of a part has the customer-provided key and no condition", async () => {
  const { environment, responses, signed } = fakeService();
  environment.checksums = wasmChecksums;
  responses.push(
    objectResponse(["0123456789"], { "x-amz-checksum-sha256": `${"A".repeat(43)}=-2` }),
    objectResponse([], { "content-length": "5" }, 206),
  );
  const headers = { ...CUSTOMER_KEY, "If-Match": "*" };
  await assert.rejects(download(environment, "a", { headers }), { code: "ChecksumMismatch" });
  assert.deepEqual(signed[1], {
    bucket: "photos",
    key: "a",
    method: "HEAD",
    query: { partNumber: "1" },
    headers: CUSTOMER_KEY,
  });
});

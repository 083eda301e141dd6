import assert from "node:assert/strict";
import { test } from "node:test";
import { wasmChecksums } from "../../../js/checksum/wasm-checksums.ts";
import type { ChecksumAlgorithm, UploadOptions } from "../../../js/types.ts";
import { upload } from "../../../js/upload/upload.ts";
import {
  errorResponse,
  type FakeService,
  fakeService,
  type SeenRequest,
} from "../support/fake-service.ts";
import { settled } from "../support/time.ts";

const MIB = 1024 * 1024;
const FILE = new File([new Uint8Array(6 * MIB)], "film.mp4", { lastModified: 1_700_000_000_000 });
const PARTS: UploadOptions = { key: "film.mp4", via: "multipart", partSize: 5 * MIB };

const CUSTOMER_KEY = {
  "x-amz-server-side-encryption-customer-algorithm": "AES256",
  "x-amz-server-side-encryption-customer-key": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
  "x-amz-server-side-encryption-customer-key-md5": "hRasmdxgYDKV3nvbahU1MA==",
};
const REQUESTER = {
  "x-amz-request-payer": "requester",
  "x-amz-expected-bucket-owner": "111122223333",
};
const STORED_ONLY = {
  "cache-control": "no-cache",
  "x-amz-storage-class": "STANDARD_IA",
  "x-amz-server-side-encryption": "AES256",
};

function operationOf({ method, url }: SeenRequest, { signed }: FakeService): string {
  const query = signed.find((_, index) => url.includes(`?n=${index + 1}&`))?.query ?? {};
  if ("uploads" in query) return "CreateMultipartUpload";
  if ("partNumber" in query) return "UploadPart";
  if (method === "PUT") return "PutObject";
  if (method === "POST" && !("uploadId" in query)) return "PostObject";
  const others: Record<string, string> = {
    GET: "ListParts",
    HEAD: "HeadObject",
    DELETE: "AbortMultipartUpload",
  };
  return others[method] ?? "CompleteMultipartUpload";
}

/** A service that accepts everything, unless `faults` returns a response first. */
function uploadService(
  faults: (operation: string, request: SeenRequest) => unknown = () => undefined,
) {
  const service = fakeService({ retry: { attempts: 1 } });
  service.environment.checksums = wasmChecksums;
  const items = new Map<string, string>();
  service.environment.storage = {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
  const seen: [operation: string, headers: Record<string, string>][] = [];
  service.responses.push(async (request) => {
    const operation = operationOf(request, service);
    seen.push([operation, Object.fromEntries(request.headers)]);
    const fault = await faults(operation, request);
    if (fault instanceof Response) return fault;
    const documents: Record<string, string> = {
      CreateMultipartUpload:
        "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>",
      CompleteMultipartUpload: "<CompleteMultipartUploadResult></CompleteMultipartUploadResult>",
      ListParts: "<ListPartsResult><IsTruncated>false</IsTruncated></ListPartsResult>",
    };
    if (operation === "PostObject") return new Response(null, { status: 204 });
    return new Response(documents[operation] ?? null, { headers: { etag: '"e"' } });
  });
  const headersOf = (operation: string) =>
    seen.filter(([name]) => name === operation).map(([, headers]) => headers);
  return { service, items, seen, headersOf };
}

async function runTurns(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await settled();
}

function pick(headers: Record<string, string>, names: object): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name in names));
}

/** Does all operations of an upload: it fails at a part, is resumed, loses a completion, and another one is aborted. */
async function everyOperation(headers: Record<string, string>) {
  let hold = true;
  let lost = true;
  let denied = false;
  const { service, items, seen } = uploadService((operation, request) => {
    if (operation === "UploadPart" && hold) throw new TypeError("fetch failed");
    if (operation === "UploadPart" && denied) return errorResponse(403, "AccessDenied")(request);
    if (operation !== "CompleteMultipartUpload") return;
    if (lost) throw new TypeError("fetch failed");
    return errorResponse(404, "NoSuchUpload")(request);
  });
  const options = { ...PARTS, headers, resumable: true };
  await assert.rejects(upload(service.environment, FILE, options));
  hold = false;
  await assert.rejects(upload(service.environment, FILE, options));
  lost = false;
  await assert.rejects(upload(service.environment, FILE, { ...options, checksum: false }));
  denied = true;
  await assert.rejects(upload(service.environment, FILE, options), { code: "AccessDenied" });
  await runTurns();
  return { seen, items };
}

const EXPECTED: [string, object][] = [
  ["CreateMultipartUpload", { ...CUSTOMER_KEY, ...REQUESTER, ...STORED_ONLY }],
  ["UploadPart", { ...CUSTOMER_KEY, ...REQUESTER }],
  ["ListParts", { ...CUSTOMER_KEY, ...REQUESTER }],
  ["CompleteMultipartUpload", { ...CUSTOMER_KEY, ...REQUESTER }],
  ["HeadObject", { ...CUSTOMER_KEY, ...REQUESTER }],
  ["AbortMultipartUpload", REQUESTER],
];

for (const [operation, expected] of EXPECTED) {
  test(`${operation} has the headers that its API reference lists, and no others of the upload`, async () => {
    const all = { ...CUSTOMER_KEY, ...REQUESTER, ...STORED_ONLY };
    const { seen } = await everyOperation(all);
    const sent = seen.filter(([name]) => name === operation);
    assert.ok(sent.length > 0, `${operation} was never sent`);
    for (const [, headers] of sent) assert.deepEqual(pick(headers, all), expected);
  });
}

test("the storage of a resumable upload has no values of headers", async () => {
  let stored = "";
  const { service, items } = uploadService((operation) => {
    if (operation !== "UploadPart") return;
    stored = JSON.stringify([...items]);
    throw new TypeError("fetch failed");
  });
  const headers = { ...CUSTOMER_KEY, ...REQUESTER };
  await assert.rejects(upload(service.environment, FILE, { ...PARTS, headers, resumable: true }));
  assert.match(stored, /s3-signpost:upload/);
  for (const value of Object.values(headers)) assert.ok(!stored.includes(value), value);
});

for (const [checksum, create, complete] of [
  ["CRC64NVME", "FULL_OBJECT", "FULL_OBJECT"],
  ["CRC32", "FULL_OBJECT", "FULL_OBJECT"],
  ["CRC32C", "FULL_OBJECT", "FULL_OBJECT"],
  ["SHA256", undefined, undefined],
  [undefined, undefined, undefined],
] as [ChecksumAlgorithm | undefined, string | undefined, string | undefined][]) {
  test(`the type of the checksum ${checksum ?? "by default"} is sent with the creation and the completion`, async () => {
    const { service, headersOf } = uploadService();
    await upload(service.environment, FILE, { ...PARTS, ...(checksum ? { checksum } : {}) });
    const [created] = headersOf("CreateMultipartUpload");
    const [completed] = headersOf("CompleteMultipartUpload");
    assert.equal(created?.["x-amz-checksum-type"], create);
    assert.equal(completed?.["x-amz-checksum-type"], complete);
  });
}

const LOCK = {
  "x-amz-object-lock-mode": "GOVERNANCE",
  "x-amz-object-lock-retain-until-date": "2030-01-01T00:00:00Z",
};
const DEMANDS = [
  "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters",
  "Content-MD5 HTTP header is required for Put Part requests with Object Lock parameters",
];
/** The CRC32 of "123456789", from the catalogue of parametrised CRC algorithms. */
const CHECK = "y/Q5Jg==";

for (const name of [...Object.keys(LOCK), "x-amz-object-lock-legal-hold"]) {
  test(`an upload with ${name} has a checksum`, async () => {
    const { service, headersOf } = uploadService();
    const result = await upload(service.environment, "123456789", {
      key: "a",
      headers: { [name]: "x" },
    });
    assert.equal(headersOf("PutObject")[0]?.["x-amz-checksum-crc32"], CHECK);
    assert.deepEqual(result.checksum, { algorithm: "CRC32", value: CHECK });
  });
}

test("an object lock upload with a checksum of the caller's has no other", async () => {
  for (const [name, value] of [
    ["content-md5", "JfnnlDI7RTiF9RgfG2JNCw=="],
    ["x-amz-checksum-sha1", "98O8HYCOBHMqrM4oQfL0bOVpVpE="],
  ] as const) {
    const { service, headersOf } = uploadService();
    const headers = { ...LOCK, [name]: value };
    await upload(service.environment, "123456789", { key: "a", headers });
    const [sent] = headersOf("PutObject");
    assert.equal(sent?.[name], value);
    assert.equal(sent?.["x-amz-checksum-crc32"], undefined);
  }
});

test("an object lock upload with `checksum: false` has none, and fails with S3's error", async () => {
  const { service, headersOf } = uploadService((_, request) =>
    errorResponse(400, "InvalidRequest", DEMANDS[0])(request),
  );
  const options: UploadOptions = { key: "a", headers: LOCK, checksum: false };
  await assert.rejects(upload(service.environment, "x", options), { code: "InvalidRequest" });
  assert.equal(headersOf("PutObject").length, 1);
});

test("parts of an object lock upload have a checksum also if earlier parts had none", async () => {
  const { service, headersOf } = uploadService((operation, request) => {
    const isRejected = request.headers.get("x-amz-checksum-algorithm") === "CRC64NVME";
    return operation === "CreateMultipartUpload" && isRejected
      ? errorResponse(501, "NotImplemented")(request)
      : undefined;
  });
  await upload(service.environment, FILE, PARTS);
  assert.equal(headersOf("UploadPart")[0]?.["x-amz-checksum-crc32"], undefined);
  await upload(service.environment, FILE, { ...PARTS, headers: LOCK });
  assert.ok(headersOf("UploadPart").at(-1)?.["x-amz-checksum-crc32"]);
});

for (const message of DEMANDS) {
  for (const via of ["put", "post"] as const) {
    test(`a ${via} rejected with "${message.slice(0, 30)}…" is sent again with a checksum, and the next one at once with it`, async () => {
      const { service } = uploadService((_, request) => {
        const { body } = request;
        const checksum =
          body instanceof FormData
            ? body.get("x-amz-checksum-crc32")
            : request.headers.get("x-amz-checksum-crc32");
        return checksum ? undefined : errorResponse(400, "InvalidRequest", message)(request);
      });
      for (const requests of [2, 3]) {
        const { checksum } = await upload(service.environment, "123456789", { key: "a", via });
        assert.equal(checksum?.value, CHECK);
        assert.equal(service.requests.length, requests);
      }
    });
  }
}

test("a service that rejects the checksum as well gets two requests", async () => {
  const { service } = uploadService((_, request) =>
    errorResponse(400, "InvalidRequest", DEMANDS[0])(request),
  );
  await assert.rejects(upload(service.environment, "x", { key: "a", via: "put" }), {
    code: "InvalidRequest",
  });
  assert.equal(service.requests.length, 2);
});

test("another invalid request is not sent again", async () => {
  const { service } = uploadService((_, request) =>
    errorResponse(
      400,
      "InvalidRequest",
      "Missing required header for this request: x-amz-acl",
    )(request),
  );
  await assert.rejects(upload(service.environment, "x", { key: "a", via: "put" }));
  assert.equal(service.requests.length, 1);
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type PresignError, Presigner, type PresignRequest } from "s3-signpost";

const credentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const signingDate = new Date("2026-01-01T00:00:00Z");
/** The CRC32 of "123456789", from the catalogue of parametrised CRC algorithms. */
const CRC32 = { algorithm: "CRC32", value: "y/Q5Jg==" } as const;
const GIB = 1024 ** 3;

function presigner(options: object = {}): Presigner {
  return new Presigner({ region: "us-east-1", bucket: "examplebucket", credentials, ...options });
}

function signed(request: PresignRequest, options: object = {}) {
  return presigner(options).presign({ key: "a", signingDate, ...request });
}

/** Code and field of the error that a request gives. */
function thrownFor(request: object, options: object = {}): [string, string | undefined] {
  try {
    signed(request, options);
  } catch (error) {
    const { code, field } = error as PresignError;
    return [code, field];
  }
  assert.fail("Nothing was thrown.");
}

const SAME: [title: string, short: PresignRequest, long: PresignRequest][] = [
  ["size", { size: 9 }, { headers: { "content-length": "9" } }],
  ["size 0", { size: 0 }, { headers: { "content-length": "0" } }],
  ["size 5 GiB", { size: 5 * GIB }, { headers: { "content-length": "5368709120" } }],
  ["checksum", { checksum: CRC32 }, { headers: { "x-amz-checksum-crc32": CRC32.value } }],
  ["overwrite: false", { overwrite: false }, { headers: { "if-none-match": "*" } }],
  ["overwrite: true", { overwrite: true }, {}],
  [
    "overwrite: false of a completion",
    { method: "POST", query: { uploadId: "u" }, overwrite: false },
    { method: "POST", query: { uploadId: "u" }, headers: { "if-none-match": "*" } },
  ],
  [
    "hoist",
    { hoist: true, headers: { "X-Amz-Request-Payer": "requester", Range: "bytes=0-1" } },
    { query: { "x-amz-request-payer": "requester" }, headers: { range: "bytes=0-1" } },
  ],
  [
    "hoist of metadata about a customer",
    { hoist: true, headers: { "x-amz-meta-customer-key": "7" } },
    { query: { "x-amz-meta-customer-key": "7" } },
  ],
];

describe("the URL is the one with headers or parameters of the caller's for", () => {
  for (const [title, short, long] of SAME) {
    test(title, () => {
      const method = "PUT";
      assert.equal(signed({ method, ...short }).url, signed({ method, ...long }).url);
    });
  }
});

test("the headers to send are those of the options, without Content-Length", () => {
  const request = { method: "PUT", size: 9, checksum: CRC32, overwrite: false } as const;
  assert.deepEqual(signed({ ...request, headers: { "Content-Type": "text/plain" } }).headers, {
    "Content-Type": "text/plain",
    "x-amz-checksum-crc32": CRC32.value,
    "if-none-match": "*",
  });
});

test("a hoisted header need not be sent", () => {
  const headers = { "x-amz-request-payer": "requester", "If-Match": '"e"' };
  assert.deepEqual(signed({ hoist: true, headers }).headers, { "If-Match": '"e"' });
});

test("the header of `checksum` is not hoisted", () => {
  const { headers } = signed({ method: "PUT", checksum: CRC32, hoist: true });
  assert.deepEqual(headers, { "x-amz-checksum-crc32": CRC32.value });
});

test("Signature V2 hoists the same headers into the query", () => {
  const headers = { "x-amz-request-payer": "requester" };
  const signature = "v2";
  assert.equal(
    signed({ hoist: true, headers }, { signature }).url,
    signed({ query: headers }, { signature }).url,
  );
});

test("presignMany signs `size`, `checksum` and `overwrite` for each key", () => {
  const request = {
    method: "PUT",
    size: 9,
    checksum: CRC32,
    overwrite: false,
    signingDate,
  } as const;
  const [url] = presigner().presignMany(["a"], request);
  assert.equal(url, signed(request).url);
});

test("a request that differs only in `size` has another signature", () => {
  const signer = presigner();
  const url = (size: number) => signer.presign({ key: "a", method: "PUT", signingDate, size }).url;
  assert.notEqual(url(1), url(2));
});

for (const [algorithm, value] of [
  ["CRC32", "AAAAAA=="],
  ["CRC32C", "AAAAAA=="],
  ["CRC64NVME", "AAAAAAAAAAA="],
  ["SHA1", `${"A".repeat(27)}=`],
  ["SHA256", `${"A".repeat(43)}=`],
] as const) {
  test(`a ${algorithm} is signed as its header`, () => {
    const { headers } = signed({ method: "PUT", checksum: { algorithm, value } });
    assert.deepEqual(headers, { [`x-amz-checksum-${algorithm.toLowerCase()}`]: value });
  });
}

const PUT = { method: "PUT" };
const WRONG: [title: string, request: object, code: string, field: string, options?: object][] = [
  ["a fractional size", { ...PUT, size: 1.5 }, "InvalidOption", "size"],
  ["a negative size", { ...PUT, size: -1 }, "InvalidOption", "size"],
  ["a size over 5 GiB", { ...PUT, size: 5 * GIB + 1 }, "InvalidOption", "size"],
  ["a size of NaN", { ...PUT, size: Number.NaN }, "InvalidOption", "size"],
  ["an infinite size", { ...PUT, size: Number.POSITIVE_INFINITY }, "InvalidOption", "size"],
  ["a size in digits", { ...PUT, size: "9" }, "InvalidOption", "size"],
  ["a size for GET", { size: 9 }, "InvalidOption", "size"],
  ["a size for POST", { method: "POST", size: 9 }, "InvalidOption", "size"],
  ["a size for V2", { ...PUT, size: 9 }, "SignatureV4Required", "size", { signature: "v2" }],
  [
    "a size beside Content-Length",
    { ...PUT, size: 9, headers: { "Content-Length": "9" } },
    "InvalidOption",
    "size",
  ],
  ["a checksum for DELETE", { method: "DELETE", checksum: CRC32 }, "InvalidOption", "checksum"],
  ["a checksum as text", { ...PUT, checksum: CRC32.value }, "InvalidOption", "checksum"],
  [
    "a checksum without an algorithm",
    { ...PUT, checksum: { value: CRC32.value } },
    "InvalidOption",
    "checksum.algorithm",
  ],
  [
    "a checksum of another algorithm",
    { ...PUT, checksum: { ...CRC32, algorithm: "MD5" } },
    "InvalidOption",
    "checksum.algorithm",
  ],
  [
    "a checksum without a value",
    { ...PUT, checksum: { algorithm: "CRC32" } },
    "InvalidOption",
    "checksum.value",
  ],
  [
    "a checksum in hexadecimal digits",
    { ...PUT, checksum: { ...CRC32, value: "cbf43926" } },
    "InvalidOption",
    "checksum.value",
  ],
  [
    "a checksum of another length",
    { ...PUT, checksum: { ...CRC32, algorithm: "SHA1" } },
    "InvalidOption",
    "checksum.value",
  ],
  [
    "a checksum without its padding",
    { ...PUT, checksum: { ...CRC32, value: "y/Q5Jg" } },
    "InvalidOption",
    "checksum.value",
  ],
  [
    "a checksum with a space",
    { ...PUT, checksum: { ...CRC32, value: "y/Q5Jg== " } },
    "InvalidOption",
    "checksum.value",
  ],
  [
    "a composite checksum",
    { ...PUT, checksum: { ...CRC32, value: "y/Q5Jg==-2" } },
    "InvalidOption",
    "checksum.value",
  ],
  [
    "a checksum beside the header of another",
    { ...PUT, checksum: CRC32, headers: { "X-Amz-Checksum-SHA1": "a" } },
    "InvalidOption",
    "checksum",
  ],
  [
    "a checksum beside its parameter",
    { ...PUT, checksum: CRC32, query: { "x-amz-checksum-crc32": CRC32.value } },
    "InvalidQuery",
    "query.x-amz-checksum-crc32",
  ],
  ["overwrite as text", { ...PUT, overwrite: "no" }, "InvalidOption", "overwrite"],
  ["overwrite: false for GET", { overwrite: false }, "InvalidOption", "overwrite"],
  [
    "overwrite: false for a creation in parts",
    { method: "POST", query: { uploads: "" }, overwrite: false },
    "InvalidOption",
    "overwrite",
  ],
  [
    "overwrite: false for a part",
    { ...PUT, query: { partNumber: "1", uploadId: "u" }, overwrite: false },
    "InvalidOption",
    "overwrite",
  ],
  [
    "overwrite: false for V2",
    { ...PUT, overwrite: false },
    "SignatureV4Required",
    "overwrite",
    { signature: "v2" },
  ],
  [
    "overwrite: false beside If-None-Match",
    { ...PUT, overwrite: false, headers: { "If-None-Match": "*" } },
    "InvalidOption",
    "overwrite",
  ],
  ["hoist as text", { hoist: "yes" }, "InvalidOption", "hoist"],
  [
    "hoist of a parameter that is in the query",
    {
      hoist: true,
      headers: { "x-amz-request-payer": "requester" },
      query: { "X-Amz-Request-Payer": "requester" },
    },
    "InvalidOption",
    "headers.x-amz-request-payer",
  ],
  [
    "hoist of a header in two cases",
    { hoist: true, headers: { "x-amz-acl": "private", "X-Amz-Acl": "public-read" } },
    "InvalidOption",
    "headers.X-Amz-Acl",
  ],
  [
    "hoist of a header of the signature",
    { hoist: true, headers: { "x-amz-date": "1" } },
    "ReservedQueryParameter",
    "query.x-amz-date",
  ],
  [
    "hoist of a customer's key",
    { hoist: true, headers: { "x-amz-server-side-encryption-customer-key": "a" } },
    "ForbiddenHeader",
    "headers.x-amz-server-side-encryption-customer-key",
  ],
  [
    "hoist of a customer's key of a copy",
    { hoist: true, headers: { "x-amz-copy-source-server-side-encryption-customer-key": "a" } },
    "ForbiddenHeader",
    "headers.x-amz-copy-source-server-side-encryption-customer-key",
  ],
  ["the SDK's name of size", { ...PUT, ContentLength: 9 }, "InvalidOption", "ContentLength"],
];

describe("an error names the option for", () => {
  for (const [title, request, code, field, options] of WRONG) {
    test(title, () => assert.deepEqual(thrownFor(request, options), [code, field]));
  }
});

test("the messages of size name the rule and the value", () => {
  assert.throws(() => signed({ method: "PUT", size: 1.5 }), {
    message: "`size` must be a whole number, 0 to 5368709120; got 1.5.",
  });
  assert.throws(() => signed({ size: 9 }), { message: "`size` is for PUT only; got GET." });
});

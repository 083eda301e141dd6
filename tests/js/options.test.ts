import assert from "node:assert/strict";
import { test } from "node:test";
import { CredentialsError, PresignError, Presigner } from "s3-signpost";

const credentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const signingDate = new Date("2013-05-24T00:00:00Z");

function presigner(options: object = {}): Presigner {
  return new Presigner({ region: "us-east-1", bucket: "examplebucket", credentials, ...options });
}

/** Returns code and field of the error that a call throws. */
function thrownBy(call: () => unknown): [string, string | undefined] {
  try {
    call();
  } catch (error) {
    assert(error instanceof PresignError || error instanceof CredentialsError, String(error));
    assert(error.message);
    return [error.code, error.field];
  }
  assert.fail("Nothing was thrown.");
}

/** The same for a request that TypeScript would not compile. */
function thrownByPresign(request: unknown): [string, string | undefined] {
  return thrownBy(() => presigner().presign(request as never));
}

const WRONG: [request: unknown, code: string, field: string][] = [
  [{ key: "" }, "InvalidKey", "key"],
  [{ key: "a/../b" }, "KeyNotAddressable", "key"],
  [{ key: "a", bucket: "My Bucket" }, "InvalidBucketName", "bucket"],
  [{ key: "a", bucket: ".." }, "InvalidBucketName", "bucket"],
  [{ key: "a", expiresIn: 0 }, "InvalidExpiry", "expiresIn"],
  [{ key: "a", expiresIn: -1 }, "InvalidExpiry", "expiresIn"],
  [{ key: "a", expiresIn: 1.5 }, "InvalidExpiry", "expiresIn"],
  [{ key: "a", expiresIn: Number.NaN }, "InvalidExpiry", "expiresIn"],
  [{ key: "a", expiresIn: Number.POSITIVE_INFINITY }, "InvalidExpiry", "expiresIn"],
  [{ key: "a", expiresIn: 604_801 }, "InvalidExpiry", "expiresIn"],
  [{ key: "a", expiresIn: 4_294_967_297 }, "InvalidExpiry", "expiresIn"],
  [{ key: "a", expiresIn: "300" }, "InvalidOption", "expiresIn"],
  [{ key: "a", expiresAt: "tomorrow" }, "InvalidOption", "expiresAt"],
  [{ key: "a", expiresAt: new Date(Number.NaN) }, "InvalidDate", "expiresAt"],
  [{ key: "a", expiresAt: new Date("+010000-01-01T00:00:00Z") }, "InvalidDate", "expiresAt"],
  [{ key: "a", expiresIn: 60, expiresAt: new Date() }, "InvalidExpiry", "expiresAt"],
  [{ key: "a", signingDate: new Date(-1) }, "InvalidDate", "signingDate"],
  [{ key: "a", cacheWindow: 0.5 }, "InvalidExpiry", "cacheWindow"],
  [{ key: "a", method: "get" }, "InvalidOption", "method"],
  [{ key: "a", method: 5 }, "InvalidOption", "method"],
  [{ key: "a", headers: { "x-amz-meta-a": "b\r\nc" } }, "InvalidHeader", "headers.x-amz-meta-a"],
  [{ key: "a", headers: { "a\nb": "c" } }, "InvalidHeader", "headers"],
  [{ key: "a", headers: { Host: "b" } }, "ForbiddenHeader", "headers.host"],
  [{ key: "a", headers: ["b"] }, "InvalidOption", "headers"],
  [{ key: "a", headers: new Map([["x-amz-acl", "private"]]) }, "InvalidOption", "headers"],
  [{ key: "a", headers: new Headers({ "x-amz-acl": "private" }) }, "InvalidOption", "headers"],
  [{ key: "a", query: new URLSearchParams("a=b") }, "InvalidOption", "query"],
  [{ key: "a", headers: { b: 1 } }, "InvalidOption", "headers.b"],
  [{ key: "a", headers: { b: "\ud83d" } }, "InvalidOption", "headers.b"],
  [{ key: "a", query: { "X-Amz-Date": "b" } }, "ReservedQueryParameter", "query.X-Amz-Date"],
  [{ key: "a", query: { "X-Amz-\nDate": 5 } }, "InvalidOption", "query.X-Amz-\nDate"],
  [{ key: "a", response: { contentTyp: "b" } }, "InvalidOption", "response.contentTyp"],
  [{ key: "a", response: "b" }, "InvalidOption", "response"],
  [{ key: "a", response: { expires: 5 } }, "InvalidOption", "response.expires"],
  [{ key: "a", expires: 300 }, "InvalidOption", "expires"],
  [{ key: 5 }, "InvalidOption", "key"],
  [{ key: "\ud83d" }, "InvalidKey", "key"],
  ["\ud83d", "InvalidKey", "key"],
  ["s3:///a", "InvalidS3Uri", "key"],
  ["S3://", "InvalidS3Uri", "key"],
  [new Map(), "InvalidOption", "options"],
  [5, "InvalidOption", "options"],
  [null, "InvalidOption", "options"],
  [undefined, "InvalidOption", "options"],
  [[], "InvalidOption", "options"],
];

for (const [request, code, field] of WRONG) {
  test(`a request that is wrong in ${JSON.stringify(field)} throws ${code}: ${JSON.stringify(request)}`, () => {
    assert.deepEqual(thrownByPresign(request), [code, field]);
  });
}

test("a complete surrogate pair and the replacement character are accepted", () => {
  assert.match(presigner().presign("\u{1f600}\ufffd").url, /\/%F0%9F%98%80%EF%BF%BD\?/);
});

test("a getter that throws is reported as an unreadable option, without its error", () => {
  const request = {
    get key(): string {
      throw new Error("hush");
    },
  };
  const [code, field] = thrownByPresign(request);
  assert.deepEqual([code, field], ["InvalidOption", "key"]);
});

test("null and undefined stand for absent options", () => {
  const absent = {
    bucket: null,
    method: null,
    expiresIn: undefined,
    headers: null,
    response: null,
  };
  const request = { key: "a", signingDate, ...absent } as never;
  assert.equal(
    presigner().presign(request).url,
    presigner().presign({ key: "a", signingDate }).url,
  );
});

for (const [options, code, field] of [
  [{ region: "" }, "InvalidRegion", "region"],
  [{ region: undefined }, "InvalidRegion", "region"],
  [{ bucket: "A/B" }, "InvalidBucketName", "bucket"],
  [{ bucket: "A_B", addressing: "virtual" }, "InvalidBucketName", "bucket"],
  [{ addressing: "host" }, "InvalidOption", "addressing"],
  [{ protocol: "ftp" }, "InvalidOption", "protocol"],
  [{ protocol: "" }, "InvalidOption", "protocol"],
  [{ fips: "yes" }, "InvalidOption", "fips"],
  [{ regio: "b" }, "InvalidOption", "regio"],
  [{ endpoint: 5 }, "InvalidOption", "endpoint"],
  [{ clockOffset: "1" }, "InvalidOption", "clockOffset"],
  ...[
    "",
    "localhost:9000",
    "ftp://host",
    "https://user:word@host",
    "https://host?a",
    "https://host#a",
    "javascript:alert(1)",
  ].map((endpoint) => [{ endpoint }, "InvalidEndpoint", "endpoint"] as const),
] as const) {
  test(`new Presigner throws for ${JSON.stringify(options)}`, () => {
    assert.deepEqual(
      thrownBy(() => presigner(options)),
      [code, field],
    );
  });
}

for (const [endpoint, url] of [
  ["http://localhost:9000", "http://localhost:9000/bucket/key"],
  ["HTTP://LOCALHOST:9000/", "http://localhost:9000/bucket/key"],
  ["https://s3.example.test:443/base/", "https://s3.example.test/base/bucket/key"],
  ["https://bücher.example", "https://xn--bcher-kva.example/bucket/key"],
  ["http://[0:0:0:0:0:0:0:1]:9000", "http://[::1]:9000/bucket/key"],
  ["http://127.1:9000", "http://127.0.0.1:9000/bucket/key"],
  ["https://s3.example.test/a b", "https://s3.example.test/a%20b/bucket/key"],
] as const) {
  test(`the endpoint ${endpoint} is signed as a browser sends it`, () => {
    assert.equal(presigner({ endpoint }).presign("s3://bucket/key").url.split("?")[0], url);
  });
}

test("no error quotes the secret", () => {
  const secret = "hush hush";
  assert.throws(
    () => presigner({ credentials: { accessKeyId: "AKIA", secretAccessKey: secret } }),
    (error: CredentialsError) =>
      error.field === "credentials.secretAccessKey" &&
      !JSON.stringify({ ...error, message: error.message }).includes("hush"),
  );
});

for (const [request, code, field] of [
  [{}, "InvalidKey", "key"],
  [{ key: "a", keyStartsWith: "b" }, "InvalidKey", "key"],
  [{ key: "a", maxSize: -1 }, "InvalidOption", "maxSize"],
  [{ key: "a", maxSize: 0.5 }, "InvalidOption", "maxSize"],
  [{ key: "a", maxSize: "5" }, "InvalidOption", "maxSize"],
  [{ key: "a", minSize: 2, maxSize: 1 }, "UnsatisfiablePolicy", "conditions"],
  [{ key: "a", conditions: {} }, "InvalidOption", "conditions"],
  [{ key: "a", conditions: [["eq", "acl", "private"]] }, "InvalidCondition", "conditions.0"],
  [{ key: "a", conditions: [{ acl: "a", b: "c" }] }, "InvalidCondition", "conditions.0"],
  [{ key: "a", conditions: [{}] }, "InvalidCondition", "conditions.0"],
  [{ key: "a", conditions: [null] }, "InvalidCondition", "conditions.0"],
  [{ key: "a", conditions: ["acl"] }, "InvalidCondition", "conditions.0"],
  [
    { key: "a", conditions: [["content-length-range", "0", 1]] },
    "InvalidCondition",
    "conditions.0",
  ],
  [
    { key: "a", conditions: [["content-length-range", 0, "1"]] },
    "InvalidCondition",
    "conditions.0",
  ],
  [{ key: "a", conditions: [["content-length-range", 0, 1.5]] }, "InvalidOption", "conditions.0"],
  [{ key: "a", conditions: [{ acl: "a" }, { acl: "b" }] }, "UnsatisfiablePolicy", "conditions"],
  [{ key: "a", fields: { policy: "b" } }, "ReservedField", "fields.policy"],
] as const) {
  test(`an invalid form request throws: ${JSON.stringify(request)}`, () => {
    assert.deepEqual(
      thrownBy(() => presigner().presignPost(request as never)),
      [code, field],
    );
  });
}

test("toFormData throws for a value that is not a Blob", () => {
  const form = presigner().presignPost({ key: "a" });
  assert.deepEqual(
    thrownBy(() => form.toFormData("hello" as never)),
    ["InvalidOption", "file"],
  );
});

/** Returns the message of the error that a call throws. */
function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return (error as Error).message;
  }
  assert.fail("Nothing was thrown.");
}

for (const [misspelt, meant] of [
  ["expiresin", "expiresIn"],
  ["expireIn", "expiresIn"],
  ["Key", "key"],
  ["Bucket", "bucket"],
  ["header", "headers"],
  ["ACL", "headers"],
]) {
  test(`an unknown option ${misspelt} suggests ${meant}`, () => {
    assert.equal(
      messageOf(() => presigner().presign({ [misspelt as string]: 1 } as never)),
      `\`${misspelt}\` is not an option; did you mean \`${meant}\`?`,
    );
  });
}

test("an option of the AWS SDK is reported with the option of this package", () => {
  const message = messageOf(() => presigner({ forcePathStyle: true }));
  assert.equal(message, "`forcePathStyle` is not an option; did you mean `addressing`?");
});

test("an unknown option that resembles none is reported without a suggestion", () => {
  const message = messageOf(() => presigner().presign({ key: "a", purple: 1 } as never));
  assert.equal(message, "`purple` is not an option.");
});

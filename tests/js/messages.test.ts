import assert from "node:assert/strict";
import { test } from "node:test";
import {
  inspect,
  type PostRequest,
  PresignError,
  Presigner,
  type PresignerOptions,
  type PresignRequest,
} from "s3-signpost";
import { thrownError } from "./support/thrown-error.ts";

const credentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};

const expired = { ...credentials, expiration: new Date("2013-05-24T00:00:00Z") };

function presigner(options: object = {}): Presigner {
  const defaults: PresignerOptions = { region: "us-east-1", bucket: "examplebucket", credentials };
  return new Presigner({ ...defaults, ...options });
}

const presign = (request: object, options?: object) => () =>
  presigner(options).presign({ key: "a", ...request } as PresignRequest);
const presignPost = (request: object, options?: object) => () =>
  presigner(options).presignPost({ key: "a", ...request } as PostRequest);
const form = (request: object = {}) => presigner().presignPost({ key: "a", ...request });

const MESSAGES: [call: () => unknown, message: string][] = [
  [
    presign({ expiresIn: 604_801 }),
    "`expiresIn` must be 1 to 604800 seconds for Signature V4; got 604801.",
  ],
  [
    presign({ expiresIn: 31_536_001 }, { signature: "v2" }),
    "`expiresIn` must be 1 to 31536000 seconds; got 31536001.",
  ],
  [
    presign({ signingDate: new Date(60_000), expiresAt: new Date(50_000) }),
    "`expiresAt` must be 1 to 604800 seconds after the instant of signing for Signature V4; got -10.",
  ],
  [presign({ expiresIn: 1.5 }), "`expiresIn` must be a whole number of seconds; got 1.5."],
  [presign({ cacheWindow: 0 }), "`cacheWindow` must be 1 to 604800 seconds; got 0."],
  [
    presign({ expiresIn: 604_800, cacheWindow: 2 }),
    "`cacheWindow` and the lifetime together must be at most 604800 seconds for Signature V4; got 604801.",
  ],
  [presign({ key: "" }), "`key` must not be empty."],
  [
    presign({ key: "ü".repeat(513) }),
    "`key` must be at most 1024 bytes of UTF-8, S3's limit; got 1026.",
  ],
  [() => presigner().presignMany(["a", "b", ""]), "`key` at index 2 must not be empty."],
  [() => presigner().presignMany(["a", 5 as never]), "`key` at index 1 must be a string."],
  [
    presign({ bucket: "My Bucket" }),
    `\`bucket\` must consist of letters, digits, dots, hyphens and underscores; got "My Bucket".`,
  ],
  [
    presign({ bucket: "My_Bucket" }, { addressing: "virtual" }),
    `\`bucket\` must consist of lower-case letters, digits, dots and hyphens; got "My_Bucket".`,
  ],
  [presign({}, { bucket: undefined }), "`bucket` must be set if `key` is."],
  [presignPost({}, { bucket: undefined }), "`bucket` must be set."],
  [() => presigner({ region: "" }), "`region` must be set."],
  [
    presign({}, { credentials: expired }),
    "`credentials.expiration` must be later than the instant of signing; got 2013-05-24T00:00:00.000Z.",
  ],
  [
    presign({ headers: { host: "b" } }),
    "`headers.host` cannot be set by a page, so a signature over it could never match.",
  ],
  [presign({ headers: { "x-amz-date": "b" } }), "`headers.x-amz-date` is set by the signer."],
  [presignPost({ key: undefined }), "`key` or `keyStartsWith` must be set."],
  [
    presignPost({ fields: { "x-amz-meta-a": "b".repeat(20_300) } }),
    "`fields` must come to at most 20480 bytes in all, S3's limit; got 48849.",
  ],
];

for (const [call, message] of MESSAGES) {
  test(`an error says: ${message}`, () => {
    assert.equal(thrownError(call).message, message);
  });
}

const INVALID_CALLS: (() => unknown)[] = [
  ...MESSAGES.map(([call]) => call),
  ...[
    { region: undefined },
    { region: 5 },
    { region: "a/b" },
    { region: "a/b", endpoint: "https://s3.test" },
    { endpoint: "localhost" },
    { endpoint: "https://u:p@s3.test" },
    { endpoint: "https://s3.test/?a" },
    { endpoint: "https://s3.test/?#" },
    { endpoint: "https://a..b" },
    { endpoint: "https://s3.test:0" },
    { endpoint: "https://s3.test", protocol: "http" },
    { endpoint: "https://s3.test", fips: true },
    { globalEndpoint: true, fips: true },
    { globalEndpoint: true, region: "cn-north-1" },
    { accelerate: true, fips: true },
    { accelerate: true, addressing: "path" },
    { endpoint: "https://10.0.0.1", addressing: "virtual" },
    { signature: "v2", region: "eu-central-1" },
    { signature: "v3" },
    { bucket: "bucket--x-s3" },
    { bucket: "a.mrap" },
    { bucket: ".." },
    { bucket: "a_b", addressing: "virtual" },
    { bucket: "arn:aws:s3:us-east-1:123456789012:bucket/a" },
    { bucket: "arn:aws:s3:us-east-1::accesspoint/a" },
    { bucket: "arn:aws:s3:cn-north-1:123456789012:accesspoint/a" },
    { purple: 1 },
    { credentials: { ...credentials, accessKeyId: "a/b" } },
    { credentials: { ...credentials, secretAccessKey: "a b" } },
    { credentials: { ...credentials, sessionToken: "ü" } },
  ].map((options) => () => presigner(options)),
  ...[
    { key: 5 },
    { key: "\ud83d" },
    { key: "a/../b" },
    { method: "PATCH" },
    { expiresIn: "5" },
    { expiresAt: new Date(Number.NaN) },
    { signingDate: new Date(-1) },
    { headers: [] },
    { headers: { "": "a" } },
    { headers: { a: "ü" } },
    { headers: { a: "b", A: "b" } },
    { query: { "": "a" } },
    { headers: { "Content-Length": "5" } },
    { headers: { "Content-Length": "05" }, method: "PUT" },
    { headers: { "x-amz-acl": "a" }, query: { "X-Amz-Acl": "a" } },
    { query: { "X-Amz-Date": "a" } },
    { query: { "X-Amz-\nDate": 5 } },
    { query: { "response-expires": "a" }, response: { expires: "b" } },
    { response: { expires: "€" } },
    { response: { downloadAs: "" } },
    { response: { downloadAs: "a", contentDisposition: "b" } },
    { response: { expires: "a" }, method: "PUT" },
    { purple: 1 },
  ].map((request) => presign(request)),
  ...[
    { key: "a", keyStartsWith: "b" },
    { key: undefined, keyStartsWith: "${filename}" },
    { contentType: "*" },
    { minSize: 2, maxSize: 1 },
    { maxSize: -1 },
    { fields: { key: "a" } },
    { fields: { policy: "a" } },
    { fields: { ü: "a" } },
    { fields: { a: "b\n" } },
    { fields: { acl: "a", ACL: "a" } },
    { fields: { success_action_status: "202" } },
    { fields: { "x-amz-acl": "${filename}" } },
    { conditions: [5] },
    { conditions: [["eq", "$acl", "${filename}"]] },
    { conditions: [["starts-with", "$bucket", "a"]] },
    { conditions: [{ acl: "a" }, { acl: "b" }] },
  ].map((request) => presignPost(request)),
  () => form().toFormData(5 as never),
  () => form({ contentType: "image/" }).toFormData(new Blob([])),
  () => form({ key: "${filename}" }).toFormData(new Blob([])),
  () => form().toFormData(new Blob([]), { key: "b" }),
  () => form().toCurl(""),
  () => form().toCurl("a", { contentType: "a" }),
  () => form({ contentType: "image/" }).toCurl("a"),
  () => presigner().presign("s3:///a"),
  () => presigner().presignMany("a" as never),
  () => inspect("ftp://a"),
  () => inspect("https://examplebucket.s3.amazonaws.com/a"),
  () => inspect("https://a.s3-website-us-east-1.amazonaws.com/a?X-Amz-Signature=a"),
  () => inspect(5 as never),
];

test("every error about an option begins with the option's name in backquotes", () => {
  for (const call of INVALID_CALLS) {
    const { field, message } = thrownError(call);
    assert(field, message);
    const name = field.replace("\n", "\ufffd");
    assert.match(
      message,
      /^`[^`]+` (?:at index \d+ )?(?:must|is|has|needs|cannot|and|or) .*[.?]$/s,
    );
    assert(message.startsWith(`\`${name}\` `), message);
  }
});

test("a hint is a sentence, and is absent if the message says what to do", () => {
  assert.equal("hint" in thrownError(presign({ key: 5 })), false);
  for (const call of INVALID_CALLS) {
    const { hint, message } = thrownError(call);
    if (hint !== undefined) assert.match(hint, /^[A-Z].*[.?]$/s, message);
  }
});

test("no message holds a value that may be secret", () => {
  for (const call of INVALID_CALLS) {
    const error = thrownError(call);
    const shown = JSON.stringify({ ...error, message: error.message });
    assert(!shown.includes(credentials.secretAccessKey), shown);
  }
});

test("an error of the presigner is a PresignError", () => {
  assert(thrownError(presign({ key: "" })) instanceof PresignError);
});

test("an error has no property whose value is undefined", () => {
  const error = thrownError(presign({ expiresIn: 604_801 }));
  assert.deepEqual(Object.keys(error).sort(), ["code", "field", "name", "retryable"]);
});

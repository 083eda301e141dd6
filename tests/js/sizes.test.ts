import assert from "node:assert/strict";
import { test } from "node:test";
import { PresignError } from "../../js/errors.ts";
import { inspect } from "../../js/inspect.ts";
import { Presigner } from "../../js/presigner.ts";
import { signerMemory } from "../../js/wasm/signer.ts";
import { thrownError } from "./support/thrown-error.ts";

const credentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};

function presigner(options: object = {}): Presigner {
  const defaults = { region: "us-east-1", bucket: "examplebucket", credentials };
  return new Presigner({ ...defaults, ...options });
}

const HUGE = "a".repeat(2 ** 24);
const MANY = Object.fromEntries(
  Array.from({ length: 100_000 }, (_, at) => [`x-amz-meta-${at}`, "a"]),
);
const MANY_CONDITIONS = Array.from({ length: 100_000 }, (_, at) => ["eq", "$a", String(at)]);

type Call = [call: (signer: Presigner) => unknown, code: string, field: string];

const form = (signer: Presigner) => signer.presignPost({ key: "a" });

const TOO_LARGE: Call[] = [
  ...(["region", "bucket", "endpoint"] as const).map(
    (name): Call => [() => presigner({ [name]: HUGE }), "InvalidOption", name],
  ),
  ...(["accessKeyId", "secretAccessKey", "sessionToken"] as const).map(
    (name): Call => [
      () => presigner({ credentials: { ...credentials, [name]: HUGE } }),
      "CredentialsMalformed",
      `credentials.${name}`,
    ],
  ),
  [(signer) => signer.presign(HUGE), "InvalidKey", "key"],
  [(signer) => signer.presign(`s3://bucket/${HUGE}`), "InvalidKey", "key"],
  [(signer) => signer.presign({ key: HUGE }), "InvalidKey", "key"],
  [(signer) => signer.presign({ key: "a", bucket: HUGE }), "InvalidOption", "bucket"],
  [(signer) => signer.presign({ key: "a", headers: { a: HUGE } }), "InvalidHeader", "headers"],
  [(signer) => signer.presign({ key: "a", headers: { [HUGE]: "a" } }), "InvalidHeader", "headers"],
  [(signer) => signer.presign({ key: "a", headers: MANY }), "InvalidHeader", "headers"],
  [(signer) => signer.presign({ key: "a", query: { a: HUGE } }), "InvalidQuery", "query"],
  [(signer) => signer.presign({ key: "a", query: MANY }), "InvalidQuery", "query"],
  [
    (signer) => signer.presign({ key: "a", response: { expires: HUGE } }),
    "InvalidOption",
    "response.expires",
  ],
  [(signer) => signer.presignMany(["a", HUGE]), "InvalidKey", "key"],
  [(signer) => signer.presignMany(["a"], { headers: MANY }), "InvalidHeader", "headers"],
  [(signer) => signer.presignPost({ key: HUGE }), "InvalidKey", "key"],
  [(signer) => signer.presignPost({ keyStartsWith: HUGE }), "InvalidKey", "keyStartsWith"],
  [(signer) => signer.presignPost({ key: "a", bucket: HUGE }), "InvalidOption", "bucket"],
  [(signer) => signer.presignPost({ key: "a", contentType: HUGE }), "InvalidOption", "contentType"],
  [(signer) => signer.presignPost({ key: "a", fields: MANY }), "FormTooLarge", "fields"],
  [
    (signer) => signer.presignPost({ key: "a", conditions: MANY_CONDITIONS as never }),
    "FormTooLarge",
    "conditions",
  ],
  [
    (signer) => signer.presignPost({ key: "a", conditions: [{ a: HUGE }] }),
    "InvalidOption",
    "conditions.0",
  ],
  [
    (signer) => form(signer).toFormData(new Blob(), { filename: HUGE }),
    "InvalidOption",
    "filename",
  ],
  [(signer) => form(signer).toFormData(new Blob(), { key: HUGE }), "InvalidKey", "key"],
  [(signer) => form(signer).toFormData(new File([], HUGE)), "InvalidOption", "file"],
  [(signer) => form(signer).toCurl(HUGE), "InvalidOption", "path"],
  [() => inspect(HUGE), "InvalidOption", "url"],
];

test("a text over the limits of S3 throws an error with the option and the limit", () => {
  const signer = presigner();
  for (const [call, code, field] of TOO_LARGE) {
    const error = thrownError(() => call(signer));
    assert.deepEqual([error.code, error.field], [code, field], String(call));
    assert.match(error.message, /\b(1024|20480|65536)\b/);
  }
});

test("texts that are too large are not copied into the core's memory", () => {
  const signer = presigner();
  signer.presign("a");
  const size = signerMemory().length;
  for (const [call] of TOO_LARGE) thrownError(() => call(signer));
  assert.equal(signerMemory().length, size);
});

test("presignMany with keys that are too long does not grow the core's memory", () => {
  const signer = presigner();
  signer.presignMany(Array.from({ length: 5_000 }, (_, at) => `photos/${at}`));
  const size = signerMemory().length;
  const keys = Array.from({ length: 5_000 }, () => "ü".repeat(100_000));
  const { field, index } = thrownError(() => signer.presignMany(keys));
  assert.deepEqual([field, index], ["key", 0]);
  assert.equal(signerMemory().length, size);
});

test("the longest keys, headers and forms that S3 accepts leave the core's memory below 16 MiB", () => {
  const signer = presigner({ credentials: { ...credentials, sessionToken: "a".repeat(20_480) } });
  const key = "ü".repeat(512);
  assert.equal(signer.presignMany(Array.from({ length: 5_000 }, () => key)).length, 5_000);
  signer.presign({ key, headers: { "x-amz-meta-a": "a".repeat(8_178) } });
  assert(signerMemory().length < 2 ** 24, `${signerMemory().length}`);
});

test("a key of 1,024 bytes is signed by presign, presignMany, presignPost and as an s3:// URI", () => {
  const signer = presigner();
  const key = "a".repeat(1_024);
  const { url } = signer.presign(key);
  assert(url.includes(`/${key}?`));
  assert.deepEqual(signer.presignMany([key]), [url]);
  assert.equal(signer.presign(`s3://examplebucket/${key}`).url, url);
  assert.equal(signer.presignPost({ key }).fields["key"], key);
});

test("a session token of 8,192 characters is signed", () => {
  const sessionToken = "a".repeat(8_192);
  const { url } = presigner({ credentials: { ...credentials, sessionToken } }).presign("a");
  assert(url.includes(sessionToken));
});

test("headers over 8 KB and a query over 8 KB throw an error with S3's limit", () => {
  const signer = presigner();
  const value = "a".repeat(8_192);
  for (const [name, code] of [
    ["headers", "InvalidHeader"],
    ["query", "InvalidQuery"],
  ] as const) {
    const error = thrownError(() =>
      signer.presign({ key: "a", [name]: { "x-amz-meta-a": value } }),
    );
    assert(error instanceof PresignError);
    assert.equal(error.code, code);
    assert.equal(
      error.message,
      `\`${name}\` must come to at most 8192 bytes in all, S3's limit; got 8206.`,
    );
  }
});

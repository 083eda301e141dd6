import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { SignpostError } from "../../js/errors.ts";
import { S3 } from "../../js/s3.ts";

const credentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};

/** A value that TypeScript does not accept and JavaScript can pass. */
type Anything = never;

let requests = 0;

function client(options: object = {}): S3 {
  return new S3({
    region: "us-east-1",
    bucket: "examplebucket",
    credentials,
    fetch: async () => {
      requests += 1;
      throw new Error("No request may leave");
    },
    ...options,
  });
}

/** Returns the error of a call that throws or rejects. */
async function errorOf(call: () => unknown): Promise<unknown> {
  try {
    const result = await call();
    if (typeof result === "object" && result !== null && Symbol.asyncIterator in result) {
      for await (const _ of result as AsyncIterable<unknown>) break;
    }
  } catch (error) {
    return error;
  }
  return undefined;
}

async function assertRejected(call: () => unknown, field: string, code: string): Promise<void> {
  const before = requests;
  const error = await errorOf(call);
  assert(error instanceof SignpostError, String(error));
  assert.deepEqual([error.code, (error as { field?: string }).field], [code, field]);
  assert.ok(error.message.startsWith(`\`${field}\` `), error.message);
  assert.equal(requests, before, "a request was sent");
}

function detached(): ArrayBuffer {
  const buffer = new ArrayBuffer(8);
  structuredClone(buffer, { transfer: [buffer] });
  return buffer;
}

const revoked = Proxy.revocable({}, {});
revoked.revoke();

const throwing = {
  get key(): string {
    throw new Error("hush");
  },
};

const locked = new WritableStream();
locked.getWriter();

const fakeDate = { key: "a", expiresAt: Object.create(Date.prototype) as Date };

type Case = [options: unknown, field: string, code?: string];

const CONSTRUCTOR: Case[] = [
  [{ bukket: "a" }, "bukket"],
  [{ Bucket: "a" }, "Bucket"],
  [{ forcePathStyle: true }, "forcePathStyle"],
  [{ clockOffset: 5 }, "clockOffset"],
  [{ retry: { attempt: 3 } }, "retry.attempt"],
  [{ retry: { attempts: Number.NaN } }, "retry.attempts"],
  [{ retry: { attempts: 0 } }, "retry.attempts"],
  [{ retry: { attempts: 1.5 } }, "retry.attempts"],
  [{ retry: { baseDelay: -1 } }, "retry.baseDelay"],
  [{ retry: { maxDelay: Number.POSITIVE_INFINITY } }, "retry.maxDelay"],
  [{ retry: { stallTimeout: 0 } }, "retry.stallTimeout"],
  [{ retry: 3 }, "retry"],
  [{ fetch: "fetch" }, "fetch"],
  [{ storage: {} }, "storage"],
];

for (const [options, field, code = "InvalidOption"] of CONSTRUCTOR) {
  test(`new S3 rejects ${field} in ${describeValue(options)}`, () =>
    assertRejected(() => client(options as object), field, code));
}

const UPLOAD: Case[] = [
  [undefined, "key", "InvalidKey"],
  [null, "key", "InvalidKey"],
  [{ key: 5 }, "key", "InvalidKey"],
  [{ key: "\ud83d" }, "key", "InvalidKey"],
  [{ key: "a", contenttype: "text/html" }, "contenttype"],
  [{ key: "a", ContentType: "text/html" }, "ContentType"],
  [{ key: "a", contentType: 5 }, "contentType"],
  [{ key: "a", contentType: "a/b", headers: { "Content-Type": "c/d" } }, "contentType"],
  [{ key: "a", headers: new Headers({ "x-amz-acl": "private" }) }, "headers"],
  [{ key: "a", headers: new Map([["x-amz-acl", "private"]]) }, "headers"],
  [{ key: "a", headers: { "x-amz-acl": 5 } }, "headers.x-amz-acl"],
  [{ key: "a", headers: { "X-A": "1", "x-a": "2" } }, "headers.x-a"],
  [{ key: "a", headers: { "Content-Length": "4" } }, "headers.content-length", "ForbiddenHeader"],
  [{ key: "a", metadata: "oops" }, "metadata"],
  [{ key: "a", metadata: new Map([["a", "b"]]) }, "metadata"],
  [{ key: "a", metadata: { a: 5 } }, "metadata.a"],
  [{ key: "a", metadata: { "a b": "c" } }, "metadata.a b"],
  [{ key: "a", metadata: { "\u00e4": "c" } }, "metadata.\u00e4"],
  [{ key: "a", metadata: { a: "b" }, headers: { "x-amz-meta-A": "c" } }, "metadata.a"],
  [{ key: "a", conditions: {} }, "conditions"],
  [{ key: "a", checksum: "MD5" }, "checksum"],
  [{ key: "a", via: "pigeon" }, "via"],
  [{ key: "a", multipartThreshold: -1 }, "multipartThreshold"],
  [{ key: "a", partSize: 1_024 }, "partSize", "InvalidPartSize"],
  [{ key: "a", partSize: "8 MB" }, "partSize"],
  [{ key: "a", concurrency: 0 }, "concurrency"],
  [{ key: "a", resumable: "yes" }, "resumable"],
  [{ key: "a", signal: {} }, "signal"],
  [{ key: "a", signal: 5 }, "signal"],
  [{ key: "a", onProgress: 5 }, "onProgress"],
  [{ key: "a", bucket: 5 }, "bucket"],
  [revoked.proxy, "options"],
  [throwing, "key"],
];

for (const [options, field, code = "InvalidOption"] of UPLOAD) {
  test(`upload rejects ${field} in ${describeValue(options)}`, () =>
    assertRejected(() => client().upload("body", options as Anything), field, code));
}

const BODIES: [name: string, body: unknown][] = [
  ["nothing", undefined],
  ["an object", {}],
  ["a detached buffer", detached()],
  ["a view of a detached buffer", viewOfDetached()],
];

for (const [name, body] of BODIES) {
  test(`upload rejects ${name} as its body`, () =>
    assertRejected(() => client().upload(body as Anything, { key: "a" }), "body", "InvalidOption"));
}

const DOWNLOAD: Case[] = [
  [{ versionID: "v" }, "versionID"],
  [{ VersionId: "v" }, "VersionId"],
  [{ versionId: 5 }, "versionId"],
  [{ to: "floppy" }, "to"],
  [{ to: {} }, "to"],
  [{ to: locked }, "to"],
  [{ range: { from: 0 } }, "range.from"],
  [{ range: { start: "0" } }, "range.start"],
  [{ range: { start: 5, end: 4 } }, "range", "InvalidRange"],
  [{ range: {} }, "range", "InvalidRange"],
  [{ verify: "yes" }, "verify"],
  [{ verify: true, range: { start: 0 } }, "verify"],
  [{ signal: {} }, "signal"],
  [{ onProgress: 5 }, "onProgress"],
  [5, "options"],
  [revoked.proxy, "options"],
];

for (const [options, field, code = "InvalidOption"] of DOWNLOAD) {
  test(`download rejects ${field} in ${describeValue(options)}`, () =>
    assertRejected(() => client().download("a", options as Anything), field, code));
}

const OBJECT: Case[] = [
  [{ versionID: "v" }, "versionID"],
  [{ checksum: "CRC32" }, "checksum"],
  [{ signal: {} }, "signal"],
  [{ bucket: 5 }, "bucket"],
  [5, "options"],
];

for (const method of ["head", "delete"] as const) {
  for (const [options, field] of OBJECT) {
    test(`${method} rejects ${field} in ${describeValue(options)}`, () =>
      assertRejected(() => client()[method]("a", options as Anything), field, "InvalidOption"));
  }
}

const SIGNER: Case[] = [
  [{ ExpiresIn: 60 }, "ExpiresIn"],
  [{ expires: 60 }, "expires"],
  [{ expiresIn: "60" }, "expiresIn"],
  [{ expiresIn: 0 }, "expiresIn", "InvalidExpiry"],
  [{ expiresIn: 604_801 }, "expiresIn", "InvalidExpiry"],
  [{ cacheWindow: 1.5 }, "cacheWindow", "InvalidExpiry"],
  [{ cacheWindow: 604_801 }, "cacheWindow", "InvalidExpiry"],
  [{ expiresIn: 604_800, cacheWindow: 900 }, "cacheWindow", "InvalidExpiry"],
  [5, "options"],
  [null, "options"],
  [revoked.proxy, "options"],
];

for (const [options, field, code = "InvalidOption"] of SIGNER) {
  test(`signer rejects ${field} in ${describeValue(options)}`, () =>
    assertRejected(() => client().signer(options as Anything), field, code));
}

const LIST: Case[] = [
  [{ Delimiter: "/" }, "Delimiter"],
  [{ delimiter: 5 }, "delimiter"],
  [{ pageSize: 0 }, "pageSize"],
  [{ pageSize: 1_001 }, "pageSize"],
  [{ pageSize: "5" }, "pageSize"],
  [{ signal: {} }, "signal"],
];

for (const [options, field] of LIST) {
  test(`list rejects ${field} in ${describeValue(options)}`, () =>
    assertRejected(() => client().list("", options as Anything), field, "InvalidOption"));
}

test("list rejects a prefix that is not a string", () =>
  assertRejected(() => client().list(5 as Anything), "prefix", "InvalidOption"));

const REQUESTS: Case[] = [
  [undefined, "options"],
  [{ Key: "a" }, "Key"],
  [{ key: "a", expiresAt: "tomorrow" }, "expiresAt"],
  [fakeDate, "expiresAt"],
  [throwing, "key"],
  [revoked.proxy, "options"],
];

for (const [request, field] of REQUESTS) {
  test(`presign rejects ${field} in ${describeValue(request)}`, () =>
    assertRejected(() => client().presign(request as Anything), field, "InvalidOption"));
}

test("presignMany rejects keys that are not an array", () =>
  assertRejected(() => client().presignMany("abc" as Anything), "keys", "InvalidOption"));

describe("an error of an option", () => {
  test("suggests the most similar option", async () => {
    const error = await errorOf(() => client().download("a", { versionID: "v" } as Anything));
    assert.equal(
      (error as Error).message,
      "`versionID` is not an option; did you mean `versionId`?",
    );
  });

  test("rejects the transfer and does not throw", () => {
    const transfer = client().upload("body", { key: "a", partSize: 1 });
    transfer.catch(() => {});
    assert.equal(transfer.state, "failed");
  });
});

describe("a fetch of the caller", () => {
  for (const [name, reply] of [
    ["nothing", undefined],
    ["a string", "ok"],
    ["an object without headers", { status: 200 }],
  ] as const) {
    test(`that resolves to ${name} is reported as a typed error`, async () => {
      const s3 = client({ fetch: async () => reply });
      const error = await errorOf(() => s3.download("a"));
      assert(error instanceof SignpostError, String(error));
      assert.equal(error.message, "`fetch` must resolve to a Response.");
    });
  }
});

test("options are read once, so a getter cannot return two values", async () => {
  const counts: Record<string, number> = {};
  const counted = new Proxy({ key: "a", partSize: 8 * 1024 * 1024, via: "put" } as object, {
    get(target, name) {
      counts[String(name)] = (counts[String(name)] ?? 0) + 1;
      return Reflect.get(target, name);
    },
  });
  await errorOf(() => client({ retry: { attempts: 1 } }).upload("body", counted as Anything));
  assert.deepEqual([...new Set(Object.values(counts))], [1], JSON.stringify(counts));
});

function viewOfDetached(): Uint8Array {
  const view = new Uint8Array(8);
  structuredClone(view.buffer, { transfer: [view.buffer] });
  return view;
}

function describeValue(value: unknown): string {
  if (value === revoked.proxy) return "a revoked proxy";
  if (value === fakeDate) return "an object that poses as a Date";
  if (value === throwing) return "an object whose getter throws";
  const seen = (_: string, inner: unknown) =>
    typeof inner === "number" && !Number.isFinite(inner)
      ? String(inner)
      : inner instanceof Map || inner instanceof Headers || inner instanceof WritableStream
        ? `a ${inner.constructor.name}`
        : inner;
  return JSON.stringify(value, seen);
}

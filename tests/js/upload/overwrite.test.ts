import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { wasmChecksums } from "../../../js/checksum/wasm-checksums.ts";
import { ServiceError, type TransferError } from "../../../js/errors.ts";
import type { UploadOptions } from "../../../js/types.ts";
import { upload } from "../../../js/upload/upload.ts";
import {
  errorResponse,
  type FakeService,
  fakeService,
  type Responder,
  type SeenRequest,
} from "../support/fake-service.ts";

const MIB = 1024 * 1024;
const BODY = "123456789";
const MD5 = createHash("md5").update(BODY).digest("hex");
/** The CRC64NVME of the body, from the catalogue of parametrised CRC algorithms. */
const CRC64 = "rosUhgp5mIg=";
const NEW: UploadOptions = { key: "a", overwrite: false };

const TAKEN = errorResponse(412, "PreconditionFailed");
const CONFLICT = errorResponse(409, "ConditionalRequestConflict");
const STORED = () => new Response(null, { headers: { etag: '"e1"' } });
const lost: Responder = () => {
  throw new TypeError("fetch failed");
};

/** A service with these responses to the attempts to write, the last one for all further ones, and an object for HEAD. */
function serviceWith(attempts: Responder[], object: Record<string, string> = {}): FakeService {
  const service = fakeService({ retry: { attempts: 3 } });
  service.environment.checksums = wasmChecksums;
  const left = [...attempts];
  service.responses.push((request) => {
    if (request.method === "HEAD") {
      const length = { "content-length": String(BODY.length) };
      return new Response(null, { headers: { ...length, ...object } });
    }
    const respond = (left.length > 1 ? left.shift() : left[0]) as Responder;
    return respond(request);
  });
  return service;
}

function methodsOf({ requests }: FakeService): string[] {
  return requests.map(({ method }) => method);
}

test("a PUT with `overwrite: false` signs and sends If-None-Match", async () => {
  const service = serviceWith([STORED]);
  const { via } = await upload(service.environment, BODY, NEW);
  assert.equal(via, "put");
  assert.equal(service.signed[0]?.headers?.["if-none-match"], "*");
  assert.equal(service.requests[0]?.headers.get("if-none-match"), "*");
});

test("`overwrite: true` is the default", async () => {
  const service = serviceWith([STORED]);
  await upload(service.environment, BODY, { key: "a", overwrite: true, via: "put" });
  assert.equal(service.requests[0]?.headers.get("if-none-match"), null);
});

test("a taken key is AlreadyExists after one request, with the service's error as its cause", async () => {
  const service = serviceWith([TAKEN], { etag: `"${MD5}"` });
  await assert.rejects(upload(service.environment, BODY, NEW), (error: TransferError) => {
    const { name, code, retryable, attempts, hint, cause } = error;
    assert.deepEqual(
      [name, code, retryable, attempts],
      ["TransferError", "AlreadyExists", false, 1],
    );
    assert.match(String(hint), /another key/);
    assert.ok(cause instanceof ServiceError);
    assert.deepEqual([cause.code, cause.status], ["PreconditionFailed", 412]);
    return true;
  });
  assert.deepEqual(methodsOf(service), ["PUT"]);
});

test("a header If-None-Match of the caller's keeps the service's error", async () => {
  const service = serviceWith([TAKEN]);
  const options = { key: "a", headers: { "If-None-Match": "*" } };
  await assert.rejects(upload(service.environment, BODY, options), { code: "PreconditionFailed" });
});

test("a PUT is sent again after a conflict", async () => {
  const service = serviceWith([CONFLICT, STORED]);
  const { etag } = await service.time.until(upload(service.environment, BODY, NEW));
  assert.equal(etag, '"e1"');
});

test("a conflict at every attempt is AlreadyExists", async () => {
  const service = serviceWith([CONFLICT], { etag: '"another"' });
  const transfer = service.time.until(upload(service.environment, BODY, NEW));
  await assert.rejects(transfer, { code: "AlreadyExists", attempts: 3 });
});

const EVIDENCE: [what: string, object: Record<string, string>, isOwn: boolean][] = [
  ["an ETag that is its MD5", { etag: `"${MD5}"`, "x-amz-version-id": "v1" }, true],
  ["an ETag in capitals", { etag: `"${MD5.toUpperCase()}"` }, true],
  ["its checksum", { etag: '"kms"', "x-amz-checksum-crc64nvme": CRC64 }, true],
  ["the ETag of another object", { etag: `"${"0".repeat(32)}"` }, false],
  ["the checksum of another object", { "x-amz-checksum-crc64nvme": "AAAAAAAAAAA=" }, false],
  ["a composite checksum", { "x-amz-checksum-crc64nvme": `${CRC64}-1` }, false],
  ["no ETag and no checksum", {}, false],
  ["its ETag and another size", { etag: `"${MD5}"`, "content-length": "8" }, false],
];

for (const [what, object, isOwn] of EVIDENCE) {
  const outcome = isOwn ? "is this upload's" : "is not this upload's";
  test(`after a lost response, an object with ${what} ${outcome}`, async () => {
    const service = serviceWith([lost, TAKEN], object);
    const transfer = service.time.until(upload(service.environment, BODY, NEW));
    if (isOwn) {
      const { etag, versionId } = await transfer;
      assert.deepEqual([etag, versionId], [object["etag"], object["x-amz-version-id"]]);
    } else {
      await assert.rejects(transfer, { code: "AlreadyExists", attempts: 2 });
    }
  });
}

test("after a lost response, an object that HEAD may not see is not this upload's", async () => {
  const service = fakeService({ retry: { attempts: 3 } });
  let puts = 0;
  service.responses.push((request) => {
    if (request.method !== "PUT") return errorResponse(403, "AccessDenied")(request);
    puts += 1;
    return (puts === 1 ? lost : TAKEN)(request);
  });
  const transfer = service.time.until(upload(service.environment, BODY, NEW));
  await assert.rejects(transfer, { code: "AlreadyExists" });
});

test("after a pause, the object that the paused attempt stored is this upload's", async () => {
  let pause = () => {};
  const service = serviceWith(
    [
      () => {
        pause();
        return new Promise<Response>(() => {});
      },
      TAKEN,
    ],
    { etag: `"${MD5}"` },
  );
  const transfer = upload(service.environment, BODY, NEW);
  pause = () => {
    transfer.pause();
    queueMicrotask(() => transfer.resume());
  };
  assert.equal((await service.time.until(transfer)).etag, `"${MD5}"`);
});

/** A multipart service of one part, with these responses to the completions, and an object for HEAD. */
function partsService(completions: Responder[], etag?: string, head?: Responder) {
  const service = fakeService({ retry: { attempts: 3 } });
  const steps: string[] = [];
  const left = [...completions];
  service.responses.push((request) => {
    const step = stepOf(request, service);
    steps.push(step);
    if (step === "complete") {
      const respond = (left.length > 1 ? left.shift() : left[0]) as Responder;
      return respond(request);
    }
    if (step === "create")
      return new Response(
        "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>",
      );
    if (step === "head" && head) return head(request);
    if (step === "list") return errorResponse(404, "NoSuchUpload")(request);
    const headers = { etag: step === "head" ? (etag ?? '"another"') : `"${MD5}"` };
    return new Response(null, {
      status: step === "abort" ? 204 : 200,
      headers: { ...headers, "content-length": String(BODY.length) },
    });
  });
  return { service, steps };
}

function stepOf({ method, url }: SeenRequest, { signed }: FakeService): string {
  const { query = {} } = signed.find((_, index) => url.includes(`?n=${index + 1}&`)) ?? {};
  if ("uploads" in query) return "create";
  if ("partNumber" in query) return "part";
  const steps: Record<string, string> = { HEAD: "head", DELETE: "abort", GET: "list" };
  return steps[method] ?? "complete";
}

const COMPLETED = () =>
  new Response("<CompleteMultipartUploadResult><ETag>m</ETag></CompleteMultipartUploadResult>");
/** The ETag of an object of one part. */
const WHOLE = `"${createHash("md5").update(Buffer.from(MD5, "hex")).digest("hex")}-1"`;
const PARTS: UploadOptions = { ...NEW, via: "multipart", checksum: false };

test("the condition is sent with the completion only", async () => {
  const { service, steps } = partsService([COMPLETED]);
  await upload(service.environment, BODY, PARTS);
  const conditions = service.requests.map(({ headers }) => headers.get("if-none-match"));
  assert.deepEqual(steps, ["head", "create", "part", "complete"]);
  assert.deepEqual(conditions, [null, null, null, "*"]);
});

const FOUND = () =>
  new Response(null, {
    headers: { "content-length": "9", "last-modified": "Thu, 01 Jan 2026 00:00:00 GMT" },
  });

test("a key that HEAD finds taken is AlreadyExists before a part is sent", async () => {
  const { service, steps } = partsService([COMPLETED], WHOLE, FOUND);
  await assert.rejects(upload(service.environment, BODY, PARTS), { code: "AlreadyExists" });
  assert.deepEqual(steps, ["head"]);
});

for (const [what, head] of [
  ["that finds no object", errorResponse(404, "NoSuchKey")],
  ["that is denied", errorResponse(403, "AccessDenied")],
  ["without a response", lost],
  ["of a page that is no object", () => new Response(null, { headers: { etag: '"e"' } })],
] as const) {
  test(`after a HEAD ${what}, the parts are sent`, async () => {
    const { service, steps } = partsService([COMPLETED], WHOLE, head);
    const transfer = service.time.until(upload(service.environment, BODY, PARTS));
    assert.equal((await transfer).via, "multipart");
    assert.deepEqual(steps.filter((step) => step !== "list").slice(1), [
      "create",
      "part",
      "complete",
    ]);
  });
}

test("an upload that may overwrite sends no HEAD", async () => {
  const { service, steps } = partsService([COMPLETED], WHOLE, FOUND);
  await upload(service.environment, BODY, { ...PARTS, overwrite: true });
  assert.deepEqual(steps, ["create", "part", "complete"]);
});

test("an abort during the HEAD ends the upload", async () => {
  let abort = () => {};
  const { service, steps } = partsService([COMPLETED], WHOLE, () => {
    abort();
    return FOUND();
  });
  const transfer = upload(service.environment, BODY, PARTS);
  abort = () => transfer.abort();
  await assert.rejects(transfer, { name: "AbortError" });
  assert.deepEqual(steps, ["head"]);
});

for (const [what, response] of [
  ["taken key", TAKEN],
  ["conflict", CONFLICT],
] as const) {
  test(`a ${what} at the completion is AlreadyExists, and the upload is aborted`, async () => {
    const { service, steps } = partsService([response], WHOLE);
    const transfer = service.time.until(upload(service.environment, BODY, PARTS));
    await assert.rejects(transfer, { code: "AlreadyExists", attempts: 1 });
    await service.time.pass(0);
    assert.deepEqual(steps, ["head", "create", "part", "complete", "abort"]);
  });
}

for (const [what, second] of [
  ["a taken key", TAKEN],
  ["a conflict", CONFLICT],
] as const) {
  test(`after a lost completion, ${what} is a success if the object has these parts`, async () => {
    const { service } = partsService([lost, second], WHOLE);
    const { etag } = await service.time.until(upload(service.environment, BODY, PARTS));
    assert.equal(etag, WHOLE);
  });

  test(`after a lost completion, ${what} is AlreadyExists if the object has other parts`, async () => {
    const { service } = partsService([lost, second]);
    const transfer = service.time.until(upload(service.environment, BODY, PARTS));
    await assert.rejects(transfer, { code: "AlreadyExists" });
  });
}

test("an upload that ended after a conflict is AlreadyExists", async () => {
  const { service } = partsService([lost, CONFLICT, errorResponse(404, "NoSuchUpload")]);
  const transfer = service.time.until(upload(service.environment, BODY, PARTS));
  await assert.rejects(transfer, { code: "AlreadyExists" });
});

for (const [what, etag] of [
  ["is a success if the object has these parts", WHOLE],
  ["is AlreadyExists if the object has other parts", '"another"'],
] as const) {
  test(`after a reload, a taken key of an upload that was completed meanwhile ${what}`, async () => {
    const items = new Map<string, string>();
    const storage = {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) => void items.set(key, value),
      removeItem: (key: string) => void items.delete(key),
    };
    const file = new File([BODY], "a.bin", { lastModified: 1 });
    const options = { ...PARTS, resumable: true };
    const first = partsService([lost]);
    first.service.environment.storage = storage;
    const failed = first.service.time.until(upload(first.service.environment, file, options));
    await assert.rejects(failed, { code: "NetworkOrCors" });
    const second = partsService([TAKEN], etag);
    second.service.environment.storage = storage;
    const transfer = upload(second.service.environment, file, options);
    if (etag === WHOLE) assert.equal((await transfer).etag, WHOLE);
    else await assert.rejects(transfer, { code: "AlreadyExists" });
    assert.deepEqual(second.steps.slice(0, 5), ["list", "create", "part", "complete", "head"]);
  });
}

const WRONG: [title: string, options: object, code: string, field: string][] = [
  ["`via: post`", { via: "post" }, "HeaderNotInForm", "overwrite"],
  ["conditions of a form", { conditions: [{ acl: "private" }] }, "HeaderNotInForm", "overwrite"],
  ["If-None-Match", { headers: { "IF-NONE-MATCH": "*" } }, "InvalidOption", "overwrite"],
  ["a text", { overwrite: "no" }, "InvalidOption", "overwrite"],
];

for (const [title, options, code, field] of WRONG) {
  test(`\`overwrite\` with ${title} is an error, and nothing is sent`, async () => {
    const service = serviceWith([STORED]);
    await assert.rejects(
      upload(service.environment, BODY, { ...NEW, ...options } as UploadOptions),
      { code, field },
    );
    assert.equal(service.requests.length, 0);
  });
}

test("the MD5 of a body over 16 MiB is not computed", async () => {
  const body = new Uint8Array(17 * MIB);
  const etag = `"${createHash("md5").update(body).digest("hex")}"`;
  const object = { etag, "content-length": String(body.length) };
  const service = serviceWith([lost, TAKEN], object);
  const transfer = service.time.until(upload(service.environment, body, NEW));
  await assert.rejects(transfer, { code: "AlreadyExists" });
});

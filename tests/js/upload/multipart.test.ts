import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { wasmChecksums } from "../../../js/checksum/wasm-checksums.ts";
import { PresignError } from "../../../js/errors.ts";
import type { Progress, UploadOptions } from "../../../js/types.ts";
import { upload } from "../../../js/upload/upload.ts";
import {
  errorResponse,
  type FakeService,
  fakeService,
  type SeenRequest,
} from "../support/fake-service.ts";
import { settled } from "../support/time.ts";

const MIB = 1024 * 1024;
const BODY = new Blob([new Uint8Array(12 * MIB)], { type: "video/mp4" });
const OPTIONS: UploadOptions = { key: "film.mp4", via: "multipart", partSize: 5 * MIB };

type Step = "create" | "part" | "complete" | "abort";

function stepOf({ method, url }: SeenRequest, service: FakeService): Step {
  const query = service.signed.find((_, index) => url.includes(`?n=${index + 1}&`))?.query ?? {};
  if ("uploads" in query) return "create";
  if ("partNumber" in query) return "part";
  return method === "DELETE" ? "abort" : "complete";
}

const STARTED = () =>
  new Response(
    "<InitiateMultipartUploadResult><UploadId>u/1</UploadId></InitiateMultipartUploadResult>",
  );
const COMPLETED = () =>
  new Response(
    '<?xml version="1.0"?>\n   <CompleteMultipartUploadResult><Location>http://other.example/film.mp4</Location><ETag>&quot;m-3&quot;</ETag></CompleteMultipartUploadResult>',
    { headers: { "x-amz-version-id": "v1" } },
  );

/** A service that accepts parts, unless `faults` returns a response first. */
function multipartService(
  faults: (step: Step, part: number, request: SeenRequest) => unknown = () => undefined,
) {
  const service = fakeService({ retry: { attempts: 3 } });
  const steps: string[] = [];
  service.responses.push(async (request) => {
    const step = stepOf(request, service);
    const part = Number(partOf(request, service));
    steps.push(step === "part" ? `part ${part}` : step);
    const fault = await faults(step, part, request);
    if (fault instanceof Response) return fault;
    if (request.body instanceof FormData) return new Response(null, { status: 204 });
    if (step === "create") return STARTED();
    if (step === "complete") return COMPLETED();
    if (step === "abort") return new Response(null, { status: 204 });
    return new Response(null, { headers: { etag: `"p${part}"` } });
  });
  return { service, steps };
}

function partOf({ url }: SeenRequest, service: FakeService): string | undefined {
  return service.signed.find((_, index) => url.includes(`?n=${index + 1}&`))?.query?.["partNumber"];
}

async function runTurns(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await settled();
}

test("a multipart upload is created, sent and completed", async () => {
  const { service, steps } = multipartService();
  const result = await upload(service.environment, BODY, OPTIONS);
  assert.deepEqual(steps, ["create", "part 1", "part 2", "part 3", "complete"]);
  assert.deepEqual(result, {
    bucket: "photos",
    key: "film.mp4",
    etag: '"m-3"',
    versionId: "v1",
    location: "https://photos.example/film.mp4",
    via: "multipart",
  });
});

test("onPart is called with the number and the ETag of each stored part", async () => {
  const { service } = multipartService();
  const parts: unknown[] = [];
  await upload(service.environment, BODY, { ...OPTIONS, onPart: (part) => parts.push(part) });
  assert.deepEqual(
    parts,
    [1, 2, 3].map((number) => ({ number, etag: `"p${number}"` })),
  );
});

test("an error of onPart goes to the page, and the upload is completed", async () => {
  const { service, steps } = multipartService();
  const thrown: unknown[] = [];
  process.setUncaughtExceptionCaptureCallback((error) => thrown.push(error));
  try {
    const onPart = () => {
      throw new Error("of the application");
    };
    await upload(service.environment, new Blob(["a"]), { ...OPTIONS, onPart });
  } finally {
    process.setUncaughtExceptionCaptureCallback(null);
  }
  assert.equal(steps.at(-1), "complete");
  assert.deepEqual(thrown, [new Error("of the application")]);
});

test("every byte is in one part, and the last part is smaller", async () => {
  const { service } = multipartService();
  await upload(service.environment, BODY, OPTIONS);
  const sizes = service.requests.flatMap(({ body }) => (body instanceof Blob ? [body.size] : []));
  assert.deepEqual(sizes, [5 * MIB, 5 * MIB, 2 * MIB]);
});

test("the content type, metadata and headers are signed for CreateMultipartUpload", async () => {
  const { service } = multipartService();
  await upload(service.environment, BODY, {
    ...OPTIONS,
    metadata: { a: "b" },
    headers: { "If-None-Match": "*", "Cache-Control": "no-cache" },
  });
  assert.deepEqual(service.signed[0], {
    bucket: "photos",
    key: "film.mp4",
    method: "POST",
    query: { uploads: "" },
    headers: { "content-type": "video/mp4", "x-amz-meta-a": "b", "cache-control": "no-cache" },
  });
});

test("the completion lists the parts in order with their ETags, and has the condition", async () => {
  const { service } = multipartService();
  await upload(service.environment, BODY, { ...OPTIONS, headers: { "If-None-Match": "*" } });
  const last = service.requests.at(-1);
  assert.equal(
    last?.body,
    '<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Part><PartNumber>1</PartNumber><ETag>"p1"</ETag></Part><Part><PartNumber>2</PartNumber><ETag>"p2"</ETag></Part><Part><PartNumber>3</PartNumber><ETag>"p3"</ETag></Part></CompleteMultipartUpload>',
  );
  assert.equal(last?.headers.get("if-none-match"), "*");
  assert.deepEqual(service.signed.at(-1)?.query, { uploadId: "u/1" });
});

test("no more parts are sent at a time than `concurrency`", async () => {
  let underWay = 0;
  let most = 0;
  const { service } = multipartService(async (step) => {
    if (step !== "part") return;
    underWay += 1;
    most = Math.max(most, underWay);
    await settled();
    underWay -= 1;
  });
  await upload(service.environment, BODY, { ...OPTIONS, concurrency: 2 });
  assert.equal(most, 2);
});

test("a part that fails is sent again alone", async () => {
  let failures = 2;
  const { service, steps } = multipartService((step, part) => {
    if (step !== "part" || part !== 2 || failures === 0) return;
    failures -= 1;
    return new Response(null, { status: 500 });
  });
  const transfer = upload(service.environment, BODY, OPTIONS);
  await service.time.until(transfer);
  assert.deepEqual(steps.filter((step) => step.startsWith("part")).sort(), [
    "part 1",
    "part 2",
    "part 2",
    "part 2",
    "part 3",
  ]);
  assert.equal(transfer.progress.attempt, 3);
});

test("a part that cannot be sent cancels the others and aborts the upload at the service", async () => {
  const { service, steps } = multipartService((step, part) => {
    if (part === 2) return errorResponse(403, "AccessDenied")({} as SeenRequest);
    return step === "part" ? new Promise(() => {}) : undefined;
  });
  await assert.rejects(upload(service.environment, BODY, OPTIONS), { code: "AccessDenied" });
  await runTurns();
  assert.equal(steps.at(-1), "abort");
  assert.deepEqual(service.signed.at(-1)?.query, { uploadId: "u/1" });
  const others = service.requests.filter((request) =>
    ["1", "3"].includes(partOf(request, service) ?? ""),
  );
  assert.deepEqual(
    others.map(({ signal }) => signal.aborted),
    [true, true],
  );
});

test("an abort cancels the parts and aborts the upload at the service", async () => {
  const { service, steps } = multipartService((step) =>
    step === "part" ? new Promise(() => {}) : undefined,
  );
  const transfer = upload(service.environment, BODY, OPTIONS);
  await runTurns();
  transfer.abort();
  await assert.rejects(transfer, { name: "AbortError" });
  await runTurns();
  assert.equal(steps.at(-1), "abort");
});

for (const how of ["abort", "pause"] as const) {
  test(`an upload created after its ${how} is aborted at the service`, async () => {
    let respond: (response: Response) => void = () => {};
    const { service, steps } = multipartService((step) =>
      step === "create" && steps.length === 1
        ? new Promise<Response>((resolve) => {
            respond = resolve;
          })
        : undefined,
    );
    const transfer = upload(service.environment, BODY, OPTIONS);
    transfer.catch(() => {});
    await runTurns();
    transfer[how]();
    await runTurns();
    respond(STARTED());
    await runTurns();
    assert.deepEqual(steps, ["create", "abort"]);
  });
}

test("an upload created after a stall is aborted at the service, and another one sent", async () => {
  let respond: (response: Response) => void = () => {};
  const { service, steps } = multipartService((step) =>
    step === "create" && steps.length === 1
      ? new Promise<Response>((resolve) => {
          respond = resolve;
        })
      : undefined,
  );
  const transfer = upload(service.environment, BODY, OPTIONS);
  await service.time.pass(60_000);
  await transfer;
  assert.deepEqual(steps, ["create", "create", "part 1", "part 2", "part 3", "complete"]);
  respond(STARTED());
  await runTurns();
  assert.equal(steps.at(-1), "abort");
});

test("an upload that the service rejects leaves nothing to abort", async () => {
  const { service, steps } = multipartService(() =>
    errorResponse(403, "AccessDenied")({} as SeenRequest),
  );
  await assert.rejects(upload(service.environment, BODY, OPTIONS), { code: "AccessDenied" });
  await runTurns();
  assert.deepEqual(steps, ["create"]);
});

test("a pause keeps the finished parts, and sends the others again", async () => {
  let hold = true;
  const { service, steps } = multipartService((step, part) =>
    step === "part" && part > 1 && hold ? new Promise(() => {}) : undefined,
  );
  const transfer = upload(service.environment, BODY, OPTIONS);
  await runTurns();
  transfer.pause();
  hold = false;
  await runTurns();
  assert.deepEqual([transfer.state, steps.length], ["paused", 4]);
  transfer.resume();
  await transfer;
  assert.deepEqual(steps.slice(4).sort(), ["complete", "part 2", "part 3"]);
});

test("a completion with an error document after status 200 is retried", async () => {
  let errors = 1;
  const { service, steps } = multipartService((step) => {
    if (step !== "complete" || errors === 0) return;
    errors -= 1;
    return new Response('<?xml version="1.0"?>\n\n<Error><Code>InternalError</Code></Error>');
  });
  await service.time.until(upload(service.environment, BODY, OPTIONS));
  assert.deepEqual(steps.slice(-2), ["complete", "complete"]);
});

/** MD5s as the ETags of parts, and the ETag that S3 computes from three of them. */
const PART_ETAGS = ["a", "b", "c"].map((part) => createHash("md5").update(part).digest("hex"));
const WHOLE_ETAG = `"${createHash("md5").update(PART_ETAGS.join(""), "hex").digest("hex")}-3"`;
const ANOTHER_ETAG = `"${"0".repeat(32)}-3"`;

/** A service whose parts have MD5s as ETags, and whose object has this size and ETag. */
function serviceWithObject(
  faults: (step: Step, request: SeenRequest) => unknown,
  { size = BODY.size, etag = WHOLE_ETAG, headers = {} } = {},
) {
  return multipartService((step, part, request) => {
    if (request.method === "HEAD") {
      return new Response(null, { headers: { etag, "content-length": String(size), ...headers } });
    }
    if (step === "part")
      return new Response(null, { headers: { etag: `"${PART_ETAGS[part - 1]}"` } });
    return faults(step, request);
  });
}

for (const [what, object, stored] of [
  ["and the object is there, is a success", {}, true],
  ["and an object of another size is there, is an error", { size: BODY.size + 1 }, false],
  ["and another object of its size is there, is an error", { etag: ANOTHER_ETAG }, false],
] as const) {
  test(`a completion whose response was lost, ${what}`, async () => {
    let lost = true;
    const { service } = serviceWithObject((step, request) => {
      if (step !== "complete") return;
      if (!lost) return errorResponse(404, "NoSuchUpload")(request);
      lost = false;
      throw new TypeError("fetch failed");
    }, object);
    const transfer = service.time.until(upload(service.environment, BODY, OPTIONS));
    if (stored) assert.equal((await transfer).etag, WHOLE_ETAG);
    else await assert.rejects(transfer, { code: "NoSuchUpload" });
  });
}

const RESULT = "<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>";
const elsewhere = () => {
  const response = new Response(RESULT);
  Object.defineProperties(response, {
    url: { value: "https://portal.example/login" },
    redirected: { value: true },
  });
  return response;
};
const UNCLEAR: [string, () => Response][] = [
  ["an empty body", () => new Response("")],
  ["white space", () => new Response(" \n ".repeat(100))],
  ["an incomplete result", () => new Response(RESULT.slice(0, -1))],
  ["a result without an ETag", () => new Response(RESULT.replace("<ETag>e</ETag>", ""))],
  ["HTML", () => new Response("<!DOCTYPE html><html><body>Log in</body></html>")],
  ["JSON", () => new Response('{"error":"no"}')],
  ["text", () => new Response("OK")],
  ["an error document that ends before its code", () => new Response("<Error><Co")],
  ["another document", () => new Response("<ListPartsResult></ListPartsResult>")],
  ["a result inside another document", () => new Response(`<a>${RESULT}</a>`)],
  ["status 202", () => new Response(RESULT, { status: 202 })],
  ["status 206", () => new Response(RESULT, { status: 206 })],
  ["a response of another host", elsewhere],
];

for (const [what, unclear] of UNCLEAR) {
  test(`a completion with the response ${what} is sent again`, async () => {
    let times = 2;
    const { service, steps } = serviceWithObject(
      (step) => (step === "complete" && times-- > 0 ? unclear() : undefined),
      { etag: ANOTHER_ETAG },
    );
    const result = await service.time.until(upload(service.environment, BODY, OPTIONS));
    assert.equal(result.etag, '"m-3"');
    assert.equal(service.requests.filter(({ body }) => typeof body === "string").length, 3);
    assert.equal(steps.at(-1), "complete");
  });

  test(`a completion whose responses are always ${what} fails`, async () => {
    const { service } = serviceWithObject((step) => (step === "complete" ? unclear() : undefined), {
      etag: ANOTHER_ETAG,
    });
    await assert.rejects(service.time.until(upload(service.environment, BODY, OPTIONS)), {
      name: "TransferError",
      code: "UnreadableReply",
    });
  });

  test(`a completion with the response ${what} succeeds if the object is proven`, async () => {
    const { service } = serviceWithObject((step) => (step === "complete" ? unclear() : undefined), {
      headers: { "x-amz-version-id": "v2" },
    });
    const { etag, versionId } = await upload(service.environment, BODY, OPTIONS);
    assert.deepEqual([etag, versionId], [WHOLE_ETAG, "v2"]);
  });
}

test("a repeated completion that fails If-None-Match succeeds if the object is its own", async () => {
  let first = true;
  const { service } = serviceWithObject((step, request) => {
    if (step !== "complete") return;
    if (!first) return errorResponse(412, "PreconditionFailed")(request);
    first = false;
    throw new TypeError("fetch failed");
  });
  const options = { ...OPTIONS, headers: { "If-None-Match": "*" } };
  const { etag } = await service.time.until(upload(service.environment, BODY, options));
  assert.equal(etag, WHOLE_ETAG);
});

test("an object whose ETag is computed in another way is proven by its checksum", async () => {
  for (const isSame of [true, false]) {
    let lost = true;
    let checksum = "";
    const { service } = multipartService((step, _, request) => {
      if (request.method === "HEAD") {
        const headers = {
          etag: '"kms"',
          "content-length": String(BODY.size),
          "x-amz-checksum-crc64nvme": isSame ? checksum : "AAAAAAAAAAA=",
        };
        return new Response(null, { headers });
      }
      if (step !== "complete") return;
      checksum = request.headers.get("x-amz-checksum-crc64nvme") ?? "";
      if (!lost) return errorResponse(404, "NoSuchUpload")(request);
      lost = false;
      throw new TypeError("fetch failed");
    });
    service.environment.checksums = wasmChecksums;
    const transfer = service.time.until(
      upload(service.environment, BODY, { ...OPTIONS, checksum: "CRC64NVME" }),
    );
    if (isSame) assert.equal((await transfer).checksum?.value, checksum);
    else await assert.rejects(transfer, { code: "NoSuchUpload" });
  }
});

for (const [what, text] of [
  ["after white space", "\n  <Error><Code>AccessDenied</Code></Error>"],
  ["after a comment", "<!-- a --><Error><Code>AccessDenied</Code></Error>"],
  ["after a document type", "<!DOCTYPE a><Error><Code>AccessDenied</Code></Error>"],
  ["with a prefix", "<s3:Error><s3:Code>AccessDenied</s3:Code></s3:Error>"],
] as const) {
  test(`an error document ${what} with status 200 is the service's error`, async () => {
    const { service } = multipartService((step) =>
      step === "complete" ? new Response(text) : undefined,
    );
    await assert.rejects(upload(service.environment, BODY, OPTIONS), {
      name: "ServiceError",
      code: "AccessDenied",
    });
  });
}

test("an error document after 900,000 spaces is recognized", async () => {
  const text = `${" ".repeat(900_000)}<Error><Code>AccessDenied</Code></Error>`;
  const { service } = multipartService((step) =>
    step === "complete" ? new Response(text) : undefined,
  );
  await assert.rejects(upload(service.environment, BODY, OPTIONS), { code: "AccessDenied" });
});

for (const [what, respond] of [
  ["status 202", () => new Response(null, { status: 202, headers: { etag: '"p"' } })],
  ["status 206", () => new Response("", { status: 206, headers: { etag: '"p"' } })],
  ["an HTML page", () => new Response("<html>", { headers: { etag: '"p"' } })],
] as const) {
  test(`a part with the response ${what} is not stored`, async () => {
    const { service } = multipartService((step) => (step === "part" ? respond() : undefined));
    await assert.rejects(upload(service.environment, BODY, OPTIONS), { code: "UnreadableReply" });
  });
}

test("a response to CreateMultipartUpload without an id is an error", async () => {
  for (const respond of [
    () => new Response(""),
    () => new Response("<html></html>"),
    () => new Response(STARTED().body, { status: 202 }),
  ]) {
    const { service, steps } = multipartService((step) =>
      step === "create" ? respond() : undefined,
    );
    await assert.rejects(upload(service.environment, BODY, OPTIONS), { code: "UnreadableReply" });
    assert.deepEqual(steps, ["create"]);
  }
});

test("progress adds up the parts, and decreases only by a part that is sent again", async () => {
  const { service } = multipartService();
  const { environment, time } = service;
  const xhr = fakeService({ xhr: true });
  environment.XMLHttpRequest = xhr.environment.XMLHttpRequest as new () => XMLHttpRequest;
  time.fixedRandom = 0;
  const seen: Progress[] = [];
  const body = BODY.slice(0, 10 * MIB);
  const transfer = upload(environment, body, {
    ...OPTIONS,
    onProgress: (progress) => seen.push(progress),
  });
  await runTurns();
  const [first, second] = xhr.xhrs;
  const loaded = () => transfer.progress.loaded / MIB;
  first?.sent(3 * MIB, 5 * MIB);
  second?.sent(1 * MIB, 5 * MIB);
  assert.equal(loaded(), 4);
  first?.respond(200, { etag: '"p1"' });
  await runTurns();
  assert.equal(loaded(), 6);
  second?.respond(500);
  await time.pass(1);
  assert.equal(loaded(), 5);
  assert.ok(seen.every((progress) => progress.phase !== "done"));
  xhr.xhrs[2]?.respond(200, { etag: '"p2"' });
  await runTurns();
  xhr.xhrs[3]?.respond(200, {}, RESULT);
  await transfer;
  assert.deepEqual([seen.at(-1)?.phase, seen.at(-1)?.loaded], ["done", 10 * MIB]);
});

test("the report in which progress decreases has a higher attempt, whichever part is sent again", async () => {
  const { service } = multipartService();
  const { environment, time } = service;
  const xhr = fakeService({ xhr: true });
  environment.XMLHttpRequest = xhr.environment.XMLHttpRequest as new () => XMLHttpRequest;
  time.fixedRandom = 0;
  const seen: Progress[] = [];
  const transfer = upload(environment, BODY.slice(0, 10 * MIB), {
    ...OPTIONS,
    onProgress: (progress) => seen.push(progress),
  });
  for (const [index, parts] of [
    [0, 2],
    [1, 3],
  ] as const) {
    await runTurns();
    xhr.xhrs[index]?.sent(3 * MIB, 5 * MIB);
    await time.pass(50);
    xhr.xhrs[index]?.respond(500);
    await time.pass(1);
    assert.equal(transfer.progress.attempt, parts);
  }
  const back = seen.filter(({ loaded }, index) => loaded < (seen[index - 1]?.loaded ?? 0));
  assert.deepEqual(
    back.map(({ loaded, attempt }) => [loaded, attempt]),
    [
      [0, 2],
      [0, 3],
    ],
  );
  transfer.abort();
  await assert.rejects(transfer, { name: "AbortError" });
});

test("an abort during the last response rejects at once and deletes no object", async () => {
  const { service, steps } = multipartService((step) =>
    step === "complete" ? new Promise(() => {}) : undefined,
  );
  const transfer = upload(service.environment, BODY, OPTIONS);
  await runTurns();
  transfer.abort();
  await assert.rejects(transfer, { name: "AbortError" });
  await runTurns();
  assert.deepEqual(steps.slice(-2), ["complete", "abort"]);
  assert.deepEqual(service.signed.at(-1)?.query, { uploadId: "u/1" });
});

test("if CORS hides the ETag, the error says what to expose", async () => {
  const { service } = multipartService((step) =>
    step === "part" ? new Response(null) : undefined,
  );
  await assert.rejects(upload(service.environment, BODY, OPTIONS), {
    code: "ETagHidden",
    hint: /ExposeHeaders/,
  });
});

test("if CORS hides the ETag, an upload with via auto is sent in one request", async () => {
  const { service, steps } = multipartService((step) =>
    step === "part" ? new Response(null) : undefined,
  );
  const result = await upload(service.environment, BODY, {
    key: "film.mp4",
    multipartThreshold: 5 * MIB,
    partSize: 5 * MIB,
  });
  assert.equal(result.via, "post");
  assert.ok(steps.includes("abort"));
});

test("a large body whose key no URL can have is sent by a form", async () => {
  const { service } = multipartService();
  const { signer } = service.environment;
  const presign = () =>
    Promise.reject(new PresignError("KeyNotAddressable", "No URL", { field: "key" }));
  const environment = { ...service.environment, signer: { ...signer, presign } };
  const result = await upload(environment, BODY, { key: "a/../b", multipartThreshold: 5 * MIB });
  assert.equal(result.via, "post");
});

for (const [size, via] of [
  [12 * MIB, "post"],
  [12 * MIB - 1, "multipart"],
] as const) {
  test(`12 MiB with a threshold of ${size} bytes are sent by ${via}`, async () => {
    const { service } = multipartService();
    const result = await upload(service.environment, BODY, {
      key: "a",
      multipartThreshold: size,
      partSize: 5 * MIB,
    });
    assert.equal(result.via, via);
  });
}

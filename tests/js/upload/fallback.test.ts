import assert from "node:assert/strict";
import { test } from "node:test";
import { wasmChecksums } from "../../../js/checksum/wasm-checksums.ts";
import { upload } from "../../../js/upload/upload.ts";
import { errorResponse, fakeService, networkFailure } from "../support/fake-service.ts";
import { settled } from "../support/time.ts";

const STORED = () => new Response(null, { headers: { etag: '"e1"' } });
const methods = (requests: { method: string }[]) => requests.map(({ method }) => method);

for (const [status, code] of [
  [501, "NotImplemented"],
  [405, "MethodNotAllowed"],
  [415, "UnsupportedMediaType"],
  // Swift, and rclone.
  [412, "PreconditionFailed"],
  [400, "UnsupportedAlgorithm"],
  [400, "InvalidRequest"],
  [400, "MalformedPOSTRequest"],
] as const) {
  test(`a service that rejects forms with ${status} ${code} gets a PUT, and no form again`, async () => {
    const { environment, responses, requests } = fakeService();
    responses.push(errorResponse(status, code), STORED);
    assert.equal((await upload(environment, "x", { key: "a" })).via, "put");
    assert.equal((await upload(environment, "x", { key: "b" })).via, "put");
    assert.deepEqual(methods(requests), ["POST", "PUT", "PUT"]);
  });
}

test("a service that rejects a form gets no form for another bucket either", async () => {
  const { environment, responses, requests } = fakeService();
  responses.push(errorResponse(501, "NotImplemented"), STORED);
  await upload(environment, "x", { key: "a" });
  await upload(environment, "x", { key: "a", bucket: "b" });
  assert.deepEqual(methods(requests), ["POST", "PUT", "PUT"]);
});

test("a bucket whose CORS rules forbid forms says nothing about another bucket", async () => {
  const { environment, responses, requests, time } = fakeService({
    origin: "https://page.example",
  });
  responses.push((request) => {
    const forbids = request.method === "POST" && request.url.startsWith("https://photos.");
    if (forbids) throw new TypeError("Failed to fetch");
    return STORED();
  });
  await time.until(upload(environment, "x", { key: "a" }));
  assert.equal((await upload(environment, "x", { key: "a", bucket: "b" })).via, "post");
  await upload(environment, "x", { key: "b" });
  assert.deepEqual(methods(requests), [
    "POST",
    "POST",
    "HEAD",
    "POST",
    "HEAD",
    "PUT",
    "POST",
    "PUT",
  ]);
});

test("the progress of a PUT after a rejected form starts again at 0", async () => {
  const service = fakeService({ xhr: true });
  const transfer = upload(service.environment, new Uint8Array(2 ** 20), { key: "a" });
  await settled();
  service.xhrs[0]?.sent(350_000, 2 ** 20 + 300);
  service.xhrs[0]?.respond(501);
  await settled();
  assert.deepEqual([transfer.progress.loaded, transfer.progress.attempt], [0, 2]);
  service.xhrs[1]?.respond(200);
  assert.equal((await transfer).via, "put");
});

test("with via post a rejected form is not replaced by a PUT", async () => {
  const { environment, responses, requests } = fakeService();
  responses.push(errorResponse(501, "NotImplemented"));
  await assert.rejects(upload(environment, "x", { key: "a", via: "post" }), {
    code: "NotImplemented",
  });
  assert.equal(requests.length, 1);
});

test("an upload with conditions is not replaced by a PUT", async () => {
  const { environment, responses, requests } = fakeService();
  responses.push(errorResponse(501, "NotImplemented"));
  const conditions = [{ "x-ignore-a": "b" }];
  await assert.rejects(upload(environment, "x", { key: "a", conditions }));
  assert.equal(requests.length, 1);
});

for (const [status, code, message] of [
  [403, "AccessDenied", ""],
  [403, "AccessDenied", "Invalid according to Policy: Policy Condition failed"],
  [403, "SignatureDoesNotMatch", ""],
  [400, "EntityTooLarge", ""],
  [400, "EntityTooSmall", ""],
  [400, "KeyTooLongError", ""],
  [400, "InvalidPolicyDocument", ""],
  [400, "MetadataTooLarge", ""],
  [404, "NoSuchBucket", ""],
  [413, "EntityTooLarge", ""],
] as const) {
  test(`a form rejected with ${status} ${code} ${message} is not sent as a PUT`, async () => {
    const { environment, responses, requests } = fakeService();
    responses.push(errorResponse(status, code, message));
    await assert.rejects(upload(environment, "x", { key: "a" }), { code });
    assert.equal(requests.length, 1);
  });
}

test("a service that also rejects the PUT gets a form again", async () => {
  const { environment, responses, requests } = fakeService();
  responses.push(errorResponse(400, "InvalidRequest"), errorResponse(403, "AccessDenied"), STORED);
  await assert.rejects(upload(environment, "x", { key: "a" }), { code: "AccessDenied" });
  assert.equal((await upload(environment, "x", { key: "a" })).via, "post");
  assert.deepEqual(methods(requests), ["POST", "PUT", "POST"]);
});

test("an error without a document, as of a proxy, is followed by a PUT", async () => {
  const { environment, responses, requests } = fakeService();
  responses.push(() => new Response("Bad request", { status: 400 }), STORED);
  assert.equal((await upload(environment, "x", { key: "a" })).via, "put");
  assert.deepEqual(methods(requests), ["POST", "PUT"]);
});

test("if CORS allows PUT and not POST, the upload is a PUT", async () => {
  const { environment, responses, requests, time } = fakeService({
    origin: "https://page.example",
  });
  responses.push((request) => {
    if (request.method === "POST") throw new TypeError("Failed to fetch");
    return STORED();
  });
  const result = await time.until(upload(environment, "x", { key: "a" }));
  assert.equal(result.via, "put");
  assert.deepEqual(methods(requests), ["POST", "POST", "HEAD", "POST", "HEAD", "PUT"]);
});

test("two lost connections followed by a success are not reported as CORS", async () => {
  const { environment, responses, requests, time } = fakeService({
    origin: "https://page.example",
  });
  let broken = 0;
  responses.push(({ method }) => {
    if (method === "HEAD") return new Response(null);
    broken += 1;
    if (broken <= 2) throw new TypeError("Failed to fetch");
    return STORED();
  });
  const result = await time.until(upload(environment, "x", { key: "a", via: "post" }));
  assert.equal(result.via, "post");
  assert.deepEqual(methods(requests), ["POST", "POST", "HEAD", "POST"]);
});

test("if CORS allows neither, the error is that of the form", async () => {
  const { environment, responses, time } = fakeService({ origin: "https://page.example" });
  responses.push((request) => {
    if (request.init.mode !== "no-cors") throw new TypeError("Failed to fetch");
    return new Response(null);
  });
  await assert.rejects(time.until(upload(environment, "x", { key: "a" })), {
    code: "CorsBlocked",
    hint: /"AllowedMethods":\["POST"\]/,
  });
});

test("an unreachable service is not reported as CORS", async () => {
  const { environment, responses, time } = fakeService({ origin: "https://page.example" });
  responses.push(networkFailure());
  await assert.rejects(time.until(upload(environment, "x", { key: "a" })), {
    code: "NetworkOrCors",
  });
});

test("a file that cannot be read fails with BodyUnreadable, and is not sent again", async () => {
  const service = fakeService({ xhr: true, origin: "https://page.example" });
  const file = new File(["x"], "a");
  file.slice = () =>
    Object.assign(new Blob(), {
      arrayBuffer: () => Promise.reject(new DOMException("changed", "NotReadableError")),
    });
  const transfer = upload(service.environment, file, { key: "a", via: "put" });
  await settled();
  service.xhrs[0]?.fail();
  await assert.rejects(service.time.until(transfer), { code: "BodyUnreadable" });
  assert.deepEqual([service.xhrs.length, service.requests.length], [1, 0]);
});

test("a file that cannot be read after its request stalled fails with BodyUnreadable", async () => {
  const service = fakeService({ xhr: true });
  const file = new File(["x"], "a");
  file.slice = () =>
    Object.assign(new Blob(), {
      arrayBuffer: () => Promise.reject(new DOMException("gone", "NotFoundError")),
    });
  // No event of the request follows, as in Firefox.
  const transfer = upload(service.environment, file, { key: "a", via: "put" });
  await assert.rejects(service.time.until(transfer), { code: "BodyUnreadable" });
  assert.equal(service.xhrs.length, 1);
});

test("a file that disappears before its checksum is computed fails with BodyUnreadable", async () => {
  const { environment, requests, time } = fakeService();
  const file = new File(["x"], "a");
  const gone = new DOMException("gone", "NotReadableError");
  file.stream = () => new ReadableStream({ start: (controller) => controller.error(gone) });
  const options = { key: "a", via: "put", checksum: "CRC32" } as const;
  const transfer = upload({ ...environment, checksums: wasmChecksums }, file, options);
  await assert.rejects(time.until(transfer), { code: "BodyUnreadable" });
  assert.equal(requests.length, 0);
});

for (const via of ["put", "post"] as const) {
  for (const code of ["BadDigest", "XAmzContentChecksumMismatch"]) {
    test(`a file changed since its checksum fails with BodyUnreadable if a ${via} is rejected with ${code}`, async () => {
      const service = fakeService();
      service.environment.checksums = wasmChecksums;
      const file = new File(["old"], "a");
      service.responses.push((request) => {
        file.arrayBuffer = async () => new TextEncoder().encode("new").buffer;
        return errorResponse(400, code)(request);
      });
      const options = { key: "a", via, checksum: "SHA256" } as const;
      const transfer = upload(service.environment, file, options);
      await assert.rejects(service.time.until(transfer), { code: "BodyUnreadable" });
      assert.equal(service.requests.length, 1);
    });

    test(`bytes that changed during a ${via}, rejected with ${code}, are sent again`, async () => {
      const service = fakeService();
      service.environment.checksums = wasmChecksums;
      service.responses.push(errorResponse(400, code), STORED);
      const options = { key: "a", via, checksum: "SHA256" } as const;
      await service.time.until(upload(service.environment, new File(["old"], "a"), options));
      assert.equal(service.requests.length, 2);
    });
  }
}

for (const [what, sent, code] of [
  ["in the middle of its body is a broken connection", 50, "Interrupted"],
  ["after its body may be either, whatever a probe says", 100, "NetworkOrCors"],
] as const) {
  test(`an upload that is interrupted ${what}`, async () => {
    const service = fakeService({
      xhr: true,
      origin: "https://page.example",
      retry: { attempts: 2 },
    });
    service.responses.push(() => new Response(null));
    const transfer = upload(service.environment, "x".repeat(100), { key: "a", via: "put" });
    for (const attempt of [0, 1]) {
      await service.time.pass(1_000);
      service.xhrs[attempt]?.sent(sent, 100);
      service.xhrs[attempt]?.fail();
    }
    await assert.rejects(transfer, { code });
    assert.equal(service.requests.length, 0);
  });
}

test("the probe for CORS has no signature and no key", async () => {
  const { environment, responses, requests, time } = fakeService({
    origin: "https://page.example",
  });
  responses.push(networkFailure());
  await assert.rejects(time.until(upload(environment, "x", { key: "a", via: "put" })));
  const probe = requests.find(({ init }) => init.mode === "no-cors");
  assert.equal(probe?.url, "https://photos.example/");
});

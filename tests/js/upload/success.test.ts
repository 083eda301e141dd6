import assert from "node:assert/strict";
import { test } from "node:test";
import { deleteObject } from "../../../js/objects/delete.ts";
import { upload } from "../../../js/upload/upload.ts";
import { type FakeService, fakeService, type Responder } from "../support/fake-service.ts";

const ETAG = { etag: '"e1"' };
const POST_RESPONSE = "<PostResponse><ETag>&quot;e1&quot;</ETag></PostResponse>";
const HTML = "<!DOCTYPE html>\n<html><body>Log in</body></html>";

type ResponseSpec = [status: number, text?: string, headers?: Record<string, string>];

function respondWith([status, text, headers = {}]: ResponseSpec): Responder {
  return () => new Response(text ?? null, { status, headers });
}

function serviceWith(response: ResponseSpec): FakeService {
  const service = fakeService({ retry: { attempts: 2 } });
  service.responses.push(respondWith(response));
  return service;
}

for (const [via, what, response] of [
  ["put", "status 200", [200, "", ETAG]],
  ["put", "status 200 whose ETag CORS hides", [200]],
  ["put", "status 201", [201, "", ETAG]],
  ["put", "status 201 and a text", [201, "Created"]],
  ["put", "status 204", [204]],
  ["put", "a text and an ETag", [200, "<PutObjectResult/>", ETAG]],
  ["post", "status 201 and its document", [201, POST_RESPONSE]],
  ["post", "status 201 and no text", [201]],
  ["post", "status 200", [200, "", ETAG]],
  ["post", "status 200 and the document", [200, POST_RESPONSE]],
  ["post", "status 204 whose ETag CORS hides", [204]],
] as ["put" | "post", string, ResponseSpec][]) {
  test(`a ${via} with the response ${what} succeeds`, async () => {
    const { environment, requests } = serviceWith(response);
    assert.equal((await upload(environment, "x", { key: "a", via })).via, via);
    assert.equal(requests.length, 1);
  });
}

for (const [via, what, response] of [
  ["put", "status 202", [202, "", ETAG]],
  ["put", "status 203", [203, "", ETAG]],
  ["put", "status 206", [206, "", ETAG]],
  ["put", "an HTML page", [200, HTML, ETAG]],
  ["put", "a text of an HTML type", [200, "Log in", { "content-type": "text/html", ...ETAG }]],
  ["put", "a text without an ETag", [200, '{"ok":true}']],
  ["post", "status 202", [202, POST_RESPONSE]],
  ["post", "status 206", [206, POST_RESPONSE]],
  ["post", "an HTML page", [200, HTML]],
  ["post", "status 201 and an HTML page", [201, HTML]],
  ["post", "status 201 and an incomplete document", [201, POST_RESPONSE.slice(0, -1)]],
  ["post", "status 200 and JSON", [200, '{"ok":true}']],
] as ["put" | "post", string, ResponseSpec][]) {
  test(`a ${via} with the response ${what} is an error`, async () => {
    const { environment, time } = serviceWith(response);
    await assert.rejects(time.until(upload(environment, "x", { key: "a", via })), {
      name: "TransferError",
      code: "UnreadableReply",
    });
  });
}

test("the error names the response", async () => {
  for (const [response, text] of [
    [[202], /status 202/],
    [[200, HTML], /an HTML page/],
  ] as [ResponseSpec, RegExp][]) {
    const { environment } = serviceWith(response);
    await assert.rejects(upload(environment, "x", { key: "a", via: "put" }), { message: text });
  }
});

for (const via of ["put", "post"] as const) {
  test(`a ${via} with an error document and status 200 fails with the service's error`, async () => {
    const { environment } = serviceWith([
      200,
      "<!-- --><s3:Error><Code>AccessDenied</Code></s3:Error>",
    ]);
    await assert.rejects(upload(environment, "x", { key: "a", via }), {
      name: "ServiceError",
      code: "AccessDenied",
    });
  });
}

test("a form with an incomplete response is sent again", async () => {
  const { environment, responses, requests, time } = serviceWith([201, POST_RESPONSE.slice(0, 20)]);
  responses.push(respondWith([201, POST_RESPONSE]));
  await time.until(upload(environment, "x", { key: "a", via: "post" }));
  assert.equal(requests.length, 2);
});

for (const [what, signed, from, succeeds] of [
  ["another host", undefined, "https://portal.example/", false],
  ["the same host", undefined, "https://photos.example/b", true],
  [
    "another host of AWS",
    "https://photos.s3.amazonaws.com/a",
    "https://photos.s3.eu-west-1.amazonaws.com/a",
    true,
  ],
  [
    "another host of AWS in another partition's domain",
    "https://photos.s3.eusc-de-east-1.amazonaws.eu/a",
    "https://s3.eusc-de-east-1.amazonaws.eu/photos/a",
    true,
  ],
  [
    "a host that is named like AWS's",
    "https://photos.s3.amazonaws.com/a",
    "https://s3.amazonaws.com.portal.example/a",
    false,
  ],
] as const) {
  test(`a redirect to ${what} ${succeeds ? "is followed" : "does not confirm the upload"}`, async () => {
    const service = fakeService();
    const { signer } = service.environment;
    const presign: typeof signer.presign = async (request) => {
      const url = await signer.presign(request);
      return signed ? { ...url, url: signed } : url;
    };
    const environment = { ...service.environment, signer: { ...signer, presign } };
    service.responses.push(() => {
      const response = new Response(null, { headers: ETAG });
      Object.defineProperties(response, { url: { value: from }, redirected: { value: true } });
      return response;
    });
    const transfer = upload(environment, "x", { key: "a", via: "put" });
    if (succeeds) assert.equal((await transfer).etag, ETAG.etag);
    else await assert.rejects(transfer, { code: "UnreadableReply", message: /portal\.example/ });
  });
}

test("a response that the caller's fetch gets from another host is not a redirect", async () => {
  const { environment, responses } = fakeService();
  responses.push(() => {
    const response = new Response(null, { headers: ETAG });
    Object.defineProperty(response, "url", { value: "https://proxy.example/photos/a" });
    return response;
  });
  assert.equal((await upload(environment, "x", { key: "a", via: "put" })).etag, ETAG.etag);
});

test("a redirect of an XMLHttpRequest is detected", async () => {
  const service = fakeService({ xhr: true });
  const transfer = upload(service.environment, "x", { key: "a", via: "put" });
  await new Promise((resolve) => setImmediate(resolve));
  const xhr = service.xhrs[0];
  if (xhr) xhr.responseURL = "https://portal.example/";
  xhr?.respond(200, ETAG);
  await assert.rejects(transfer, { code: "UnreadableReply" });
});

test("a deletion succeeds only with status 204 or 200", async () => {
  for (const status of [200, 204]) await deleteObject(serviceWith([status]).environment, "a");
  for (const response of [[202], [206], [200, HTML]] as ResponseSpec[]) {
    await assert.rejects(deleteObject(serviceWith(response).environment, "a"), {
      code: "UnreadableReply",
    });
  }
});

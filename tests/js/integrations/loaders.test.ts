import assert from "node:assert/strict";
import { test } from "node:test";
import {
  dashInterceptor,
  hlsSetup,
  shakaFilter,
  transformRequest,
  type UrlSigner,
  urlModifier,
  vhsHook,
} from "../../../js/integrations/loaders.ts";
import { thrownError } from "../support/thrown-error.ts";

const OBJECT = "https://photos.s3.amazonaws.com/film/0.m4s";
const FOREIGN = "https://licenses.example.com/key";

/** Signs URLs of one bucket by appending the method. */
const signer: UrlSigner = {
  sign: (url, { method = "GET" } = {}) =>
    url.startsWith("https://photos.") ? `${url}?signed=${method}` : url,
};

const hooks = { hlsSetup, vhsHook, shakaFilter, dashInterceptor, transformRequest, urlModifier };

for (const [name, hook] of Object.entries(hooks)) {
  test(`${name} rejects a value without the method sign at once`, () => {
    const unawaited = Promise.resolve(signer);
    for (const wrong of [undefined, null, {}, { sign: true }, unawaited, "https://example.com"]) {
      const error = thrownError(() => hook(wrong as UrlSigner));
      assert.equal(error.code, "InvalidOption");
      assert.equal(error.field, "signer");
    }
  });
}

/** A request of hls.js, which records how it is opened. */
function fakeRequest() {
  const opened: unknown[][] = [];
  return { xhr: { open: (...values: unknown[]) => opened.push(values) }, opened };
}

test("hlsSetup opens a request with the signed URL", () => {
  const { xhr, opened } = fakeRequest();
  hlsSetup(signer)(xhr, OBJECT);
  assert.deepEqual(opened, [["GET", `${OBJECT}?signed=GET`, true]]);
});

test("hlsSetup leaves a request for another host to hls.js", () => {
  const { xhr, opened } = fakeRequest();
  hlsSetup(signer)(xhr, FOREIGN);
  assert.deepEqual(opened, []);
});

test("hlsSetup opens no request if signing fails", () => {
  const { xhr, opened } = fakeRequest();
  const expired = new Error("expired");
  const setup = hlsSetup({
    sign: () => {
      throw expired;
    },
  });
  assert.throws(() => setup(xhr, OBJECT), expired);
  assert.deepEqual(opened, []);
});

test("vhsHook returns a copy of the options with the signed URI", () => {
  const options = { uri: OBJECT, headers: { Range: "bytes=0-9" } };
  assert.deepEqual(vhsHook(signer)(options), { ...options, uri: `${OBJECT}?signed=GET` });
  assert.equal(options.uri, OBJECT);
});

test("vhsHook signs a request by its method", () => {
  assert.equal(vhsHook(signer)({ uri: OBJECT, method: "HEAD" }).uri, `${OBJECT}?signed=HEAD`);
});

test("shakaFilter signs every URI of a request by its method", () => {
  const request = { uris: [OBJECT, FOREIGN], method: "HEAD" };
  shakaFilter(signer)(1, request);
  assert.deepEqual(request, { uris: [`${OBJECT}?signed=HEAD`, FOREIGN], method: "HEAD" });
});

test("shakaFilter leaves a POST, such as a license request, alone", () => {
  const request = { uris: [OBJECT], method: "POST" };
  shakaFilter(signer)(2, request);
  assert.deepEqual(request.uris, [OBJECT]);
});

test("dashInterceptor resolves with the same request, which it has signed", async () => {
  const request = { url: OBJECT, method: "get" };
  assert.equal(await dashInterceptor(signer)(request), request);
  assert.equal(request.url, `${OBJECT}?signed=GET`);
});

test("dashInterceptor leaves a POST, such as a report, alone", async () => {
  const { url } = await dashInterceptor(signer)({ url: OBJECT, method: "POST" });
  assert.equal(url, OBJECT);
});

test("transformRequest returns parameters for every URL", () => {
  const transform = transformRequest(signer);
  assert.deepEqual(transform(OBJECT), { url: `${OBJECT}?signed=GET` });
  assert.deepEqual(transform(FOREIGN), { url: FOREIGN });
});

test("urlModifier leaves blob: and data: URLs alone", () => {
  const modify = urlModifier(signer);
  assert.equal(modify(OBJECT), `${OBJECT}?signed=GET`);
  for (const url of ["blob:https://photos.example.com/1", "data:text/plain,photos"]) {
    assert.equal(modify(url), url);
  }
});

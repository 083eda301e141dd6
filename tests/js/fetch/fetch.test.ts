import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";
import type { Credentials } from "../../../js/credentials/provider.ts";
import { S3, type S3Options } from "../../../js/s3.ts";
import { settled } from "../support/time.ts";

const HOST = "https://s3.example.com";
const URL_A = `${HOST}/photos/a.jpg`;
const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "hush" };

/** A call of the transport. */
interface Call {
  input: RequestInfo | URL;
  init: RequestInit | undefined;
  arguments: unknown[];
}

let calls: Call[];
/** Responses in order; the last one is for all further requests. */
let responses: (() => Response | Promise<Response>)[];

beforeEach(() => {
  calls = [];
  responses = [() => new Response("hello")];
});
afterEach(() => mock.restoreAll());

const transport: typeof fetch = async (...all) => {
  const [input, init] = all;
  calls.push({ input, init, arguments: all });
  const respond = responses.length > 1 ? responses.shift() : responses[0];
  return (respond as () => Response)();
};

function client(options: Partial<S3Options> = {}): S3 {
  return new S3({
    region: "eu-west-1",
    bucket: "photos",
    endpoint: HOST,
    credentials,
    fetch: transport,
    ...options,
  });
}

/** Returns a provider of numbered credentials. */
function provider(expiration?: () => Date) {
  let count = 0;
  return async (): Promise<Credentials> => {
    count += 1;
    return {
      accessKeyId: `ASIA${count}`,
      secretAccessKey: "hush",
      sessionToken: "hush-hush-hush-hush",
      ...(expiration ? { expiration: expiration() } : {}),
    };
  };
}

function url(at = 0): URL {
  return new URL(String(calls[at]?.input));
}

function parameter(name: string, at = 0): string | null {
  return url(at).searchParams.get(name);
}

function initOf(at = 0): RequestInit {
  return (calls[at] as Call).init as RequestInit;
}

function headersOf(at = 0): Record<string, string> {
  return Object.fromEntries(new Headers(calls[at]?.init?.headers));
}

function bodyText(at = 0): Promise<string> {
  return new Response(calls[at]?.init?.body ?? null).text();
}

function rejected(status: number, code: string, message = "", more = ""): () => Response {
  const text = `<Error><Code>${code}</Code><Message>${message}</Message>${more}</Error>`;
  return () => new Response(text, { status });
}

describe("a request for the client's bucket", () => {
  test("is presigned, and its response is returned as it is", async () => {
    const response = new Response("hello", { status: 203, headers: { etag: '"e"' } });
    responses = [() => response];
    assert.equal(await client().fetch(URL_A), response);
    assert.equal(url().origin + url().pathname, URL_A);
    assert.match(String(parameter("X-Amz-Signature")), /^[0-9a-f]{64}$/);
  });

  test("works with the function alone", async () => {
    const { fetch } = client();
    await fetch(URL_A);
    assert.ok(parameter("X-Amz-Signature"));
  });

  for (const [name, input] of [
    ["a URL object", new URL(URL_A)],
    ["an S3 URI", "s3://photos/a.jpg"],
    ["a URL with a fragment", `${URL_A}#page=2`],
    ["a presigned URL", `${URL_A}?X-Amz-Signature=00&X-Amz-Date=20200101T000000Z&X-Amz-Expires=1`],
    ["a Request", new Request(URL_A)],
    ["a Request of an S3 URI", new Request("s3://photos/a.jpg")],
  ] as const) {
    test(`may be ${name}`, async () => {
      await client().fetch(input);
      assert.equal(url().pathname, "/photos/a.jpg");
      assert.equal(url().searchParams.getAll("X-Amz-Signature").length, 1);
      assert.match(String(parameter("X-Amz-Signature")), /^[0-9a-f]{64}$/);
    });
  }

  for (const [name, input] of [
    ["a string", "s3://photos/é 100%25?#/b"],
    ["a URL", new URL("s3://photos/é 100%2525%3F%23/b")],
    ["a Request", new Request("s3://photos/é 100%2525%3F%23/b")],
  ] as const) {
    test(`for an S3 URI in ${name} has its key encoded once`, async () => {
      await client().fetch(input);
      assert.equal(url().pathname, "/photos/%C3%A9%20100%2525%3F%23/b");
    });
  }

  test("may be for the bucket itself, with the parameters of a listing", async () => {
    await client().fetch(`${HOST}/photos?list-type=2&prefix=a%2Fb`);
    assert.equal(url().pathname, "/photos/");
    assert.equal(parameter("prefix"), "a/b");
    assert.ok(parameter("X-Amz-Signature"));
  });

  test("keeps the rest of its query", async () => {
    await client().fetch(`${URL_A}?versionId=v1&response-content-type=text%2Fplain`);
    assert.equal(parameter("versionId"), "v1");
    assert.equal(parameter("response-content-type"), "text/plain");
  });

  for (const method of ["GET", "HEAD", "PUT", "DELETE", "POST"]) {
    test(`is signed for its method, ${method}`, async () => {
      const s3 = client();
      await s3.fetch(URL_A, { method });
      await s3.fetch(URL_A, { method: "get" });
      assert.equal(calls[0]?.init?.method, method);
      assert.equal(url(0).href === url(1).href, method === "GET");
    });
  }

  test("has the same URL within 15 minutes for GET and for HEAD", async () => {
    let now = Date.UTC(2026, 0, 2, 3, 0, 1);
    mock.method(Date, "now", () => now);
    const s3 = client();
    for (const method of ["GET", "HEAD"]) {
      calls = [];
      await s3.fetch(URL_A, { method });
      now += 12 * 60_000;
      await s3.fetch(URL_A, { method });
      now += 3 * 60_000;
      await s3.fetch(URL_A, { method });
      assert.equal(url(0).href, url(1).href);
      assert.notEqual(url(1).href, url(2).href);
    }
  });

  test("has another URL for each second of a PUT", async () => {
    let now = Date.UTC(2026, 0, 2, 3, 0, 1);
    mock.method(Date, "now", () => now);
    const s3 = client();
    await s3.fetch(URL_A, { method: "PUT", body: "x" });
    now += 1_000;
    await s3.fetch(URL_A, { method: "PUT", body: "x" });
    assert.notEqual(url(0).href, url(1).href);
  });

  test("has the same URL although short-lived credentials could be renewed", async () => {
    let now = Date.UTC(2026, 0, 2, 3, 0, 0);
    mock.method(Date, "now", () => now);
    const s3 = client({ credentials: provider(() => new Date(now + 900_000)) });
    await s3.fetch(URL_A);
    now += 9 * 60_000;
    await s3.fetch(URL_A);
    assert.equal(url(0).href, url(1).href);
  });

  test("passes options and unsigned headers on", async () => {
    const { signal } = new AbortController();
    const init: RequestInit = {
      headers: { Range: "bytes=0-9", "If-None-Match": '"e"', Accept: "image/*" },
      cache: "no-cache",
      keepalive: true,
      integrity: "sha256-AA==",
      redirect: "error",
      credentials: "include",
      referrerPolicy: "no-referrer",
      mode: "cors",
      signal,
      priority: "low",
    };
    await client().fetch(URL_A, { ...init, dispatcher: "x" } as RequestInit);
    assert.equal(parameter("X-Amz-SignedHeaders"), "host");
    const { headers: _, ...others } = init;
    const { headers: __, ...sent } = initOf();
    assert.deepEqual(sent, { ...others, method: "GET", dispatcher: "x" });
    assert.deepEqual(headersOf(), {
      range: "bytes=0-9",
      "if-none-match": '"e"',
      accept: "image/*",
    });
  });

  test("sets no option that fetch was not called with", async () => {
    await client().fetch(URL_A);
    assert.deepEqual(Object.keys(calls[0]?.init ?? {}).sort(), ["headers", "method"]);
  });

  test("reads each option once", async () => {
    let reads = 0;
    const init = {
      get method() {
        reads += 1;
        return reads === 1 ? "PUT" : "DELETE";
      },
    };
    await client().fetch(URL_A, init);
    assert.equal(reads, 1);
    assert.equal(calls[0]?.init?.method, "PUT");
  });

  test("has its x-amz headers signed", async () => {
    await client().fetch(URL_A, {
      method: "PUT",
      headers: { "X-Amz-Meta-Title": "cat", "Content-Type": "image/jpeg", "x-amz-acl": "private" },
    });
    assert.equal(parameter("X-Amz-SignedHeaders"), "host;x-amz-acl;x-amz-meta-title");
    assert.equal(headersOf()["content-type"], "image/jpeg");
  });

  test("rejects with ForbiddenHeader if it has an Authorization header", async () => {
    await assert.rejects(client().fetch(URL_A, { headers: { Authorization: "Bearer secret" } }), {
      code: "ForbiddenHeader",
      field: "headers.authorization",
    });
    assert.equal(calls.length, 0);
  });

  for (const method of ["PATCH", "OPTIONS", "patch", "PROPFIND"]) {
    test(`rejects with InvalidOption for the method ${method}`, async () => {
      await assert.rejects(client().fetch(URL_A, { method }), {
        code: "InvalidOption",
        field: "method",
      });
      assert.equal(calls.length, 0);
    });
  }

  test("rejects with the provider's error", async () => {
    const s3 = client({
      credentials: async () => {
        throw new Error("not today");
      },
    });
    await assert.rejects(s3.fetch(URL_A), { name: "CredentialsError", code: "ProviderFailed" });
  });
});

describe("a request for another place", () => {
  const others = [
    "https://elsewhere.example/photos/a.jpg",
    `${HOST}/other/a.jpg`,
    "https://s3.example.com:8443/photos/a.jpg",
    "data:,x",
    "blob:https://page.example/1",
    "relative/path",
    "http://[",
    "s3://other/a",
  ];
  for (const input of others) {
    test(`is passed on with the same arguments: ${input}`, async () => {
      const init = { method: "PATCH", body: "x", headers: { authorization: "Bearer x" } };
      await client().fetch(input, init);
      assert.deepEqual(calls[0]?.arguments, [input, init]);
      assert.equal(calls[0]?.arguments[1], init);
    });
  }

  test("is passed on as the same Request, unread", async () => {
    const request = new Request("https://elsewhere.example/", { method: "POST", body: "x" });
    await client().fetch(request);
    assert.equal(calls[0]?.input, request);
    assert.deepEqual(calls[0]?.arguments, [request]);
    assert.equal(request.bodyUsed, false);
  });

  test("needs no credentials", async () => {
    const s3 = client({ credentials: () => new Promise<never>(() => {}) });
    assert.equal(await (await s3.fetch("https://elsewhere.example/")).text(), "hello");
  });

  test("is any bucket's at the place of a client without a bucket, signed", async () => {
    const { region, endpoint } = { region: "eu-west-1", endpoint: HOST };
    const s3 = new S3({ region, endpoint, credentials, fetch: transport });
    await s3.fetch(`${HOST}/other/a.jpg`);
    assert.ok(parameter("X-Amz-Signature"));
  });
});

describe("relative URLs", () => {
  afterEach(() => {
    Reflect.deleteProperty(globalThis, "location");
    Reflect.deleteProperty(globalThis, "document");
  });

  test("are resolved against the location of a worker", async () => {
    Object.assign(globalThis, { location: { href: `${HOST}/photos/index.html` } });
    await client().fetch("a.jpg");
    assert.equal(url().pathname, "/photos/a.jpg");
  });

  test("are resolved against the base of a document", async () => {
    Object.assign(globalThis, {
      location: { href: "https://page.example/" },
      document: { baseURI: `${HOST}/photos/` },
    });
    await client().fetch("a.jpg");
    assert.equal(url().pathname, "/photos/a.jpg");
  });
});

describe("a Request", () => {
  test("keeps its method, headers, body and options", async () => {
    const request = new Request(URL_A, {
      method: "PUT",
      headers: { "x-amz-meta-a": "b" },
      body: "content",
      cache: "no-store",
      redirect: "manual",
      mode: "cors",
      credentials: "include",
      integrity: "sha256-AA==",
      referrerPolicy: "origin",
    });
    await client().fetch(request);
    const { method, cache, redirect, mode, credentials, integrity, referrerPolicy } = initOf();
    assert.deepEqual(
      { method, cache, redirect, mode, credentials, integrity, referrerPolicy },
      {
        method: "PUT",
        cache: "no-store",
        redirect: "manual",
        mode: "cors",
        credentials: "include",
        integrity: "sha256-AA==",
        referrerPolicy: "origin",
      },
    );
    assert.equal(await bodyText(), "content");
    assert.deepEqual(headersOf(), {
      "content-type": "text/plain;charset=UTF-8",
      "x-amz-meta-a": "b",
    });
    assert.equal(request.bodyUsed, true);
  });

  test("gives way to the options beside it", async () => {
    const request = new Request(URL_A, { method: "PUT", headers: { a: "1" }, body: "old" });
    await client().fetch(request, { headers: { b: "2" }, body: "new" });
    assert.equal(calls[0]?.init?.method, "PUT");
    assert.equal(headersOf()["a"], undefined);
    assert.equal(await bodyText(), "new");
  });

  test("whose body was used rejects with a TypeError", async () => {
    const request = new Request(URL_A, { method: "PUT", body: "x" });
    await request.text();
    await assert.rejects(client().fetch(request), TypeError);
    assert.equal(calls.length, 0);
  });

  test("that is aborted rejects with the reason of its signal", async () => {
    const reason = new Error("enough");
    const request = new Request(URL_A, { signal: AbortSignal.abort(reason) });
    await assert.rejects(client().fetch(request), (error) => error === reason);
  });

  test("of a navigation is sent without its mode", async () => {
    const request = new Proxy(new Request(URL_A), {
      get: (target, name) => (name === "mode" ? "navigate" : Reflect.get(target, name, target)),
    });
    await client().fetch(request);
    assert.equal(calls[0]?.init?.mode, undefined);
    assert.ok(parameter("X-Amz-Signature"));
  });

  test("may be the options of another URL", async () => {
    const old = new Request("https://old.example/", { headers: { range: "bytes=0-1" } });
    await client().fetch(URL_A, old);
    assert.equal(headersOf()["range"], "bytes=0-1");
  });
});

describe("a body", () => {
  const form = new FormData();
  form.set("a", "1");
  const bodies: [string, () => BodyInit, string, string | undefined][] = [
    ["a string", () => "text", "text", "text/plain;charset=UTF-8"],
    ["a Blob", () => new Blob(["text"], { type: "image/png" }), "text", "image/png"],
    ["a Blob without a type", () => new Blob(["text"]), "text", undefined],
    ["an ArrayBuffer", () => new TextEncoder().encode("text").buffer, "text", undefined],
    ["a view of bytes", () => new TextEncoder().encode("_text_").subarray(1, 5), "text", undefined],
    [
      "URLSearchParams",
      () => new URLSearchParams({ a: "b c" }),
      "a=b+c",
      "application/x-www-form-urlencoded;charset=UTF-8",
    ],
  ];
  for (const [name, make, text, type] of bodies) {
    test(`may be ${name}, and is sent again after a rejected signature`, async () => {
      responses = [rejected(400, "ExpiredToken"), () => new Response("stored")];
      const s3 = client({ credentials: provider() });
      const response = await s3.fetch(URL_A, { method: "PUT", body: make() });
      assert.equal(await response.text(), "stored");
      for (const at of [0, 1]) {
        assert.equal(await bodyText(at), text);
        assert.equal(headersOf(at)["content-type"], type);
      }
    });
  }

  test("may be a form, sent the same way twice", async () => {
    responses = [rejected(400, "ExpiredToken"), () => new Response("stored")];
    const s3 = client({ credentials: provider() });
    await s3.fetch(URL_A, { method: "PUT", body: form });
    assert.equal(headersOf(0)["content-type"], headersOf(1)["content-type"]);
    assert.match(headersOf(0)["content-type"] ?? "", /^multipart\/form-data; boundary=/);
    assert.equal(await bodyText(0), await bodyText(1));
    assert.match(await bodyText(0), /name="a"\r\n\r\n1\r\n/);
  });

  test("of a Request is sent again after a rejected signature", async () => {
    responses = [rejected(400, "ExpiredToken"), () => new Response("stored")];
    const s3 = client({ credentials: provider() });
    await s3.fetch(new Request(URL_A, { method: "PUT", body: "text" }));
    assert.deepEqual([await bodyText(0), await bodyText(1)], ["text", "text"]);
  });

  test("that is a stream is sent once", async () => {
    responses = [rejected(400, "ExpiredToken"), () => new Response("stored")];
    const s3 = client({ credentials: provider() });
    const body = new Blob(["text"]).stream();
    const response = await s3.fetch(URL_A, { method: "PUT", body, duplex: "half" } as RequestInit);
    assert.equal(response.status, 400);
    assert.match(await response.text(), /ExpiredToken/);
    assert.equal(calls.length, 1);
    assert.equal(calls[0]?.init?.body, body);
  });

  test("that is a stream lets the client correct its clock for the next request", async () => {
    const serverTime = new Date(Date.now() + 7_200_000).toISOString();
    const time = `<ServerTime>${serverTime}</ServerTime>`;
    responses = [rejected(403, "RequestTimeTooSkewed", "", time)];
    const s3 = client();
    const body = new Blob(["text"]).stream();
    await s3.fetch(URL_A, { method: "PUT", body, duplex: "half" } as RequestInit);
    assert.equal(calls.length, 1);
    assert.ok(Math.abs(s3.clockOffset - 7_200_000) < 5_000);
  });

  test("is sent as it was when fetch was called", async () => {
    let deliver: (value: Credentials) => void = () => {};
    const s3 = client({
      credentials: () =>
        new Promise<Credentials>((resolve) => {
          deliver = resolve;
        }),
    });
    const bytes = new TextEncoder().encode("before");
    const fields = new URLSearchParams({ a: "before" });
    const sent = [
      s3.fetch(URL_A, { method: "PUT", body: bytes }),
      s3.fetch(URL_A, { method: "PUT", body: fields }),
    ];
    bytes.set(new TextEncoder().encode("after!"));
    fields.set("a", "after");
    await settled();
    deliver(credentials);
    await Promise.all(sent);
    assert.deepEqual([await bodyText(0), await bodyText(1)], ["before", "a=before"]);
  });

  test("that is a form by POST is sent as it is, with the signature of its policy", async () => {
    const init = { method: "POST", body: form };
    await client().fetch(`${HOST}/photos`, init);
    assert.deepEqual(calls[0]?.arguments, [`${HOST}/photos`, init]);
    const request = new Request(`${HOST}/photos`, init);
    await client().fetch(request);
    assert.equal(calls[1]?.input, request);
    assert.equal(request.bodyUsed, false);
  });
});

describe("with Signature V2", () => {
  for (const [name, init, type] of [
    ["of a header", { headers: { "Content-Type": "image/gif" }, body: "x" }, "image/gif"],
    ["of a Blob", { body: new Blob(["x"], { type: "image/png" }) }, "image/png"],
    ["of a string", { body: "x" }, "text/plain;charset=UTF-8"],
  ] as const) {
    test(`the type ${name} is signed and sent`, async () => {
      const s3 = client({ signature: "v2" });
      await s3.fetch(URL_A, { method: "PUT", ...init });
      const { url } = await s3.presign({
        key: "a.jpg",
        method: "PUT",
        headers: { "content-type": type },
        expiresIn: 900,
      });
      assert.equal(parameter("Signature"), new URL(url).searchParams.get("Signature"));
      assert.equal(headersOf()["content-type"], type);
    });
  }
});

describe("a rejected signature", () => {
  const OLD = () => new Date(Date.now() + 3_600_000);

  for (const [status, code, message] of [
    [400, "ExpiredToken", ""],
    [403, "InvalidAccessKeyId", ""],
    [400, "InvalidToken", ""],
    [403, "AccessDenied", "Request has expired"],
    [400, "ExpiredRequest", ""],
  ] as const) {
    test(`${code} ${message} is signed once more with new credentials`, async () => {
      const time = `<ServerTime>${new Date().toISOString()}</ServerTime>`;
      responses = [rejected(status, code, message, time), () => new Response("hello")];
      const response = await client({ credentials: provider(OLD) }).fetch(URL_A);
      assert.equal(await response.text(), "hello");
      const keys = [0, 1].map((at) => parameter("X-Amz-Credential", at)?.split("/")[0]);
      assert.deepEqual(keys, ["ASIA1", "ASIA2"]);
    });
  }

  test("RequestTimeTooSkewed corrects the clock", async () => {
    const serverTime = new Date(Date.now() + 7_200_000).toISOString();
    responses = [
      rejected(403, "RequestTimeTooSkewed", "", `<ServerTime>${serverTime}</ServerTime>`),
      () => new Response("hello"),
    ];
    const s3 = client();
    assert.equal((await s3.fetch(URL_A)).status, 200);
    assert.ok(Math.abs(s3.clockOffset - 7_200_000) < 5_000);
    assert.equal(calls.length, 2);
  });

  test("a second rejection is returned, and can be read", async () => {
    responses = [rejected(400, "ExpiredToken", "no. 1"), rejected(400, "ExpiredToken", "no. 2")];
    const response = await client({ credentials: provider(OLD) }).fetch(URL_A);
    assert.match(await response.text(), /no. 2/);
    assert.equal(calls.length, 2);
  });

  test("is returned, and can be read, if there are no other credentials", async () => {
    responses = [rejected(403, "InvalidAccessKeyId", "unknown key")];
    const response = await client().fetch(URL_A);
    assert.equal(response.status, 403);
    assert.match(await response.text(), /unknown key/);
    assert.equal(calls.length, 1);
  });

  for (const [status, code] of [
    [403, "AccessDenied"],
    [403, "SignatureDoesNotMatch"],
    [404, "NoSuchKey"],
    [503, "SlowDown"],
    [400, "InvalidRequest"],
  ] as const) {
    test(`${status} ${code} is returned at once, and can be read`, async () => {
      responses = [rejected(status, code)];
      const response = await client({ credentials: provider(OLD) }).fetch(URL_A);
      assert.equal(response.status, status);
      assert.match(await response.text(), new RegExp(code));
      assert.equal(calls.length, 1);
    });
  }

  test("rejections at the same time cause one renewal", async () => {
    let count = 0;
    const renew = provider(OLD);
    const s3 = client({
      credentials: () => {
        count += 1;
        return renew();
      },
      fetch: async (input) =>
        String(input).includes("ASIA1") ? rejected(400, "ExpiredToken")() : new Response("hello"),
    });
    const texts = await Promise.all(
      Array.from({ length: 20 }, async (_, at) => (await s3.fetch(`${URL_A}${at}`)).text()),
    );
    assert.ok(texts.every((text) => text === "hello"));
    assert.equal(count, 2);
  });
});

describe("the body of an error", () => {
  /** Returns a response whose body never ends, and counts the bytes that were pulled. */
  function endless(status = 403) {
    const state = { pulled: 0, cancelled: false };
    const chunk = new TextEncoder().encode("<Error>".padEnd(16_384));
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          state.pulled += chunk.length;
          controller.enqueue(chunk);
        },
        cancel() {
          state.cancelled = true;
        },
      },
      { highWaterMark: 0 },
    );
    return { state, response: new Response(body, { status }) };
  }

  test("is read up to 64 KB before the response is returned", async () => {
    const { state, response } = endless();
    responses = [() => response];
    const returned = await client().fetch(URL_A);
    for (let turn = 0; turn < 20; turn += 1) await settled();
    assert.ok(state.pulled <= 7 * 16_384, String(state.pulled));
    const reader = (returned.body as ReadableStream<Uint8Array>).getReader();
    let read = 0;
    while (read < 1_000_000) read += (await reader.read()).value?.length ?? 0;
    await reader.cancel();
    assert.ok(state.cancelled);
  });

  test("is read to its end by the caller, byte for byte", async () => {
    const text = `<Error>${"x".repeat(300_000)}</Error>`;
    responses = [() => new Response(text, { status: 403 })];
    assert.equal(await (await client().fetch(URL_A)).text(), text);
  });

  test("that breaks leaves the response to the caller", async () => {
    const broken = new ReadableStream({
      pull: (controller) => controller.error(new TypeError("terminated")),
    });
    responses = [() => new Response(broken, { status: 403 })];
    const response = await client().fetch(URL_A);
    assert.equal(response.status, 403);
    await assert.rejects(response.text(), TypeError);
  });

  test("that stalls leaves the response to the caller after the stall timeout", async () => {
    const stalled = new ReadableStream({ pull: () => new Promise(() => {}) });
    responses = [() => new Response(stalled, { status: 403 })];
    const s3 = client({ retry: { stallTimeout: 20 } });
    assert.equal((await s3.fetch(URL_A)).status, 403);
  });

  test("that stalls is left by an abort", async () => {
    const stalled = new ReadableStream({ pull: () => new Promise(() => {}) });
    responses = [() => new Response(stalled, { status: 403 })];
    const controller = new AbortController();
    const reason = new Error("enough");
    const sent = client().fetch(URL_A, { signal: controller.signal });
    await settled();
    controller.abort(reason);
    await assert.rejects(sent, (error) => error === reason);
  });
});

describe("a HEAD that is rejected without a reason", () => {
  const forbidden =
    (headers: Record<string, string> = {}) =>
    () =>
      new Response(null, { status: 403, headers });
  const head = { method: "HEAD" };

  test("is returned after one request if the response shows that the clock is right", async () => {
    responses = [forbidden({ date: new Date().toUTCString() })];
    let count = 0;
    const renew = provider(() => new Date(Date.now() + 3_600_000));
    const s3 = client({
      credentials: () => {
        count += 1;
        return renew();
      },
    });
    for (let times = 0; times < 5; times += 1) {
      assert.equal((await s3.fetch(URL_A, head)).status, 403);
    }
    assert.deepEqual([calls.length, count], [5, 1]);
  });

  test("is signed once more if the response shows that the clock is slow", async () => {
    const date = new Date(Date.now() + 7_200_000).toUTCString();
    responses = [forbidden({ date }), () => new Response(null)];
    const s3 = client();
    assert.equal((await s3.fetch(URL_A, head)).status, 200);
    assert.equal(calls.length, 2);
  });

  test("is signed once more with new credentials if their expiry is unknown", async () => {
    responses = [forbidden({ date: new Date().toUTCString() }), () => new Response(null)];
    const s3 = client({ credentials: provider() });
    assert.equal((await s3.fetch(URL_A, head)).status, 200);
    assert.match(String(parameter("X-Amz-Credential", 1)), /^ASIA2/);
  });

  test("causes one check of the time, not one for each", async () => {
    responses = [forbidden()];
    const s3 = client();
    const send = () => s3.fetch(URL_A, head);
    await Promise.all([send(), send(), send()]);
    await send();
    const gets = calls.filter(({ init }) => init?.method === "GET");
    assert.deepEqual([gets.length, calls.length], [1, 5]);
  });
});

describe("an error of the transport", () => {
  const failing = (error: (url: string) => unknown): S3 =>
    client({
      credentials: provider(),
      fetch: async (input) => {
        throw error(String(input));
      },
    });

  test("is passed on", async () => {
    const error = new TypeError("fetch failed", { cause: new Error("ECONNREFUSED") });
    await assert.rejects(failing(() => error).fetch(URL_A), (thrown) => thrown === error);
  });

  test("becomes a TypeError without the signed URL if it has it in its message", async () => {
    const sent = failing((url) => new Error(`request to ${url} failed, reason: refused`));
    await assert.rejects(sent.fetch(URL_A), (error) => {
      assert.ok(error instanceof TypeError);
      assert.match(error.message, /^request to https:\/\/s3\.example\.com\/photos\/a\.jpg failed/);
      assert.doesNotMatch(`${error.message} ${error.stack}`, /X-Amz-Signature|hush/);
      return true;
    });
  });

  test("becomes a TypeError without the signed URL if its cause has it", async () => {
    const sent = failing((url) => new TypeError("fetch failed", { cause: new Error(url) }));
    await assert.rejects(sent.fetch(URL_A), (error) => {
      assert.equal((error as Error).message, "fetch failed");
      assert.doesNotMatch(String((error as Error).cause), /X-Amz-Signature|hush/);
      return true;
    });
  });

  test("that is the reason of an abort is passed on, whatever it is", async () => {
    const controller = new AbortController();
    const s3 = client({
      fetch: async (_, init) => {
        controller.abort("enough");
        throw init?.signal?.reason;
      },
    });
    await assert.rejects(s3.fetch(URL_A, { signal: controller.signal }), (e) => e === "enough");
  });
});

test("an abort while the credentials are awaited rejects with its reason", async () => {
  const s3 = client({ credentials: () => new Promise<never>(() => {}) });
  const controller = new AbortController();
  const sent = s3.fetch(URL_A, { signal: controller.signal });
  await settled();
  controller.abort(new Error("enough"));
  await assert.rejects(sent, { message: "enough" });
  assert.equal(calls.length, 0);
});

test("a transport that returns no Response is an error of the option", async () => {
  const s3 = client({ fetch: (async () => undefined) as never });
  await assert.rejects(s3.fetch(URL_A), { code: "InvalidOption", field: "fetch" });
});

test("the transport is not called as a method", async () => {
  const seen: unknown[] = [];
  const s3 = client({
    fetch: async function (this: unknown) {
      seen.push(this);
      return new Response();
    },
  });
  await s3.fetch(URL_A);
  await s3.fetch("https://elsewhere.example/");
  assert.deepEqual(seen, [undefined, undefined]);
});

import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";
import { CredentialsError, isPresignError, PresignError, type PresignRequest } from "s3-signpost";
import { pageCredentials } from "../../../js/integrations/service-worker-credentials.ts";
import { serveBucket } from "../../../js/integrations/service-worker-serve.ts";
import { thrownError } from "../support/thrown-error.ts";
import { settled } from "../support/time.ts";

const ORIGIN = "https://site.test";
const SIGNED = "https://b.s3.test/key?X-Amz-Signature=abcdef";

/** Turns the global scope into that of a service worker, and back after each test. */
const names = ["location", "registration", "clients", "navigator", "addEventListener"] as const;
const originals = names.map(
  (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
);
const define = (name: string, value: unknown) =>
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });

let listener: (event: { data: unknown; source: unknown }) => void;
let pages: FakePage[];

beforeEach(() => {
  pages = [];
  define("location", new URL(`${ORIGIN}/app/sw.js`));
  define("registration", { scope: `${ORIGIN}/app/` });
  define("navigator", { onLine: true });
  define("clients", { matchAll: async () => pages });
  define("addEventListener", (_: string, added: typeof listener) => {
    listener = added;
  });
});

afterEach(() => {
  mock.timers.reset();
  for (const [name, original] of originals) {
    if (original) Object.defineProperty(globalThis, name, original);
    else Reflect.deleteProperty(globalThis, name);
  }
});

/** A client that records its calls and responds with `response`, or rejects with it if it is an error. */
function fakeClient(response: Response | Error = new Response("body")) {
  const presigned: PresignRequest[] = [];
  const client = {
    presigned,
    presign: async (request: PresignRequest | string) => {
      presigned.push(request as PresignRequest);
      return { url: SIGNED } as never;
    },
    fetch: async () => {
      if (response instanceof Error) throw response;
      return response;
    },
  };
  return client;
}

/** Dispatches a request to a listener. Returns undefined if it was left to the network. */
async function respond(
  client: ReturnType<typeof fakeClient>,
  url = `${ORIGIN}/app/files/key`,
  init: RequestInit = {},
  options = {},
): Promise<Response | undefined> {
  let response: Promise<Response> | undefined;
  const respondWith = (promise: Promise<Response>) => {
    response = promise;
  };
  const event = { request: new Request(url, init), respondWith };
  serveBucket(client, { at: "/app/files/", ...options })(event as never);
  return response;
}

describe("an option of serveBucket", () => {
  const client = fakeClient();
  const getter = {
    get at(): string {
      throw new Error("secret");
    },
  };
  for (const [options, field] of [
    [undefined, "options"],
    [getter, "options"],
    [{}, "at"],
    [{ at: 5 }, "at"],
    [{ at: "files/" }, "at"],
    [{ at: "/app/files" }, "at"],
    [{ at: "/app/files/?a/" }, "at"],
    [{ at: "//site.test/app/" }, "at"],
    [{ at: "/\\other.test/" }, "at"],
    [{ at: "/\t/other.test/" }, "at"],
    [{ at: "/files/" }, "at"],
    [{ at: "/app/../files/" }, "at"],
    [{ at: "/app/", prefix: 5 }, "prefix"],
    [{ at: "/app/", redirect: "yes" }, "redirect"],
    [{ at: "/app/", allowScripts: 1 }, "allowScripts"],
    [{ at: "/app/", expiresIn: 0 }, "expiresIn"],
    [{ at: "/app/", expiresIn: 604_801 }, "expiresIn"],
    [{ at: "/app/", expiresIn: "60" }, "expiresIn"],
    [{ at: "/app/", colour: "red" }, "colour"],
  ] as const) {
    const shown = options === getter ? "a getter that throws" : JSON.stringify(options);
    test(`is an InvalidOption: ${shown}`, () => {
      const error = thrownError(() => serveBucket(client, options as never));
      assert.ok(isPresignError(error));
      assert.deepEqual([error.code, error.field], ["InvalidOption", field]);
    });
  }

  test("names the scope that does not cover it", () => {
    const { message } = thrownError(() => serveBucket(client, { at: "/files/" }));
    assert.match(message, /the scope is https:\/\/site\.test\/app\/\.$/);
  });

  test("cannot be checked outside of a service worker", () => {
    define("registration", undefined);
    const { message } = thrownError(() => serveBucket(client, { at: "/files/" }));
    assert.match(message, /the scope is absent outside of a service worker/);
  });
});

test("a client without the methods of S3 is an InvalidOption", () => {
  for (const client of [undefined, null, {}, { presign() {} }]) {
    const error = thrownError(() => serveBucket(client as never, { at: "/app/" }));
    assert.ok(isPresignError(error) && error.field === "s3");
  }
});

describe("a request is left to the network", () => {
  for (const [title, url, init] of [
    ["of another path", `${ORIGIN}/app/other`, {}],
    ["of the path without its last slash", `${ORIGIN}/app/files`, {}],
    ["of another origin", "https://other.test/app/files/key", {}],
    ["with another method", `${ORIGIN}/app/files/key`, { method: "DELETE" }],
  ] as const) {
    test(title, async () => {
      assert.equal(await respond(fakeClient(), url, init), undefined);
    });
  }
});

describe("a response", () => {
  const typed = (type: string | undefined) =>
    fakeClient(
      new Response(
        new Uint8Array(1),
        type === undefined ? {} : { headers: { "content-type": type } },
      ),
    );

  for (const type of [
    "image/png",
    "video/mp4; codecs=avc1",
    "audio/ogg",
    "application/pdf",
    "IMAGE/PNG",
  ]) {
    test(`of the type ${type} has no sandbox`, async () => {
      assert.equal((await respond(typed(type)))?.headers.get("content-security-policy"), null);
    });
  }

  for (const type of [
    "text/html",
    "image/svg+xml",
    "text/rdf",
    "application/xml",
    "image/png, text/html",
    "image/png;a=b,text/html",
    "application/pdfx",
    undefined,
  ]) {
    test(`of the type ${type} has a sandbox`, async () => {
      const headers = (await respond(typed(type)))?.headers;
      assert.equal(headers?.get("content-security-policy"), "sandbox allow-same-origin");
      assert.equal(headers?.get("x-content-type-options"), "nosniff");
    });
  }

  test("with a decoded body has no length", async () => {
    const headers = {
      "content-encoding": "gzip",
      "content-length": "5",
      "content-type": "image/png",
    };
    const response = await respond(fakeClient(new Response("decoded", { headers })));
    assert.deepEqual(Object.fromEntries(response?.headers ?? []), {
      "content-type": "image/png",
      "x-content-type-options": "nosniff",
    });
  });

  test("past the end of an object keeps its size", async () => {
    const init = { status: 416, headers: { "content-range": "bytes */24" } };
    const response = await respond(fakeClient(new Response("", init)));
    assert.equal(response?.headers.get("content-range"), "bytes */24");
  });
});

describe("an error", () => {
  for (const [error, status] of [
    [new TypeError("Failed to fetch"), 502],
    [new CredentialsError("LoginFailed", "Text."), 401],
    [new CredentialsError("ProviderTimedOut", "Text."), 503],
    [new PresignError("InvalidKey", "Text.", { field: "key" }), 404],
    [new PresignError("InvalidRegion", "Text.", { field: "region" }), 500],
  ] as const) {
    test(`is ${status}: ${error.name} ${"code" in error ? error.code : ""}`, async () => {
      const response = await respond(fakeClient(error));
      assert.equal(response?.status, status);
      assert.equal(response?.headers.get("cache-control"), "no-store");
    });
  }

  test("is Offline if the device has no network", async () => {
    define("navigator", { onLine: false });
    const response = await respond(fakeClient(new TypeError("Failed to fetch")));
    assert.equal((await response?.text())?.split("\n")[0], "503 Offline");
  });

  test("document is decoded and kept on one line, without long words", async () => {
    const xml = `<Error><Code>SlowDown</Code><Message>Less &amp; &lt;less&gt;,\n${"x9".repeat(40)}\u202e!</Message></Error>`;
    const response = await respond(fakeClient(new Response(xml, { status: 503 })));
    assert.equal(await response?.text(), "503 SlowDown\nLess & <less>, … !\n");
  });

  test("document without an end is read to 64 KiB", async () => {
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += 1;
        controller.enqueue(new TextEncoder().encode("x".repeat(1_024)));
      },
    });
    const response = await respond(fakeClient(new Response(body, { status: 500 })));
    assert.equal((await response?.text())?.split("\n")[0], "500 Http500");
    assert.ok(sent < 100, String(sent));
  });
});

/** A page that responds to requests for credentials, if it has a reply. */
class FakePage {
  readonly id: string;
  reply: object | undefined;

  constructor(id: string, reply?: object) {
    this.id = id;
    this.reply = reply;
  }

  postMessage(_: unknown, [port]: MessagePort[]): void {
    if (this.reply) port?.postMessage(this.reply);
    port?.close();
  }
}

describe("credentials of pages", () => {
  const credentials = { accessKeyId: "A", secretAccessKey: "S" };
  const error = { code: "LoginFailed", message: "Nobody is signed in." };

  test("are those of the page that has some", async () => {
    const provider = pageCredentials();
    pages = [new FakePage("1", { error }), new FakePage("2"), new FakePage("3", { credentials })];
    assert.deepEqual(await provider(), credentials);
  });

  test("are requested from a page that is opened later", async () => {
    const provider = pageCredentials();
    const promise = provider();
    await settled();
    const data = { type: "s3-signpost:credentials-ready" };
    listener({ data, source: new FakePage("1", { credentials }) });
    assert.deepEqual(await promise, credentials);
  });

  test("fail with the error of the only page", async () => {
    const provider = pageCredentials();
    pages = [new FakePage("1", { error })];
    await assert.rejects(provider(), { name: "CredentialsError", ...error });
  });

  test("fail without the text of an error of another library", async () => {
    const provider = pageCredentials();
    pages = [new FakePage("1", {})];
    await assert.rejects(provider(), { code: "ProviderFailed" });
  });

  test("fail after 20 seconds without a page", async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    const promise = pageCredentials()();
    mock.timers.tick(20_000);
    await assert.rejects(promise, { code: "ProviderTimedOut", retryable: true });
  });

  test("fail with the reason of an aborted signal", async () => {
    const controller = new AbortController();
    const promise = pageCredentials()({ signal: controller.signal });
    controller.abort(new Error("stop"));
    await assert.rejects(promise, { message: "stop" });
  });
});

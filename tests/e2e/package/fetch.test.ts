import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { S3 } from "../../../js/s3.ts";
import { packageSession } from "../package-session.ts";

const HELLO = "Hello from your own S3.\n";
const HOUR = 3_660_000;

/** CORS rules that hide S3's `Date`, so that only error documents contain its time. */
const WITHOUT_DATE = [
  {
    allowedOrigins: ["*"],
    allowedMethods: ["GET", "HEAD", "PUT", "POST", "DELETE"],
    allowedHeaders: ["*"],
    exposeHeaders: ["ETag"],
  },
];

/** Address of an object that the browser may cache. */
let cached: string;
let hello: string;

const session = packageSession(async ({ stack }) => {
  const { region, bucket, s3: endpoint, accessKeyId, secretAccessKey } = stack.ready;
  const node = new S3({
    region,
    bucket,
    endpoint,
    credentials: { accessKeyId, secretAccessKey },
  });
  hello = `${endpoint}/${bucket}/hello.txt`;
  cached = `${endpoint}/${bucket}/fetch/cached.txt`;
  const headers = { "Cache-Control": "max-age=3600" };
  const stored = await node.fetch(cached, { method: "PUT", body: "cached", headers });
  assert.equal(stored.status, 200, await stored.text());
});

type Sent = Pick<RequestInit, "method" | "cache"> & { headers?: Record<string, string> };

/** Fetches in the tab and returns the status and the body. */
function fetched(url: string, init?: Sent): Promise<[status: number, text: string]> {
  return session.tab.page.evaluate(
    async ([url, init]): Promise<[number, string]> => {
      const { fetch } = s3;
      const response = await fetch(url, init ?? {});
      return [response.status, await response.text()];
    },
    [url, init] as const,
  );
}

describe("fetch of a guest's client", () => {
  beforeEach(() => session.openConnected("guest"));

  test("returns an object of the private bucket", async () => {
    assert.deepEqual(await fetched(hello), [200, HELLO]);
  });

  test("returns a range with 206", async () => {
    const init = { headers: { Range: "bytes=6-9" } };
    assert.deepEqual(await fetched(hello, init), [206, HELLO.slice(6, 10)]);
  });

  test("returns the headers of a HEAD", async () => {
    assert.deepEqual(await fetched(hello, { method: "HEAD" }), [200, ""]);
  });

  test("returns a 404 as a response", async () => {
    const [status, text] = await fetched(`${hello}.missing`);
    assert.equal(status, 404);
    assert.match(text, /NoSuchKey/);
  });

  test("stores the body of a Request with metadata, and deletes it", async () => {
    const key = "fetch/stored.txt";
    const seen = await session.tab.page.evaluate(
      async ([url]) => {
        const body = new Blob(["content"], { type: "text/x-test" });
        const headers = { "x-amz-meta-title": "a title" };
        const stored = await s3.fetch(new Request(url, { method: "PUT", body, headers }));
        const read = await s3.fetch(new Request(url));
        const deleted = await s3.fetch(url, { method: "DELETE" });
        return [stored.status, read.headers.get("content-type"), await read.text(), deleted.status];
      },
      [hello.replace("hello.txt", key)] as const,
    );
    assert.deepEqual(seen, [200, "text/x-test", "content", 204]);
  });

  test("uses the browser's cache for the second of equal requests", async () => {
    assert.deepEqual(await fetched(cached), [200, "cached"]);
    assert.deepEqual(await fetched(cached), [200, "cached"]);
    assert.deepEqual(await session.requestCounts("s3"), { "s3 GET": 1 });
  });

  test("requests an object again that the browser must revalidate", async () => {
    await fetched(cached);
    assert.deepEqual(await fetched(cached, { cache: "no-cache" }), [200, "cached"]);
    assert.deepEqual(await session.requestCounts("s3"), { "s3 GET": 2 });
  });

  test("returns 304 for the ETag of a page's own cache", async () => {
    const status = await session.tab.page.evaluate(async (url) => {
      const etag = (await s3.fetch(url)).headers.get("etag") ?? "";
      return (await s3.fetch(url, { headers: { "If-None-Match": etag } })).status;
    }, hello);
    assert.equal(status, 304);
  });

  test("resolves a relative URL of another place as fetch does", async () => {
    const [status, text] = await fetched("/index.js");
    assert.equal(status, 200);
    assert.match(text, /WebAssembly/);
    assert.deepEqual(await session.requestCounts("s3"), {});
  });

  test("rejects with the reason of an abort", async () => {
    await session.stack.addFaults({ effect: { type: "delay", milliseconds: 5_000 } });
    const reason = await session.tab.page.evaluate(async (url) => {
      const controller = new AbortController();
      const sent = s3.fetch(url, { signal: controller.signal });
      controller.abort("enough");
      return sent.catch((error: unknown) => error);
    }, hello);
    assert.equal(reason, "enough");
  });

  test("rejects with a TypeError without a signed URL if CORS forbids the request", async () => {
    await session.stack.changeSettings({ cors: [] });
    const [name, text] = await session.tab.page.evaluate(async (url) => {
      const error = (await s3.fetch(url).catch((error: unknown) => error)) as Error;
      return [error.name, `${error.message} ${error.stack}`] as const;
    }, hello);
    assert.equal(name, "TypeError");
    assert.doesNotMatch(text, /X-Amz-/i);
  });

  for (const name of ["blob", "form"] as const) {
    test(`stores a ${name} at the second attempt after an expired token`, async () => {
      await session.stack.addFaults({
        service: "s3",
        method: "PUT",
        effect: { type: "error", status: 400, code: "ExpiredToken" },
      });
      const stored = await session.tab.page.evaluate(
        async ([url, name]) => {
          const form = new FormData();
          form.set("field", "content");
          const body = { blob: new Blob(["content"]), form }[name];
          await s3.fetch(url, { method: "PUT", body });
          return (await s3.fetch(url)).text();
        },
        [hello.replace("hello", `fetch/${name}`), name] as const,
      );
      assert.match(stored, /content/);
      assert.deepEqual(await session.requestCounts("s3"), { "s3 PUT": 2, "s3 GET": 1 });
    });
  }

  test("works in a module worker", async () => {
    const { identityPoolId, identity, region, bucket, s3: endpoint } = session.stack.ready;
    const script = `
      import { cognito, S3 } from "${session.site.url}index.js";
      const { fetch } = new S3({
        region: "${region}", bucket: "${bucket}", endpoint: "${endpoint}",
        credentials: cognito({ identityPoolId: "${identityPoolId}", endpoint: "${identity}" }),
      });
      postMessage(await (await fetch("${hello}")).text());
    `;
    const text = await session.tab.page.evaluate(
      (script) =>
        new Promise((resolve, reject) => {
          const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
          const worker = new Worker(url, { type: "module" });
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = ({ message }) => reject(new Error(message));
        }),
      script,
    );
    assert.equal(text, HELLO);
  });

  test("a live signer gives a URL that an image hook can use at once", async () => {
    const text = await session.tab.page.evaluate(async (url) => {
      const signer = await s3.signer();
      const signed = signer.sign(url);
      const response = await fetch(signed);
      signer.stop();
      return response.text();
    }, hello);
    assert.equal(text, HELLO);
  });
});

describe("fetch on a device whose clock is an hour slow", () => {
  beforeEach(async () => {
    await session.stack.changeSettings({ cors: WITHOUT_DATE });
    await session.openConnected("key", { clockShift: -HOUR });
  });

  test("corrects the clock by S3's document", async () => {
    assert.deepEqual(await fetched(hello), [200, HELLO]);
    assert.deepEqual(await session.requestCounts("s3"), { "s3 GET": 2 });
  });

  test("corrects the clock after a HEAD by one request for the time", async () => {
    assert.deepEqual(await fetched(hello, { method: "HEAD" }), [200, ""]);
    assert.deepEqual(await session.requestCounts("s3"), { "s3 GET": 1, "s3 HEAD": 2 });
  });
});

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import fc from "fast-check";
import type { Browser, Page } from "playwright-core";
import { Presigner } from "../../../js/presigner.ts";
import { sample, seed } from "../../differential/seed.ts";
import { anyKey, anyText } from "../../differential/text.ts";
import { startBrowser } from "../browser.ts";

/** Number of random keys. Most have characters that URL parsers change. */
const KEYS = 3_000;
const REQUESTS = 200;

let browser: Browser;
let server: Server;
let page: Page;
const requested: string[] = [];

before(async () => {
  server = createServer((request, response) => {
    // The browser also requests an icon.
    if (request.url?.startsWith("/photos/")) requested.push(request.url);
    response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html>");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  browser = await startBrowser();
  page = await browser.newPage();
  await page.goto(endpoint());
});
after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

function endpoint(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const requests = fc.tuple(anyKey, anyText(1, 8), anyText(1, 8));

/** Returns URLs of random keys, and the random keys that a URL cannot address. */
function signed(name: string, signature: "v4" | "v2", count: number) {
  const signer = new Presigner({
    region: "us-east-1",
    bucket: "photos",
    endpoint: endpoint(),
    signature,
    credentials: {
      accessKeyId: "AKIAIOSFODNN7EXAMPLE",
      secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      sessionToken: "a/b+c==",
    },
  });
  const urls: string[] = [];
  const rejected: string[] = [];
  for (const [key, downloadAs, versionId] of sample(requests, count, name)) {
    try {
      urls.push(signer.presign({ key, response: { downloadAs }, query: { versionId } }).url);
    } catch (error) {
      assert.equal((error as { code?: string }).code, "KeyNotAddressable", `SEED=${seed}: ${key}`);
      rejected.push(key);
    }
  }
  return { urls, rejected };
}

for (const signature of ["v4", "v2"] as const) {
  test(`no ${signature} URL is changed by the browser's parser`, async (context) => {
    context.diagnostic(`SEED=${seed}`);
    const { urls } = signed(`parser ${signature}`, signature, KEYS);
    const changed = await page.evaluate(
      (urls) => urls.filter((url) => new URL(url).href !== url),
      urls,
    );
    assert.deepEqual(changed, [], `SEED=${seed} repeats it.`);
  });

  test(`the browser requests a ${signature} URL unchanged`, async (context) => {
    context.diagnostic(`SEED=${seed}`);
    const { urls } = signed(`requests ${signature}`, signature, REQUESTS);
    requested.length = 0;
    await page.evaluate(async (urls) => {
      for (const url of urls) await fetch(url);
    }, urls);
    assert.deepEqual(
      requested,
      urls.map((url) => url.slice(endpoint().length)),
      `SEED=${seed} repeats it.`,
    );
  });
}

test("only keys that the browser's parser would change are rejected", async (context) => {
  context.diagnostic(`SEED=${seed}`);
  const { rejected } = signed("rejected", "v4", KEYS);
  assert.ok(rejected.length > 0);
  const addressable = await page.evaluate(
    (keys) =>
      keys.filter((key) => {
        const path = `/photos/${key.split("/").map(encodeURIComponent).join("/")}`;
        return new URL(path, location.href).pathname === path;
      }),
    rejected,
  );
  assert.deepEqual(addressable, [], `SEED=${seed} repeats it.`);
});

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

/** Of these, most have characters that some parser or other has changed. */
const KEYS = 3_000;
const REQUESTS = 200;

let browser: Browser;
let server: Server;
let page: Page;
const asked: string[] = [];

before(async () => {
  server = createServer((request, response) => {
    // The browser asks for an icon of its own accord.
    if (request.url?.startsWith("/photos/")) asked.push(request.url);
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

/** URLs for random keys that can be addressed, and the random keys that cannot. */
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
  const refused: string[] = [];
  for (const [key, downloadAs, versionId] of sample(requests, count, name)) {
    try {
      urls.push(signer.presign({ key, response: { downloadAs }, query: { versionId } }).url);
    } catch (error) {
      assert.equal((error as { code?: string }).code, "KeyNotAddressable", `SEED=${seed}: ${key}`);
      refused.push(key);
    }
  }
  return { urls, refused };
}

for (const signature of ["v4", "v2"] as const) {
  test(`no URL of ${signature} is changed by the browser's own parser`, async (context) => {
    context.diagnostic(`SEED=${seed}`);
    const { urls } = signed(`parser ${signature}`, signature, KEYS);
    const changed = await page.evaluate(
      (urls) => urls.filter((url) => new URL(url).href !== url),
      urls,
    );
    assert.deepEqual(changed, [], `SEED=${seed} repeats it.`);
  });

  test(`a browser asks for a URL of ${signature} to the letter`, async (context) => {
    context.diagnostic(`SEED=${seed}`);
    const { urls } = signed(`requests ${signature}`, signature, REQUESTS);
    asked.length = 0;
    await page.evaluate(async (urls) => {
      for (const url of urls) await fetch(url);
    }, urls);
    assert.deepEqual(
      asked,
      urls.map((url) => url.slice(endpoint().length)),
      `SEED=${seed} repeats it.`,
    );
  });
}

test("a key is refused only where the browser's parser would name another object", async (context) => {
  context.diagnostic(`SEED=${seed}`);
  const { refused } = signed("refusals", "v4", KEYS);
  assert.ok(refused.length > 0);
  const addressable = await page.evaluate(
    (keys) =>
      keys.filter((key) => {
        const path = `/photos/${key.split("/").map(encodeURIComponent).join("/")}`;
        return new URL(path, location.href).pathname === path;
      }),
    refused,
  );
  assert.deepEqual(addressable, [], `SEED=${seed} repeats it.`);
});

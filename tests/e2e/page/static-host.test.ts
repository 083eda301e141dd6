import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { startBrowser } from "../browser.ts";
import { type StaticHost, startStaticHost } from "./static-host.ts";

let browser: Browser;
let host: StaticHost;
let page: Page;

before(async () => {
  [browser, host] = await Promise.all([startBrowser(), startStaticHost()]);
});
after(async () => {
  await browser.close();
  await host.stop();
});
beforeEach(async (t) => {
  host.missing.length = 0;
  const context = await browser.newContext();
  if ("after" in t) t.after(() => context.close());
  page = await context.newPage();
  await page.goto(host.url);
});

/** Fills in AWS's example key, and waits for the link. */
async function sign(): Promise<string> {
  const fields = {
    "Access key ID": "AKIAIOSFODNN7EXAMPLE",
    "Secret access key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "S3 URI": "s3://examplebucket/test.txt",
  };
  for (const [label, value] of Object.entries(fields)) {
    await page.locator("#account, #view-link").getByLabel(label).fill(value);
  }
  await page.locator('#sign[data-state="ready"]').waitFor();
  return (await page.locator("#link").textContent()) ?? "";
}

/** Waits until the service worker has stored the files of the page and controls it. */
async function stored(): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
}

describe("served by a plain static host under a path", () => {
  test("the page signs a link", async () => {
    assert.equal(new URL(await sign()).host, "examplebucket.s3.us-east-1.amazonaws.com");
  });

  test("every file is found, except the description of a local stack", async () => {
    await stored();
    assert.deepEqual([...new Set(host.missing)], ["/tools/signpost/stack.json"]);
  });

  test("the manifest names icons that exist", async () => {
    const icons = await page.evaluate(async () => {
      const link = document.querySelector<HTMLLinkElement>("link[rel=manifest]");
      const manifest = await (await fetch(link?.href ?? "")).json();
      const sources = manifest.icons.map(({ src }: { src: string }) => new URL(src, link?.href));
      return Promise.all(sources.map(async (url: URL) => (await fetch(url)).status));
    });
    assert.deepEqual(icons, [200, 200, 200, 200]);
  });
});

describe("offline", () => {
  test("the page opens again and signs", async () => {
    await stored();
    await page.context().setOffline(true);
    await page.reload();
    assert.equal(new URL(await sign()).pathname, "/test.txt");
  });

  test("the page opens with a fragment and a query", async () => {
    await stored();
    await page.context().setOffline(true);
    await page.goto(`${host.url}?from=home#/inspect`);
    await page.locator("#inspect-title").waitFor();
  });
});

test("the service worker removes the files of an older version, and no cache of others", async () => {
  await page.context().setOffline(false);
  const fresh = await (await browser.newContext()).newPage();
  await fresh.route("**/*.js", (route) => route.abort());
  await fresh.goto(host.url);
  await fresh.unroute("**/*.js");
  await fresh.evaluate(async () => {
    await caches.open("s3-signpost-page-older");
    await caches.open("other");
  });
  await fresh.reload();
  await fresh.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
  const names = await fresh.evaluate(() => caches.keys());
  await fresh.context().close();
  assert.deepEqual(
    [names.includes("s3-signpost-page-older"), names.includes("other"), names.length],
    [false, true, 2],
  );
});

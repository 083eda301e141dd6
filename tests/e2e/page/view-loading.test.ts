import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { startBrowser } from "../browser.ts";
import { axeViolations } from "./axe-violations.ts";
import { TITLES } from "./page-driver.ts";
import { type StaticHost, startStaticHost } from "./static-host.ts";

const DOCTOR = /\/doctor\.\w+\.js$/;

let browser: Browser;
let host: StaticHost;
let page: Page;
/** Names of the scripts that the page has requested. */
let scripts: string[];

before(async () => {
  [browser, host] = await Promise.all([startBrowser(), startStaticHost()]);
});
after(async () => {
  await browser.close();
  await host.stop();
});
beforeEach(async (t) => {
  // A first visit: nothing is stored for offline use.
  const context = await browser.newContext({ serviceWorkers: "block" });
  if ("after" in t) t.after(() => context.close());
  page = await context.newPage();
  scripts = [];
  page.on("request", (request) => {
    const [, name] = /\/(\w+)\.\w+\.js$/.exec(request.url()) ?? [];
    if (name) scripts.push(name);
  });
});

test("the first view needs one script", async () => {
  await page.goto(host.url, { waitUntil: "domcontentloaded" });
  await page.locator('#sign[data-state="empty"]').waitFor();
  assert.deepEqual(scripts.slice(0, 1), ["main"]);
  assert.equal(scripts.includes("qr"), false);
});

test("a view that cannot be loaded says so, and opens after a retry", async () => {
  await page.route(DOCTOR, (route) => route.abort());
  await page.goto(`${host.url}#/doctor`);
  await page.getByText("Doctor could not be loaded. Check the network").waitFor();
  await page.unroute(DOCTOR);
  await page.getByRole("button", { name: "Retry" }).click();
  await page.locator("#doctor-title").waitFor();
  const focused = await page.evaluate(() => document.activeElement?.id);
  assert.deepEqual(
    [focused, await page.locator("#view-state").textContent()],
    ["doctor-title", ""],
  );
});

test("a view that cannot be loaded on an offline device says that the device is offline", async () => {
  await page.route(DOCTOR, (route) => route.abort());
  await page.goto(host.url);
  await page.context().setOffline(true);
  await page.getByRole("link", { name: "Doctor" }).click();
  await page.getByText("this device is offline, and has not stored this view yet").waitFor();
});

test("another view can be opened while a view is loaded", async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(DOCTOR, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(host.url);
  await page.getByRole("link", { name: "Doctor" }).click();
  await page.getByText("Loading Doctor…").waitFor();
  await page.getByRole("link", { name: "Browse" }).click();
  await page.locator("#browse-title").waitFor();
  const loaded = page.waitForResponse(DOCTOR);
  release();
  await loaded;
  await page.getByRole("link", { name: "Doctor" }).click();
  await page.locator("#doctor-title").waitFor();
  assert.equal(await page.locator(".view:visible").count(), 1);
});

test("axe finds nothing while a view is loaded, nor after that has failed", async () => {
  let fail = () => {};
  const failed = new Promise<void>((resolve) => {
    fail = resolve;
  });
  await page.route(DOCTOR, async (route) => {
    await failed;
    await route.abort();
  });
  await page.goto(`${host.url}#/doctor`, { waitUntil: "domcontentloaded" });
  await page.getByText("Loading Doctor…").waitFor();
  const loading = await axeViolations(page);
  fail();
  await page.getByRole("button", { name: "Retry" }).waitFor();
  assert.deepEqual([loading, await axeViolations(page)], [[], []]);
});

test("all views open after the host has removed the files of this version", async () => {
  const loaded = page.waitForResponse(DOCTOR);
  await page.goto(host.url, { waitUntil: "networkidle" });
  await loaded;
  await page.route("**/*.{js,css}", (route) => route.abort());
  for (const title of TITLES.slice(1)) {
    await page.getByRole("link", { name: title, exact: true }).click();
    await page.locator(".view-head h2", { hasText: title }).waitFor();
  }
});

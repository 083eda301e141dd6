import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { startBrowser } from "../browser.ts";
import { type Stack, startStack } from "../stack.ts";

let browser: Browser;
let stack: Stack;
let page: Page;

before(async () => {
  [browser, stack] = await Promise.all([startBrowser(), startStack()]);
  page = await browser.newPage();
  await page.goto(stack.ready.page);
  await page.getByRole("button", { name: "Get guest credentials" }).click();
  await page.locator('#sign[data-state="ready"]').waitFor();
});
after(async () => {
  await browser.close();
  await stack.stop();
});

/** Opens a view by its link. */
async function open(title: string): Promise<void> {
  await page.getByRole("navigation").getByRole("link", { name: title, exact: true }).click();
  await page.locator(".view-head h2:visible", { hasText: title }).waitFor();
}

test("Link signs a link that works", async () => {
  const response = await fetch((await page.locator("#link").textContent()) ?? "");
  assert.equal(response.status, 200);
});

test("Inspect finds the signature of a link right", async () => {
  const link = (await page.locator("#link").textContent()) ?? "";
  await open("Inspect");
  await page.locator("#inspect-url").fill(link);
  await page.getByRole("button", { name: "Check signature" }).click();
  await page.locator("#inspect-outcome", { hasText: "is right" }).waitFor();
});

test("Upload form signs a form", async () => {
  await open("Upload form");
  await page.locator('#form-result[data-state="ready"]').waitFor();
});

test("Transfer uploads a file", async () => {
  await open("Transfer");
  const buffer = Buffer.from("abc");
  await page.locator("#file").setInputFiles({ name: "abc.txt", mimeType: "text/plain", buffer });
  await page.getByRole("button", { name: "Upload", exact: true }).click();
  await page.getByRole("button", { name: "Link abc.txt" }).waitFor();
});

test("Browse lists objects, and deletes one", async () => {
  await open("Browse");
  await page.getByRole("link", { name: "uploads/", exact: true }).click();
  await page.getByLabel("Select abc.txt").check();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("button", { name: "Delete 1 object" }).click();
  await page.getByText("Deleted 1 object.").waitFor();
});

test("Many signs links", async () => {
  await open("Many");
  await page.locator("#many-keys").fill("a.txt\nb.txt");
  await page.getByRole("button", { name: "Sign links" }).click();
  await page.locator("#many-outcome", { hasText: "2 links" }).waitFor();
});

test("Credentials come from Cognito", async () => {
  await open("Credentials");
  await page.locator("#credentials-cognito-get").click();
  await page.locator("#credentials-cognito-outcome", { hasText: "filled in" }).waitFor();
});

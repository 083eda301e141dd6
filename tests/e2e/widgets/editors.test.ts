import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { EXPIRED, fault } from "./faults.ts";
import { until, widgetSession } from "./widget-session.ts";

const guide = "widgets/editors";
const session = widgetSession(
  [
    { library: "TinyMCE", guide, constants: ["editor"] },
    { library: "Documents with private images", guide },
  ],
  { tinymce: "node_modules/tinymce" },
);

/** A PNG of one red pixel. */
const RED_PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";
const RED = Buffer.from(RED_PNG, "base64");
const RED_IMAGE = `<img src="data:image/png;base64,${RED_PNG}">`;

/** Inserts an image, waits for its upload, and returns the document. */
function insert(page: Page, html: string): Promise<string> {
  return page.evaluate(async (html) => {
    recipe.editor.insertContent(html);
    await recipe.editor.uploadImages();
    return recipe.editor.getContent();
  }, html);
}

/** Resolves when the editor's image is drawn. */
async function drawn(page: Page): Promise<void> {
  await until(
    () =>
      page.evaluate(() => {
        const image = recipe.editor.getBody().querySelector("img");
        return image?.complete && image.naturalWidth === 1;
      }),
    () => "The editor shows no image.",
  );
}

/** Returns the keys under uploads/. */
async function storedKeys(): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of session.s3.list("uploads/")) keys.push(key);
  return keys;
}

test("TinyMCE uploads an image, and its document has the address without a signature", async () => {
  const page = await session.run("TinyMCE");
  const html = await insert(page, RED_IMAGE);
  await drawn(page);
  const { s3: endpoint, bucket } = session.stack.ready;
  const [, url = ""] = html.match(/<img src="([^"]+)"/) ?? [];
  const prefix = `${endpoint}/${bucket}/`;
  assert(url.startsWith(`${prefix}uploads/`), html);
  assert(!url.includes("?"), html);
  const { blob } = await session.s3.download(url.slice(prefix.length));
  assert.equal(blob?.type, "image/png");
  assert.deepEqual(Buffer.from(await (blob as Blob).arrayBuffer()), RED);
});

test("TinyMCE shows the private images of a saved document, and saves them without a signature", async () => {
  await session.s3.upload(RED, { key: "uploads/red.png", contentType: "image/png" });
  const { s3: endpoint, bucket } = session.stack.ready;
  const saved = `<p><img src="${endpoint}/${bucket}/uploads/red.png"></p>`;
  const page = await session.run("TinyMCE");
  await page.evaluate((html) => recipe.editor.setContent(html), saved);
  await drawn(page);
  assert.equal(await page.evaluate(() => recipe.editor.getContent()), saved);
});

test("TinyMCE removes an image of a refused type, and shows why", async () => {
  const page = await session.run("TinyMCE");
  const gif = '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">';
  const html = await insert(page, gif);
  assert.equal(html, "");
  await page.getByText("Files of this type are not accepted. Choose a file").first().waitFor();
  assert.deepEqual(await storedKeys(), []);
});

test("TinyMCE uploads an image whose credentials expire in the middle", async () => {
  const page = await session.run("TinyMCE");
  await session.stack.addFaults(fault("POST", EXPIRED));
  assert.match(await insert(page, RED_IMAGE), /uploads/);
  assert.equal((await storedKeys()).length, 1);
});

test("a document with private images is shown, and requests none of them without a signature", async () => {
  await session.s3.upload(RED, { key: "uploads/cat.png", contentType: "image/png" });
  const page = await session.run("Documents with private images");
  await page.waitForFunction(() => document.querySelector("img")?.naturalWidth === 1);
  const gets = (await session.stack.requests()).filter(
    ({ method, path }) => method === "GET" && path.endsWith("/cat.png"),
  );
  assert.deepEqual(
    gets.map(({ status }) => status),
    [200],
  );
});

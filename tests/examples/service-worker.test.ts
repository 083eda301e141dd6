import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { exampleSession, findingsOfAxe } from "./example-session.ts";

const session = exampleSession("service-worker");

/** Waits until the pictures are loaded, and returns their paths in the page. */
async function pictures(count: number): Promise<string[]> {
  await session.page.waitForFunction(
    (count) =>
      [...document.images].filter(({ complete, naturalWidth }) => complete && naturalWidth > 0)
        .length === count,
    count,
  );
  const images = await session.page.getByRole("img").all();
  return Promise.all(images.map(async (image) => (await image.getAttribute("src")) ?? ""));
}

describe("the gallery", () => {
  test("shows uploaded pictures by paths of the site, also after a reload", async () => {
    const page = await session.open();
    await page.getByRole("button", { name: "Add three sample pictures" }).click();
    const [first = ""] = await pictures(3);
    assert.match(first, /^\/private\/users\/eu-west-1%3A[\da-f-]{36}\/gallery\/sunrise\.png$/);
    assert.deepEqual(await findingsOfAxe(page), []);
    await page.reload();
    assert.ok((await pictures(3)).includes(first));
    const { blob } = await session.node.download(
      decodeURIComponent(first.slice("/private/".length)),
    );
    const stored = Buffer.from((await blob?.arrayBuffer()) ?? new ArrayBuffer(0));
    const shown = await page.evaluate(async (path) => {
      const response = await fetch(path);
      return [...new Uint8Array(await response.arrayBuffer())];
    }, first);
    assert.ok(stored.equals(Buffer.from(shown)));
  });

  test("has a link that downloads the picture", async () => {
    const page = await session.open();
    await page.getByRole("button", { name: "Add three sample pictures" }).click();
    await pictures(3);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "sea.png" }).click(),
    ]);
    assert.equal(download.suggestedFilename(), "sea.png");
  });

  test("rejects a file that is not an image", async () => {
    const page = await session.open();
    await page
      .locator("#pictures:enabled")
      .setInputFiles([{ name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("a") }]);
    await page.getByRole("alert").filter({ hasText: "a.txt" }).waitFor();
    assert.equal(await page.getByRole("img").count(), 0);
  });
});

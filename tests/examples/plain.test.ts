import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { exampleSession } from "./example-session.ts";

const session = exampleSession("plain");

const PDF = { name: "cv.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 cv") };

/** Chooses files with the picker that the button opens. */
async function choose(...files: (typeof PDF)[]): Promise<void> {
  const { page } = session;
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: /Choose file/ }).click(),
  ]);
  await chooser.setFiles(files);
}

describe("the form", () => {
  test("sends the key of the uploaded file to the server, which links to it", async () => {
    const page = await session.open();
    await page.getByLabel("Name").fill(`Ada <b> & "co"`);
    await choose(PDF);
    await page.getByRole("button", { name: "Documents, 1 file uploaded" }).waitFor();
    await page.getByRole("button", { name: "Send" }).click();
    const received = page.getByRole("region", { name: "The server received" });
    await received.waitFor();
    const [name, key = ""] = await received.locator("dd").allTextContents();
    assert.equal(name, `Ada <b> & "co"`);
    assert.match(key, /^users\/eu-west-1:[\da-f-]{36}\/\d{4}-\d\d-\d\d\/cv\.pdf$/);
    assert.equal(await session.textOf(key), "%PDF-1.7 cv");
    const link = received.getByRole("link", { name: key });
    await link.hover();
    const response = await fetch((await link.getAttribute("href")) ?? "");
    assert.equal(await response.text(), "%PDF-1.7 cv");
  });

  test("is not sent with a file of a type that is not accepted", async () => {
    const page = await session.open();
    await page.getByLabel("Name").fill("Ada");
    await choose({ name: "cv.exe", mimeType: "application/x-msdownload", buffer: PDF.buffer });
    await page
      .getByText(/cv\.exe.*not accepted|not accepted/)
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Send" }).click();
    assert.equal(await page.getByRole("region", { name: "The server received" }).count(), 0);
    assert.equal((await session.stack.counts())["s3 POST"], undefined);
  });
});

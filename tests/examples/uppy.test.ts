import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { exampleSession } from "./example-session.ts";
import { linkedText, storedKey, storedText, textFile } from "./files.ts";

const session = exampleSession("uppy");

/** Opens the example and adds a text file to Dashboard. */
async function add(name: string, content: string): Promise<void> {
  const page = await session.open();
  await page.locator(".uppy-Dashboard-input").first().setInputFiles(textFile(name, content));
}

describe("Uppy's Dashboard", () => {
  test("uploads a file with the caption that the user enters", async () => {
    await add("letter.txt", "Dear Ada");
    const { page } = session;
    await page.getByRole("button", { name: /Edit file/ }).click();
    await page.getByLabel("Caption").fill("Käse");
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByRole("button", { name: "Upload 1 file" }).click();
    const uploaded = page.getByRole("list", { name: "Uploaded" });
    const link = uploaded.getByRole("link", { name: "letter.txt" });
    assert.equal(await linkedText(link), "Dear Ada");
    assert.equal(await storedText(session, "letter.txt"), "Dear Ada");
    const { metadata } = await session.node.head(await storedKey(session, "letter.txt"));
    assert.deepEqual(metadata, { caption: "Käse" });
  });

  test("shows why a file is rejected", async () => {
    await add("letter.exe", "MZ");
    await session.page.getByText("You can only upload: image/*, .pdf, .txt").first().waitFor();
  });

  test("has a button to upload a failed file again", async () => {
    const error = { type: "error", status: 403, code: "AccessDenied" };
    await session.stack.addFaults({ service: "s3", method: "POST", effect: error });
    await add("again.txt", "Second attempt");
    const { page } = session;
    await page.getByRole("button", { name: "Upload 1 file" }).click();
    await page.getByText("Upload failed").waitFor();
    session.errors.length = 0;
    await page.getByRole("button", { name: "Retry upload" }).first().click();
    await page.getByRole("link", { name: "again.txt" }).waitFor();
    assert.equal(await storedText(session, "again.txt"), "Second attempt");
  });
});

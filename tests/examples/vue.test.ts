import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Locator } from "playwright-core";
import { exampleSession } from "./example-session.ts";
import { linkedText, storedText, textFile } from "./files.ts";

const session = exampleSession("vue");

/** Opens the example, chooses a text file in it, and returns its row. */
async function choose(name: string, content: string): Promise<Locator> {
  const page = await session.open();
  await page.getByLabel("Images, PDF and text").setInputFiles(textFile(name, content));
  return page.getByRole("listitem").filter({ hasText: name });
}

describe("the list of files", () => {
  test("links to an uploaded file", async () => {
    const row = await choose("letter.txt", "Dear Ada");
    const link = row.getByRole("link", { name: "letter.txt" });
    assert.equal(await linkedText(link), "Dear Ada");
    assert.equal(await storedText(session, "letter.txt"), "Dear Ada");
  });

  test("shows why a file is rejected", async () => {
    const row = await choose("letter.exe", "MZ");
    await row.getByText("Files of this type are not accepted.").waitFor();
    assert.equal((await session.stack.counts())["s3 POST"], undefined);
  });

  test("has a button to upload a failed file again", async () => {
    const error = { type: "error", status: 403, code: "AccessDenied" };
    await session.stack.addFaults({ service: "s3", method: "POST", effect: error });
    const row = await choose("again.txt", "Second attempt");
    await row.getByText("failed").waitFor();
    session.errors.length = 0;
    await row.getByRole("button", { name: "Retry" }).click();
    await row.getByRole("link", { name: "again.txt" }).waitFor();
    assert.equal(await storedText(session, "again.txt"), "Second attempt");
  });

  test("loses a file that the user removes", async () => {
    const row = await choose("gone.txt", "Removed");
    await row.getByRole("link", { name: "gone.txt" }).waitFor();
    await row.getByRole("button", { name: "Remove gone.txt" }).click();
    await row.waitFor({ state: "detached" });
  });
});

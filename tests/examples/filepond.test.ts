import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { exampleSession } from "./example-session.ts";
import { linkedText, storedKey, storedText, textFile } from "./files.ts";

const session = exampleSession("filepond");

/** Opens the example and chooses a text file in FilePond. */
async function choose(name: string, content: string): Promise<void> {
  const page = await session.open();
  await page.locator(".filepond--browser").setInputFiles(textFile(name, content));
}

describe("FilePond in a form", () => {
  test("sends the key of an uploaded file", async () => {
    await choose("letter.txt", "Dear Ada");
    const { page } = session;
    await page.getByText("Upload complete", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Send" }).click();
    const key = await storedKey(session, "letter.txt");
    const keys = page.getByRole("list", { name: "Keys" });
    assert.equal(await linkedText(keys.getByRole("link", { name: key })), "Dear Ada");
    assert.equal(await storedText(session, "letter.txt"), "Dear Ada");
  });

  test("shows why a file is rejected, and does not send the form", async () => {
    await choose("letter.exe", "MZ");
    const { page } = session;
    await page.getByText("letter.exe: Files of this type are not accepted.").waitFor();
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("remove the files that failed").waitFor();
    assert.equal(await page.getByRole("listitem").filter({ hasText: "uploads/" }).count(), 0);
  });

  test("deletes an uploaded file that the user removes", async () => {
    await choose("gone.txt", "Removed");
    const { page, node } = session;
    await page.getByText("Upload complete", { exact: true }).waitFor();
    const key = await storedKey(session, "gone.txt");
    const deleted = page.waitForResponse((response) => response.request().method() === "DELETE");
    await page.locator(".filepond--action-revert-item-processing").click();
    await deleted;
    await assert.rejects(node.head(key), { code: "NotFound" });
  });
});

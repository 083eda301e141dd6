import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { exampleSession } from "./example-session.ts";
import { linkedText, storedKey, storedText, textFile } from "./files.ts";

const session = exampleSession("svelte");

/** Opens the example and chooses a text file with the picker of its button. */
async function choose(name: string, content: string): Promise<void> {
  const page = await session.open();
  const picker = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: /Choose files/ }).click();
  await (await picker).setFiles(textFile(name, content));
}

describe("<s3-drop> in Svelte", () => {
  test("adds an uploaded file to the list of links", async () => {
    await choose("letter.txt", "Dear Ada");
    const uploaded = session.page.getByRole("list", { name: "Uploaded" });
    const link = uploaded.getByRole("link", { name: "letter.txt" });
    assert.equal(await linkedText(link), "Dear Ada");
    assert.equal(await storedText(session, "letter.txt"), "Dear Ada");
  });

  test("stores files below the identity of the guest", async () => {
    await choose("mine.txt", "Mine");
    await session.page.getByRole("link", { name: "mine.txt" }).waitFor();
    assert.match(await storedKey(session, "mine.txt"), /^users\/eu-west-1:[\da-f-]{36}\//);
  });

  test("shows why a file is rejected", async () => {
    await choose("letter.exe", "MZ");
    await session.page.getByText("Files of this type are not accepted.").first().waitFor();
    assert.equal((await session.stack.counts())["s3 POST"], undefined);
  });

  test("removes a link with its file", async () => {
    await choose("gone.txt", "Removed");
    const link = session.page.getByRole("link", { name: "gone.txt" });
    await link.waitFor();
    await session.page.getByRole("button", { name: "Remove gone.txt" }).click();
    await link.waitFor({ state: "detached" });
  });
});

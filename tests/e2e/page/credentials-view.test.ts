import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { pageSession } from "./page-session.ts";

const session = pageSession();

/** Returns the names of what the page has stored, besides its files for offline use. */
async function storedByViews(): Promise<string[]> {
  const stored = await session.driver.stored();
  return stored.filter((name) => !name.startsWith("s3-signpost-page-"));
}

const CSV = "\uFEFFAccess key ID,Secret access key\r\nAKIDEXAMPLE,wJalr/XUtn+FEMI=\r\n";

async function chooseFile(name: string, text: string): Promise<void> {
  const buffer = Buffer.from(text);
  await session.driver.page
    .locator("#credentials-file")
    .setInputFiles({ name, mimeType: "text/csv", buffer });
}

/** Returns the access key ID and the secret of the account. */
function entered(): Promise<string[]> {
  const { driver } = session;
  const fields = ["Access key ID", "Secret access key"];
  return Promise.all(fields.map((label) => driver.field(label).inputValue()));
}

describe("the view of the credentials", () => {
  test("fills the account with a pasted block, and keeps no text", async () => {
    const { driver } = session;
    await driver.open("Credentials");
    await driver.paste(session.stack.exports, "Paste here");
    await driver.page
      .getByText("Filled in: access key ID, secret access key, region, and endpoint.")
      .waitFor();
    const { accessKeyId, secretAccessKey } = session.stack.ready;
    assert.deepEqual(await entered(), [accessKeyId, secretAccessKey]);
    assert.equal(await driver.field("Paste here").inputValue(), "");
    assert.deepEqual(await storedByViews(), []);
  });

  test("fills the account with a chosen accessKeys.csv", async () => {
    await session.driver.open("Credentials");
    await chooseFile("accessKeys.csv", CSV);
    await session.driver.page
      .getByText("Filled in: access key ID and secret access key.")
      .waitFor();
    assert.deepEqual(await entered(), ["AKIDEXAMPLE", "wJalr/XUtn+FEMI="]);
  });

  test("fills the account with a dropped file", async () => {
    const { driver } = session;
    await driver.open("Credentials");
    const dataTransfer = await driver.page.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], "accessKeys.csv"));
      return transfer;
    }, CSV);
    await driver.page.locator("#credentials-drop").dispatchEvent("drop", { dataTransfer });
    await driver.page.getByText(/^Filled in/).waitFor();
    assert.deepEqual(await entered(), ["AKIDEXAMPLE", "wJalr/XUtn+FEMI="]);
  });

  for (const [name, text, message] of [
    ["without credentials", "hello world", /There are no credentials/],
    ["of 10 MB", "a".repeat(10_000_000), /longer than 100,000/],
  ] as const) {
    test(`refuses a file ${name}`, async () => {
      await session.driver.open("Credentials");
      await chooseFile("file.txt", text);
      const { field, text: shown } = await session.driver.problem();
      assert.equal(field, "file");
      assert.match(shown, message);
    });
  }

  test("shows what is in this tab, and clears it", async () => {
    const { driver } = session;
    await driver.open("Credentials");
    await chooseFile("accessKeys.csv", CSV);
    const card = driver.page.locator("#credentials-now");
    await card.getByText("Long-term key").waitFor();
    await card.getByRole("button", { name: "Clear" }).click();
    await card.getByText("No credentials yet.").waitFor();
    assert.deepEqual(await entered(), ["", ""]);
  });
});

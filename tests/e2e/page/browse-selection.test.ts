import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { fillBucket, openFolder, rowNames, rows } from "./browse-steps.ts";
import { pageSession } from "./page-session.ts";

const session = pageSession();

const KEYS = ["s/1", "s/2", "s/3.txt", "s/4", "s/folder/5"];

async function openSelection(): Promise<void> {
  await fillBucket(session, KEYS);
  await openFolder(session, "s/");
}

/** Selects objects by their names. */
async function select(...names: string[]): Promise<void> {
  for (const name of names) {
    await session.driver.page.getByLabel(`Select ${name}`, { exact: true }).check();
  }
}

describe("the selection", () => {
  test("has a range after a click with Shift", async () => {
    await openSelection();
    const { page } = session.driver;
    await select("1");
    await page.getByLabel("Select 3.txt").click({ modifiers: ["Shift"] });
    await page.getByText("3 objects selected, 13 bytes").waitFor();
  });

  test("has all loaded objects, without folders", async () => {
    await openSelection();
    await session.driver.page.getByLabel("Select all loaded objects").check();
    await session.driver.page.getByText("4 objects selected").waitFor();
  });

  test("loses objects that the search hides", async () => {
    await openSelection();
    await session.driver.page.getByLabel("Select all loaded objects").check();
    await session.driver.field("Search").fill("2");
    await session.driver.page.getByText("1 object selected").waitFor();
  });

  test("becomes links in the view of many", async () => {
    await openSelection();
    await select("2", "4");
    await session.driver.button("Make links").click();
    await session.driver.heading("Many").waitFor();
    assert.equal(await session.driver.field("Keys").inputValue(), "s/2\ns/4");
  });

  test("is downloaded", async () => {
    await openSelection();
    await select("3.txt");
    const saving = session.driver.page.waitForEvent("download");
    await session.driver.button("Download").click();
    const saved = await saving;
    assert.deepEqual(
      [saved.suggestedFilename(), await readFile(await saved.path(), "utf8")],
      ["3.txt", "s/3.txt"],
    );
    await session.driver.page.getByText("Downloaded 1 object.").waitFor();
  });
});

describe("a deletion", () => {
  test("asks first, with the number and the names", async () => {
    await openSelection();
    await select("1", "2");
    await session.driver.button("Delete").click();
    const dialog = session.driver.page.getByRole("dialog", { name: "Delete 2 objects?" });
    assert.match((await dialog.textContent()) ?? "", /“s\/1”, “s\/2” in /);
    await session.stack.clearRequests();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "hidden" });
    assert.equal((await session.stack.counts())["s3 DELETE"], undefined);
  });

  test("removes the objects from the bucket and from the table", async () => {
    await openSelection();
    await select("1", "2");
    await session.driver.button("Delete").click();
    await session.driver.button("Delete 2 objects").click();
    await session.driver.page.getByText("Deleted 2 objects.").waitFor();
    assert.deepEqual(await rowNames(session), ["folder/", "3.txt", "4"]);
    await session.driver.button("Reload").click();
    await session.driver.page.getByText("3 names. There are no more.").waitFor();
    assert.deepEqual(await rowNames(session), ["folder/", "3.txt", "4"]);
  });

  test("can be confirmed at once after it was cancelled", async () => {
    await openSelection();
    await select("2");
    await session.driver.page.evaluate(
      (ids) => {
        for (const id of ids) document.getElementById(id)?.click();
      },
      ["browse-delete", "confirmation-cancel", "browse-delete"],
    );
    await session.driver.button("Delete 1 object").click();
    await session.driver.page.getByText("Deleted 1 object.").waitFor();
    assert.deepEqual(await rowNames(session), ["folder/", "1", "3.txt", "4"]);
  });

  test("that S3 refuses for one object names it, and deletes the others", async () => {
    await openSelection();
    await session.stack.addFaults({
      method: "DELETE",
      key: "s/2",
      times: 0,
      effect: { type: "error", status: 403, code: "AccessDenied" },
    });
    await select("1", "2");
    await session.driver.button("Delete").click();
    await session.driver.button("Delete 2 objects").click();
    await session.driver.page.getByText("Deleted 1 object. Failed for 1 object: “s/2”.").waitFor();
    const { field, code } = await session.driver.problem();
    assert.deepEqual([field, code], ["selection", "AccessDenied"]);
    assert.equal(await rows(session).count(), 4);
  });
});

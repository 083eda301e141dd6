import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { chosenFile, largeFile } from "./chosen-file.ts";
import { CUT, DENIED, EXPIRED, fault, PART } from "./faults.ts";
import { widgetSession } from "./widget-session.ts";

const FILEPOND = "FilePond 5";
// The beta is installed under another name.
const modules = { filepond: "filepond5" };
const session = widgetSession([
  { library: FILEPOND, guide: "widgets/filepond", constants: ["pond"], modules },
]);

const report = chosenFile("report.pdf");
const notes = chosenFile("notes.txt", 3_000);
/** A file of two parts. */
const book = chosenFile("book.pdf", PART + 10_000);

/** Waits until each of these many entries of FilePond 5 has a value, and returns the values. */
async function values(page: Page, count: number): Promise<string[]> {
  const handle = await page.waitForFunction((count) => {
    const values = recipe.pond.value.map(
      (entry: { state: { value?: string } }) => entry.state.value,
    );
    return values.length === count && values.every(Boolean) && values.sort();
  }, count);
  return handle.jsonValue();
}

function clickButton(page: Page, name: string): Promise<void> {
  return page.getByRole("button", { name, exact: true }).click();
}

test("FilePond 5 uploads several files, and the form has their keys", async () => {
  const page = await session.run(FILEPOND);
  await session.choose(report, notes);
  assert.deepEqual(await values(page, 2), ["uploads/notes.txt", "uploads/report.pdf"]);
  await session.assertStored(report, notes);
});

test("FilePond 5 shows the message and the hint for a file that is too large", async () => {
  const page = await session.run(FILEPOND);
  await session.choose(largeFile("large.bin", 20_000_001));
  await page
    .getByText(
      "The file has 20,000,001 bytes; the maximum is 20,000,000 bytes. Choose a smaller file.",
    )
    .waitFor();
  await session.assertStored();
});

test("FilePond 5 sends a part again after a cut", async () => {
  const page = await session.run(FILEPOND);
  await session.stack.addFaults(fault("PUT", CUT, { skip: 1 }));
  await session.choose(book);
  assert.deepEqual(await values(page, 1), ["uploads/book.pdf"]);
  assert.equal(await session.count("s3 PUT"), 3);
  await session.assertStored(book);
});

test("FilePond 5 continues with new credentials if they expire between two parts", async () => {
  const page = await session.run(FILEPOND);
  await session.stack.addFaults(fault("PUT", EXPIRED, { skip: 1 }));
  await session.choose(book);
  assert.deepEqual(await values(page, 1), ["uploads/book.pdf"]);
  assert.equal(await session.count("cognito-identity GetCredentialsForIdentity"), 2);
  await session.assertStored(book);
});

test("FilePond 5 uploads a file that was denied after the user clicks Store", async () => {
  const page = await session.run(FILEPOND);
  await session.stack.addFaults(fault("POST", DENIED));
  await session.choose(notes);
  await page.getByText("Access Denied").waitFor();
  await clickButton(page, "Store");
  assert.deepEqual(await values(page, 1), ["uploads/notes.txt"]);
  await session.assertStored(notes);
});

test("FilePond 5 cancels an upload, and uploads the file when it is chosen again", async () => {
  const page = await session.run(FILEPOND);
  await session.cancelDuring(
    "POST",
    () => session.choose(notes),
    () => clickButton(page, "Abort"),
  );
  await session.choose(notes);
  assert.deepEqual(await values(page, 1), ["uploads/notes.txt"]);
  await session.assertStored(notes);
});

test("FilePond 5 aborts the upload in parts of a file that is cancelled", async () => {
  const page = await session.run(FILEPOND);
  const aborted = session.deleted();
  await session.cancelDuring(
    "PUT",
    () => session.choose(book),
    () => clickButton(page, "Abort"),
  );
  await aborted;
});

test("FilePond 5 restores the file of an entry by its key", async () => {
  const value = "uploads/notes.txt";
  await session.s3.upload(notes.bytes, { key: value, contentType: notes.type });
  const page = await session.run(FILEPOND);
  await page.evaluate((value) => {
    recipe.pond.entries = [{ name: "notes.txt", state: { value, load: true } }];
  }, value);
  await page.waitForFunction(() => recipe.pond.value[0]?.file);
  const bytes = await page.evaluate(() =>
    recipe.pond.value[0].file
      .arrayBuffer()
      .then((buffer: ArrayBuffer) => [...new Uint8Array(buffer)]),
  );
  assert(Buffer.from(bytes).equals(notes.bytes));
  await session.assertStored(notes);
});

for (const [what, name] of [
  ["reverts", "Revert"],
  ["removes", "Remove"],
] as const) {
  test(`FilePond 5 deletes the object of an entry that the user ${what}`, async () => {
    const page = await session.run(FILEPOND);
    await session.choose(notes);
    await values(page, 1);
    const done = session.deleted();
    await clickButton(page, name);
    await done;
    await session.assertStored();
  });
}

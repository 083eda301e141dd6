import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { chosenFile, largeFile } from "./chosen-file.ts";
import { CUT, DENIED, EXPIRED, fault, PART, STALL } from "./faults.ts";
import { widgetSession } from "./widget-session.ts";

const FILEPOND = "FilePond 4";
const session = widgetSession([
  { library: FILEPOND, guide: "widgets/filepond", constants: ["pond"] },
]);

const report = chosenFile("report.pdf");
const notes = chosenFile("notes.txt", 3_000);
/** A file of two parts. */
const book = chosenFile("book.pdf", PART + 10_000);

/** Stores a file under its name, as an earlier visit to the page has done. */
async function store({ name, bytes, type }: typeof notes): Promise<string> {
  const key = `uploads/${name}`;
  await session.s3.upload(bytes, { key, contentType: type });
  return key;
}

function clickAction(page: Page, action: string): Promise<void> {
  return page.locator(`.filepond--action-${action}`).click();
}

test("FilePond 4 uploads several files, and their server ids are the keys", async () => {
  await session.run(FILEPOND);
  await session.choose(report, notes);
  const lines = await session.printed(2);
  assert.deepEqual([...lines].sort(), ["uploads/notes.txt", "uploads/report.pdf"]);
  await session.assertStored(report, notes);
});

const REFUSED: [what: string, path: string, text: string][] = [
  [
    "a refused type",
    chosenFile("movie.mp4").path,
    "Files of this type are not accepted. Choose a file of one of these types",
  ],
  [
    "a file that is too large",
    largeFile("large.txt", 20_000_001),
    "The file has 20,000,001 bytes; the maximum is 20,000,000 bytes. Choose a smaller file.",
  ],
];
for (const [what, path, text] of REFUSED) {
  test(`FilePond 4 shows the message and the hint for ${what}`, async () => {
    const page = await session.run(FILEPOND);
    await session.choose(path);
    await page.getByText(text).first().waitFor();
    await session.assertStored();
  });
}

test("FilePond 4 sends a part again after a cut", async () => {
  await session.run(FILEPOND);
  await session.stack.addFaults(fault("PUT", CUT, { skip: 1 }));
  await session.choose(book);
  assert.deepEqual(await session.printed(1), ["uploads/book.pdf"]);
  assert.equal(await session.count("s3 PUT"), 3);
  await session.assertStored(book);
});

test("FilePond 4 continues with new credentials if they expire between two parts", async () => {
  await session.run(FILEPOND);
  await session.stack.addFaults(fault("PUT", EXPIRED, { skip: 1 }));
  await session.choose(book);
  assert.deepEqual(await session.printed(1), ["uploads/book.pdf"]);
  assert.equal(await session.count("cognito-identity GetCredentialsForIdentity"), 2);
  await session.assertStored(book);
});

test("FilePond 4 sends only the missing part of a file that is chosen again after a reload", async () => {
  const page = await session.run(FILEPOND);
  await session.stack.addFaults(fault("PUT", STALL, { skip: 1, times: 0 }));
  const second = page.waitForRequest((request) => request.url().includes("partNumber=2"));
  await session.choose(book);
  await second;
  await session.reload();
  await session.stack.reset();
  await session.choose(book);
  assert.deepEqual(await session.printed(1), ["uploads/book.pdf"]);
  assert.equal(await session.count("s3 PUT"), 1);
  await session.assertStored(book);
});

test("FilePond 4 shows why a file was denied, and uploads it after the user clicks Retry", async () => {
  const page = await session.run(FILEPOND);
  await session.stack.addFaults(fault("POST", DENIED));
  await session.choose(notes);
  await page.getByText("Access Denied").first().waitFor();
  await clickAction(page, "retry-item-processing");
  assert.equal((await session.printed(2))[1], "uploads/notes.txt");
  await session.assertStored(notes);
});

test("FilePond 4 cancels an upload, and uploads the file when it is chosen again", async () => {
  const page = await session.run(FILEPOND);
  await session.cancelDuring(
    "POST",
    () => session.choose(notes),
    () => clickAction(page, "abort-item-processing"),
  );
  await session.choose(notes);
  assert.deepEqual(await session.printed(1), ["uploads/notes.txt"]);
  await session.assertStored(notes);
});

test("FilePond 4 aborts the upload in parts of a file that is cancelled", async () => {
  const page = await session.run(FILEPOND);
  const aborted = session.deleted();
  await session.cancelDuring(
    "PUT",
    () => session.choose(book),
    () => clickAction(page, "abort-item-processing"),
  );
  await aborted;
});

test("FilePond 4 deletes the object of a file that is reverted", async () => {
  const page = await session.run(FILEPOND);
  await session.choose(notes);
  await session.printed(1);
  const done = session.deleted();
  await clickAction(page, "revert-item-processing");
  await done;
  await session.assertStored();
});

for (const type of ["local", "limbo"]) {
  test(`FilePond 4 downloads a stored object as a file of the type ${type}`, async () => {
    const key = await store(notes);
    const page = await session.run(FILEPOND);
    const [found, bytes] = await page.evaluate(
      async ([key, type]) => {
        const { file } = await recipe.pond.addFile(key, { type });
        return [[file.name, file.type], [...new Uint8Array(await file.arrayBuffer())]] as const;
      },
      [key, type],
    );
    assert.deepEqual(found, [notes.name, notes.type]);
    assert(Buffer.from(bytes).equals(notes.bytes));
    await session.assertStored(notes);
  });
}

test("FilePond 4 deletes the object of a local file that the user removes", async () => {
  const key = await store(notes);
  const page = await session.run(FILEPOND);
  await page.evaluate((key) => void recipe.pond.addFile(key, { type: "local" }), key);
  const done = session.deleted();
  await clickAction(page, "remove-item");
  await done;
  await session.assertStored();
});

test("FilePond 4 shows why a stored object could not be loaded", async () => {
  const page = await session.run(FILEPOND);
  await page.evaluate(() => {
    recipe.pond.addFile("uploads/missing.txt", { type: "local" }).catch(() => {});
  });
  await page.getByText("The specified key does not exist").first().waitFor();
});

test("FilePond 4 fetches a private object by its address, and uploads it as a new file", async () => {
  const { bucket, s3: endpoint } = session.stack.ready;
  await session.s3.upload(notes.bytes, { key: "uploads/a/notes.txt", contentType: notes.type });
  const page = await session.run(FILEPOND);
  const url = `${endpoint}/${bucket}/uploads/a/notes.txt`;
  await page.evaluate((url) => void recipe.pond.addFile(url), url);
  assert.deepEqual(await session.printed(1), ["uploads/notes.txt"]);
  await session.s3.delete("uploads/a/notes.txt");
  await session.assertStored(notes);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { chosenFile, until, widgetSession } from "./widget-session.ts";

const section = "FilePond";
const constants = ["pond"];
const session = widgetSession([
  { library: "FilePond 4", section, constants },
  // The beta is installed under another name.
  { library: "FilePond 5", section, constants, modules: { filepond: "filepond5" } },
]);

const report = chosenFile("report.pdf", "application/pdf");
const notes = chosenFile("notes.txt", "text/plain", 3_000);
const INPUT = "input[type=file]";

test("FilePond 4 uploads several files, and their server ids are the keys", async () => {
  const page = await session.run("FilePond 4");
  await page.setInputFiles(INPUT, [report, notes]);
  const lines = await session.printed(2);
  assert.deepEqual([...lines].sort(), ["uploads/notes.txt", "uploads/report.pdf"]);
  await session.assertStored(report, notes);
});

test("FilePond 4 shows the message and the hint of a refused type", async () => {
  const page = await session.run("FilePond 4");
  await page.setInputFiles(INPUT, chosenFile("movie.mp4", "video/mp4"));
  await page
    .getByText("Files of this type are not accepted. Choose a file of one of these types")
    .first()
    .waitFor();
  await session.assertStored();
});

test("FilePond 4 uploads a file whose credentials expire in the middle", async () => {
  const page = await session.run("FilePond 4");
  await session.stack.addFaults({
    service: "s3",
    method: "POST",
    effect: { type: "error", status: 400, code: "ExpiredToken" },
  });
  await page.setInputFiles(INPUT, notes);
  assert.deepEqual(await session.printed(1), ["uploads/notes.txt"]);
  await session.assertStored(notes);
});

test("FilePond 4 cancels an upload, and uploads the file when it is chosen again", async () => {
  const page = await session.run("FilePond 4");
  await session.stack.addFaults({
    service: "s3",
    method: "POST",
    times: 0,
    effect: { type: "stall", of: "request", after: 1_000 },
  });
  const sent = page.waitForEvent(
    "request",
    (request) => request.url().startsWith(session.stack.ready.s3) && request.method() === "POST",
  );
  const cancelled = page.waitForEvent("requestfailed");
  await page.setInputFiles(INPUT, notes);
  await sent;
  await page.locator(".filepond--action-abort-item-processing").click();
  await cancelled;
  await session.stack.reset();
  await session.assertStored();
  await page.setInputFiles(INPUT, notes);
  assert.deepEqual(await session.printed(1), ["uploads/notes.txt"]);
  await session.assertStored(notes);
});

test("FilePond 4 deletes the object of a file that is reverted", async () => {
  const page = await session.run("FilePond 4");
  await page.setInputFiles(INPUT, notes);
  await session.printed(1);
  await page.locator(".filepond--action-revert-item-processing").click();
  await until(
    async () => ((await session.stack.counts())["s3 DELETE"] ?? 0) > 0,
    () => "No object was deleted.",
  );
  await session.assertStored();
});

test("FilePond 4 shows a stored object as a local file, and deletes it when it is removed", async () => {
  await session.s3.upload(notes.buffer, { key: "uploads/notes.txt", contentType: "text/plain" });
  const page = await session.run("FilePond 4");
  const text = await page.evaluate(async () => {
    const item = await recipe.pond.addFile("uploads/notes.txt", { type: "local" });
    return [item.file.name, item.file.size];
  });
  assert.deepEqual(text, ["notes.txt", 3_000]);
  await session.assertStored(notes);
});

test("FilePond 5 uploads several files, and the form has their keys", async () => {
  const page = await session.run("FilePond 5");
  await page.setInputFiles(INPUT, [report, notes]);
  const keys = await page
    .waitForFunction(() => {
      const values = recipe.pond.value.map(
        (entry: { state: { value?: string } }) => entry.state.value,
      );
      return values.length === 2 && values.every(Boolean) && values;
    })
    .then((handle) => handle.jsonValue());
  assert.deepEqual([...keys].sort(), ["uploads/notes.txt", "uploads/report.pdf"]);
  await session.assertStored(report, notes);
});

test("FilePond 5 gets the error of a file that is too large", async () => {
  const page = await session.run("FilePond 5");
  await page.setInputFiles(INPUT, {
    name: "large.bin",
    mimeType: "application/octet-stream",
    buffer: Buffer.alloc(20_000_001),
  });
  const code = await page
    .waitForFunction(
      () => recipe.pond.value[0]?.extensionState.S3Store?.status?.values?.error?.code,
    )
    .then((handle) => handle.jsonValue());
  assert.equal(code, "FileTooLarge");
});

test("FilePond 5 deletes the object of an entry that is removed", async () => {
  const page = await session.run("FilePond 5");
  await page.setInputFiles(INPUT, notes);
  await page.waitForFunction(() => recipe.pond.value[0]?.state.value);
  await page.evaluate(() => recipe.pond.removeEntries(recipe.pond.value[0]));
  await until(
    async () => ((await session.stack.counts())["s3 DELETE"] ?? 0) > 0,
    () => "No object was deleted.",
  );
  await session.assertStored();
});

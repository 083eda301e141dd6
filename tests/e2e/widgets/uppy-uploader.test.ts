import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { chosenFile } from "./chosen-file.ts";
import { CUT, DENIED, fault, PART, STALL } from "./faults.ts";
import { uppySession } from "./uppy-session.ts";

const RECIPE = "Uppy with S3Uploader";
const FILM = chosenFile("film.mp4", PART + 10_000);
const NOTES = chosenFile("notes.txt", 1_000);

const session = uppySession(RECIPE);

/** Clicks the question mark beside the name of a file that has failed, and returns the text that Dashboard shows. */
async function shownError(): Promise<string> {
  const shown = session.page.waitForEvent("dialog");
  const clicked = session.page.locator(".uppy-Dashboard-Item-errorDetails").click();
  const dialog = await shown;
  await dialog.accept();
  await clicked;
  return dialog.message();
}

describe("S3Uploader in Dashboard", () => {
  test("stores one file with its type", async () => {
    await session.run(RECIPE);
    await session.upload(NOTES);
    await session.shows("Complete");
    const { [NOTES.name]: info } = await session.assertStored(NOTES);
    assert.equal(info?.contentType, "text/plain");
  });

  test("stores several files, in one request and in parts, with the caption as metadata", async () => {
    const empty = chosenFile("empty.txt", 0);
    await session.run(RECIPE);
    await session.choose(FILM, NOTES, empty);
    await session.page.getByRole("button", { name: "Edit file film.mp4" }).click();
    await session.page.getByLabel("Caption").fill("Käse");
    await session.click("Save changes");
    await session.page.locator(".uppy-StatusBar-actionBtn--upload").click();
    await session.shows("Complete");
    const infos = await session.assertStored(FILM, NOTES, empty);
    const { contentType, metadata } = infos[FILM.name] ?? {};
    assert.deepEqual([contentType, metadata], ["video/mp4", { caption: "Käse" }]);
  });

  test("sends a part again after a cut", async () => {
    await session.run(RECIPE);
    await session.stack.addFaults(fault("PUT", CUT, { skip: 1 }));
    await session.upload(FILM);
    await session.shows("Complete");
    await session.assertStored(FILM);
    assert.equal(await session.count("PUT"), 3);
  });

  test("pauses and resumes one file with the buttons of Dashboard", async () => {
    await session.run(RECIPE);
    await session.stack.addFaults(fault("PUT", STALL));
    await session.upload(FILM);
    await session.sent();
    await session.page.locator(".uppy-Dashboard-Item-progressIndicator").click();
    await session.shows("Paused");
    await session.page.locator(".uppy-Dashboard-Item-progressIndicator").click();
    await session.shows("Complete");
    await session.assertStored(FILM);
  });

  test("cancels all files, and aborts the upload in parts at the service", async () => {
    await session.run(RECIPE);
    await session.stack.addFaults(fault("PUT", STALL));
    const aborted = session.page.waitForResponse(
      (response) => response.request().method() === "DELETE" && response.status() === 204,
    );
    await session.upload(FILM, NOTES);
    await session.sent();
    await session.click("Cancel");
    await aborted;
    await session.page.waitForFunction(() => uppy.getFiles().length === 0);
  });

  test("uploads the other file if one is removed", async () => {
    await session.run(RECIPE);
    await session.stack.addFaults(fault("PUT", STALL));
    await session.upload(FILM, NOTES);
    await session.event(`upload-success ${NOTES.name}`);
    await session.sent();
    await session.click("Remove file");
    await session.event("complete");
    await session.assertStored(NOTES);
  });

  test("shows the hint of an error, and uploads the file after Retry", async () => {
    await session.run(RECIPE);
    await session.stack.addFaults(fault("POST", DENIED));
    await session.upload(NOTES);
    await session.event(`upload-error ${NOTES.name}`);
    assert.match(await shownError(), /^Access Denied .*\.$/);
    await session.click("Retry upload");
    await session.shows("Complete");
    await session.assertStored(NOTES);
  });

  test("pauses and resumes all files with the buttons of the status bar", async () => {
    await session.run(RECIPE);
    await session.stack.addFaults(fault("PUT", STALL));
    await session.upload(FILM);
    await session.sent();
    await session.click("Pause");
    await session.shows("Paused");
    await session.click("Resume");
    await session.shows("Complete");
    await session.assertStored(FILM);
  });

  const refused: [what: string, options: object, text: string][] = [
    ["type", { accept: "image/*" }, "Files of this type are not accepted. Choose a file"],
    ["size", { maxSize: 999 }, "the maximum is 999 bytes. Choose a smaller file."],
  ];
  for (const [what, upload, text] of refused) {
    test(`shows the message and the hint for a refused ${what}, and sends nothing`, async () => {
      await session.run(RECIPE);
      await session.page.evaluate(
        (upload) => uppy.getPlugin("S3Uploader")?.setOptions({ upload }),
        upload,
      );
      await session.upload(NOTES);
      assert((await shownError()).includes(text));
      assert.equal(await session.count("POST"), 0);
    });
  }
});

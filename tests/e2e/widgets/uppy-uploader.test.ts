import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type ChosenFile, chosenFile, PART, uppySession } from "./uppy-session.ts";

const RECIPE = "Uppy with S3Uploader";
const FILM = chosenFile("film.mp4", PART + 1_000);
const NOTES = chosenFile("notes.txt", 1_000);

const session = uppySession(RECIPE);

/** A part whose body stops in the middle, so that a test can act before the upload is done. */
const STALL = { method: "PUT", effect: { type: "stall", of: "request", after: 1_000 } };

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
    await session.stack.addFaults({
      method: "PUT",
      skip: 1,
      effect: { type: "cut", of: "request", after: 1_000_000 },
    });
    await session.upload(FILM);
    await session.shows("Complete");
    await session.assertStored(FILM);
    assert.equal(await session.count("PUT"), 3);
  });

  test("pauses and resumes one file with the buttons of Dashboard", async () => {
    await session.run(RECIPE);
    await session.stack.addFaults(STALL);
    await session.upload(FILM);
    await session.sent();
    await session.page.locator(".uppy-Dashboard-Item-progressIndicator").click();
    await session.shows("Paused");
    const sent = await session.count("PUT");
    await session.page.locator(".uppy-Dashboard-Item-progressIndicator").click();
    await session.shows("Complete");
    await session.assertStored(FILM);
    assert(sent <= 3, String(sent));
  });

  test("cancels all files, and aborts the upload in parts at the service", async () => {
    await session.run(RECIPE);
    await session.stack.addFaults(STALL);
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
    await session.stack.addFaults(STALL);
    await session.upload(FILM, NOTES);
    await session.event(`upload-success ${NOTES.name}`);
    await session.sent();
    await session.click("Remove file");
    await session.event("complete");
    await session.assertStored(NOTES);
  });

  test("shows the hint of an error, and uploads the file after Retry", async () => {
    await session.run(RECIPE);
    await session.stack.addFaults({
      method: "POST",
      effect: { type: "error", status: 403, code: "AccessDenied", message: "Access Denied" },
    });
    await session.upload(NOTES);
    await session.event(`upload-error ${NOTES.name}`);
    const error = await session.page.evaluate(() => uppy.getFiles()[0]?.error);
    assert.match(error ?? "", /^Access Denied .*\.$/);
    await session.click("Retry upload");
    await session.shows("Complete");
    await session.assertStored(NOTES);
  });

  test("continues after its credentials have expired in the middle", async () => {
    await session.run(RECIPE);
    await session.stack.addFaults(STALL);
    await session.upload(FILM);
    await session.sent();
    await session.page.evaluate(() => uppy.pauseAll());
    await session.stack.changeSettings({ clockOffsetSeconds: 4_000 });
    await session.page.evaluate(() => {
      const { now } = Date;
      Date.now = () => now() + 4_000_000;
      uppy.resumeAll();
    });
    await session.shows("Complete");
    await session.assertStored(FILM);
    const counts = await session.stack.counts();
    assert.equal(counts["cognito-identity GetCredentialsForIdentity"], 2);
  });

  /** Uploads a file until all parts but one are stored, and reloads the page. */
  async function reloadInTheMiddle(file: ChosenFile, parts: number): Promise<void> {
    await session.run(RECIPE, { goldenRetriever: true });
    await session.stack.addFaults({ ...STALL, skip: parts - 1, times: 0 });
    const stored = session.responses("PUT", parts - 1);
    await session.upload(file);
    await stored;
    await session.stack.reset();
    await session.reload();
    await session.event("restored");
  }

  test("sends only the missing part after a reload, with Golden Retriever", async () => {
    await reloadInTheMiddle(FILM, 2);
    await session.page.locator(".uppy-StatusBar-actionBtn--upload").click();
    await session.shows("Complete");
    await session.assertStored(FILM);
    assert.equal(await session.count("PUT"), 1);
  });

  test("sends only the missing part of a file that Golden Retriever could not restore", async () => {
    // Golden Retriever restores the contents of at most 10 MiB.
    const long = chosenFile("long.mp4", 2 * PART + 1_000);
    await reloadInTheMiddle(long, 3);
    await session.shows("We could not fully recover 1 file");
    await session.page.getByText("Re-select", { exact: true }).click();
    await session.upload(long);
    await session.shows("Complete");
    await session.assertStored(long);
    assert.equal(await session.count("PUT"), 1);
  });
});

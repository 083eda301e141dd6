import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { chosenFile, PART, STALL, uppySession } from "./uppy-session.ts";

const RECIPE = "Uppy with S3Uploader";
const FILM = chosenFile("film.mp4", PART + 10_000);
const NOTES = chosenFile("notes.txt", 1_000);

const session = uppySession(RECIPE);

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
      effect: { type: "cut", of: "request", after: 1_000 },
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
    await session.page.locator(".uppy-Dashboard-Item-progressIndicator").click();
    await session.shows("Complete");
    await session.assertStored(FILM);
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
});

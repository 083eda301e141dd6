import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { chosenFile } from "./chosen-file.ts";
import { CUT, fault, PART, STALL } from "./faults.ts";
import { uppySession } from "./uppy-session.ts";

const OPTIONS = "Uppy with AwsS3";
const FORMS = "Uppy with AwsS3 and forms";
const OWN_SIGNER = "Uppy with its own signer";
const FILM = chosenFile("film.mp4", PART + 10_000);
const NOTES = chosenFile("notes.txt", 1_000);

const session = uppySession(OPTIONS, FORMS, OWN_SIGNER);

/** Lets Uppy upload all files in parts, and sets the caption of each. */
async function runInParts(): Promise<void> {
  await session.run(OPTIONS);
  await session.page.evaluate(() => {
    uppy.getPlugin("AwsS3")?.setOptions({ shouldUseMultipart: true });
    uppy.setOptions({ meta: { caption: "Käse" } });
  });
}

describe("Uppy's AwsS3 with awsS3Options", () => {
  test("stores files by PUT with type, metadata and headers", async () => {
    await session.run(OPTIONS);
    await session.page.evaluate(() => uppy.setOptions({ meta: { caption: "Käse" } }));
    await session.upload(NOTES, FILM);
    await session.shows("Complete");
    const { [NOTES.name]: info } = await session.assertStored(NOTES, FILM);
    assert.deepEqual([info?.contentType, info?.metadata], ["text/plain", { caption: "Käse" }]);
  });

  test("stores files in parts with type and metadata, after a cut", async () => {
    await runInParts();
    await session.stack.addFaults(fault("PUT", CUT));
    await session.upload(FILM);
    await session.shows("Complete");
    const { [FILM.name]: info } = await session.assertStored(FILM);
    assert.deepEqual([info?.contentType, info?.metadata], ["video/mp4", { caption: "Käse" }]);
  });

  test("sends only the missing part after a pause in which its credentials have expired", async () => {
    await runInParts();
    await session.stack.addFaults(fault("PUT", STALL, { skip: 1 }));
    const { page } = session;
    const second = page.waitForRequest((request) => request.url().includes("partNumber=2"));
    await session.upload(FILM);
    await second;
    await page.locator(".uppy-Dashboard-Item-progressIndicator").click();
    await session.shows("Paused");
    await session.stack.reset();
    await session.stack.changeSettings({ clockOffsetSeconds: 4_000 });
    await page.evaluate(() => {
      const { now } = Date;
      Date.now = () => now() + 4_000_000;
    });
    await page.locator(".uppy-Dashboard-Item-progressIndicator").click();
    await session.shows("Complete");
    assert.equal(await session.count("PUT"), 1);
    await session.assertStored(FILM);
  });

  test("aborts the upload in parts at the service when the user cancels", async () => {
    await runInParts();
    await session.stack.addFaults(fault("PUT", STALL));
    const aborted = session.responses("DELETE", 1);
    await session.upload(FILM);
    await session.sent();
    await session.click("Cancel");
    await aborted;
    await session.assertStored();
  });
});

describe("Uppy's AwsS3 with forms", () => {
  test("stores a file by POST", async () => {
    await session.run(FORMS);
    await session.upload(NOTES);
    await session.shows("Complete");
    const { [NOTES.name]: info } = await session.assertStored(NOTES);
    assert.equal(info?.contentType, "text/plain");
    assert.deepEqual([await session.count("POST"), await session.count("PUT")], [1, 0]);
  });

  test("stores no file over maxSize, which S3 refuses", async () => {
    const large = chosenFile("large.txt", 10_000_001);
    await session.run(FORMS);
    await session.upload(large);
    await session.event(`upload-error ${large.name}`);
    const error = await session.page.evaluate(() => uppy.getFiles()[0]?.error);
    assert.match(error ?? "", /400/);
    await session.assertStored();
  });
});

test("Uppy's own signer accepts the credentials of cognito()", async () => {
  await session.run(OWN_SIGNER);
  await session.upload(NOTES);
  await session.shows("Complete");
  await session.assertStored(NOTES);
});

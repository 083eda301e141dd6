import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type ChosenFile, chosenFile } from "./chosen-file.ts";
import { fault, PART, STALL } from "./faults.ts";
import { uppySession } from "./uppy-session.ts";

const RECIPE = "Uppy with S3Uploader";
const FILM = chosenFile("film.mp4", PART + 10_000);

const session = uppySession(RECIPE);

describe("S3Uploader in Dashboard", () => {
  test("continues after its credentials have expired in the middle", async () => {
    await session.run(RECIPE);
    await session.stack.addFaults(fault("PUT", STALL));
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
    await session.stack.addFaults(fault("PUT", STALL, { skip: parts - 1, times: 0 }));
    const stored = session.responses("PUT", parts - 1);
    await session.upload(file);
    await stored;
    await session.reload();
    await session.event("restored");
    // Before the reload, the page would send the stalled part again, and the count would have it.
    await session.stack.reset();
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
    const long = chosenFile("long.mp4", 2 * PART + 10_000);
    await reloadInTheMiddle(long, 3);
    await session.shows("We could not fully recover 1 file");
    await session.page.getByText("Re-select", { exact: true }).click();
    await session.upload(long);
    await session.shows("Complete");
    await session.assertStored(long);
    assert.equal(await session.count("PUT"), 1);
  });
});

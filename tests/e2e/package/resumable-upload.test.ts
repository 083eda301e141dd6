import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { digest, FILM, KEY, transferSession } from "../transfer-session.ts";

const {
  reference,
  session,
  stored,
  unfinishedUploads,
  connect,
  upload,
  outcomeOfTransfer,
  waitForPause,
  resume,
} = transferSession();

describe("a resumable upload", () => {
  let folder: string;
  let file: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "s3-signpost-transfer-"));
    file = join(folder, "film.bin");
    await writeFile(file, FILM);
  });
  after(() => rm(folder, { recursive: true }));

  /** Starts an upload whose first part is stored and whose other parts stall. */
  async function startUpload(): Promise<void> {
    await session.stack.addFaults({
      method: "PUT",
      skip: 1,
      times: 0,
      effect: { type: "stall", of: "request", after: 1_000 },
    });
    const firstPart = session.tab.page.waitForResponse(
      (response) => response.request().method() === "PUT" && response.ok(),
    );
    await session.tab.page.locator("#picker").setInputFiles(file);
    await upload({ via: "multipart", resumable: true });
    await firstPart;
  }

  /** Uploads the file again, and returns the number of parts that were sent. */
  async function uploadAgain(): Promise<number> {
    await session.stack.reset();
    await connect();
    let parts = 0;
    session.tab.page.on("request", (request) => {
      if (request.method() === "PUT") parts += 1;
    });
    await session.tab.page.locator("#picker").setInputFiles(file);
    await upload({ via: "multipart", resumable: true });
    assert.equal(await outcomeOfTransfer(), KEY);
    assert.equal(digest(await stored(KEY)), digest(FILM));
    return parts;
  }

  function storedEntries(): Promise<number> {
    return session.tab.page.evaluate(() => localStorage.length);
  }

  test("of a file that changes during a pause fails with BodyUnreadable", async () => {
    await session.stack.addFaults({
      method: "PUT",
      times: 3,
      effect: { type: "stall", of: "request", after: 1_000 },
    });
    const changing = join(folder, "changing.bin");
    await writeFile(changing, FILM);
    await session.tab.page.locator("#picker").setInputFiles(changing);
    await upload({ via: "multipart" }, 1);
    await waitForPause();
    await writeFile(changing, FILM.subarray(1));
    const aborted = session.tab.page.waitForResponse(
      (response) => response.request().method() === "DELETE",
    );
    await resume();
    assert.equal(await outcomeOfTransfer(), "BodyUnreadable");
    await aborted;
  });

  test("is resumed after a reload with only the missing parts", async () => {
    await startUpload();
    await session.tab.page.reload();
    await session.tab.page.waitForFunction(() => "signpost" in globalThis);
    assert.equal(await uploadAgain(), 2);
    assert.deepEqual([await unfinishedUploads(), await storedEntries()], [0, 0]);
  });

  test("is resumed in another tab after its tab was closed", async () => {
    await startUpload();
    const { context, page } = session.tab;
    await session.open({ context });
    await page.close();
    assert.equal(await uploadAgain(), 2);
  });

  test("that was aborted at the service starts again", async () => {
    await startUpload();
    await session.tab.page.reload();
    await session.tab.page.waitForFunction(() => "signpost" in globalThis);
    const [entry] = await session.tab.page.evaluate(() => Object.entries(localStorage));
    const query = { uploadId: String(entry?.[1]).split(" ")[0] as string };
    const { url } = await reference.node.presign({ key: KEY, method: "DELETE", query });
    assert.equal((await fetch(url, { method: "DELETE" })).status, 204);
    assert.equal(await uploadAgain(), 3);
  });

  test("stores no key, token or signature in the browser", async () => {
    await startUpload();
    const kept = await session.tab.page.evaluate(() => JSON.stringify(localStorage));
    assert.match(kept, /film\.bin/);
    assert.doesNotMatch(kept, /X-Amz-|Signature|AKIA/i);
    assert.ok(!kept.includes(session.stack.ready.secretAccessKey));
  });
});

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { sampleBytes } from "../sample-bytes.ts";
import { digest, dropSession } from "./element-drop-session.ts";

const MIB = 1024 * 1024;
/** Three parts. */
const FILM = sampleBytes(11 * MIB);
const KEY = "element/film.bin";

const session = dropSession();
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "s3-signpost-element-"));
  await writeFile(join(folder, "film.bin"), FILM);
});
after(() => rm(folder, { recursive: true }));

/** Makes uploads of the element take the smallest parts. */
async function useParts(): Promise<void> {
  await session.page.evaluate((partSize) => {
    const drop = document.querySelector("s3-drop");
    if (drop) drop.upload = { via: "multipart", partSize };
  }, 5 * MIB);
}

async function open(attributes = ""): Promise<void> {
  await session.openForm(attributes);
  await useParts();
}

async function chooseFilm(): Promise<void> {
  await session.page.locator("s3-drop input").setInputFiles(join(folder, "film.bin"));
}

/** Starts an upload whose first part is stored and whose other parts stall. */
async function uploadFirstPart(times = 0): Promise<void> {
  const effect = { type: "stall", of: "request", after: 1_000 };
  await session.stack.addFaults({ service: "s3", method: "PUT", skip: 1, times, effect });
  const stored = session.page.waitForResponse(
    (response) => response.request().method() === "PUT" && response.ok(),
  );
  await chooseFilm();
  await stored;
}

/** Asserts that the film is stored, and returns the number of parts that were sent since the last reset of the stack. */
async function partsOfStoredFilm(): Promise<number | undefined> {
  assert.deepEqual(await session.outcomes(), ["film.bin done"]);
  const counts = await session.stack.counts();
  await session.stack.reset();
  assert.equal(await session.storedDigest(KEY), digest(FILM));
  return counts["s3 PUT"];
}

/** Returns the number of multipart uploads that are neither complete nor aborted. */
async function unfinishedUploads(): Promise<number> {
  const response = await fetch((await session.node.presign({ query: { uploads: "" } })).url);
  const text = await response.text();
  assert.match(text, /<\/ListMultipartUploadsResult>/);
  return [...text.matchAll(/<UploadId>/g)].length;
}

test("a part whose connection closes in the middle is sent again", async () => {
  await open();
  const effect = { type: "cut", of: "request", after: 900_000 };
  await session.stack.addFaults({ service: "s3", method: "PUT", skip: 1, effect });
  await chooseFilm();
  assert.equal(await partsOfStoredFilm(), 4);
  session.errors.length = 0;
});

test("an upload that is paused and resumed sends only the missing parts", async () => {
  await open("pausable");
  await uploadFirstPart();
  await session.page.getByRole("button", { name: "Pause film.bin" }).click();
  await session.waitForState("paused");
  await session.stack.reset();
  await session.page.getByRole("button", { name: "Resume film.bin" }).click();
  assert.equal(await partsOfStoredFilm(), 2);
});

test("with resumable, the same file that is chosen after a reload sends only the missing parts", async () => {
  await open("resumable");
  await uploadFirstPart();
  await session.page.reload();
  await session.page.waitForFunction(() => "signpost" in globalThis);
  await useParts();
  await session.stack.reset();
  await chooseFilm();
  assert.equal(await partsOfStoredFilm(), 2);
  assert.equal(await unfinishedUploads(), 0);
});

test("an upload whose credentials expire in the middle continues with new ones", async () => {
  await open("pausable");
  await uploadFirstPart(2);
  await session.page.getByRole("button", { name: "Pause film.bin" }).click();
  await session.waitForState("paused");
  await session.page.evaluate(() => {
    const { now } = Date;
    Date.now = () => now() + 4_000_000;
  });
  await session.stack.changeSettings({ clockOffsetSeconds: 4_000 });
  await session.page.getByRole("button", { name: "Resume film.bin" }).click();
  assert.deepEqual(await session.outcomes(), ["film.bin done"]);
  const counts = await session.stack.counts();
  assert.equal(counts["cognito-identity GetCredentialsForIdentity"], 2);
  await session.stack.reset();
  assert.equal(await session.storedDigest(KEY), digest(FILM));
});

test("a file that is removed while it is uploaded leaves nothing in the bucket, and can be chosen again", async () => {
  await open();
  await session.node.delete(KEY);
  await uploadFirstPart();
  assert.equal(await unfinishedUploads(), 1);
  const aborted = session.page.waitForResponse(
    (response) => response.request().method() === "DELETE",
  );
  await session.page.getByRole("button", { name: "Remove film.bin" }).click();
  await aborted;
  assert.equal(await unfinishedUploads(), 0);
  await assert.rejects(session.node.head(KEY), { code: "NotFound" });
  await session.stack.reset();
  await chooseFilm();
  assert.equal(await partsOfStoredFilm(), 3);
});

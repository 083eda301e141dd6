import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { elementSession } from "./element-session.ts";

/** A PNG of one red pixel. */
const RED_PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC",
  "base64",
);
const FILM = new URL("../samples/video.webm", import.meta.url);

const session = elementSession(async ({ node }) => {
  const blob = (bytes: Buffer, type: string) => new Blob([new Uint8Array(bytes)], { type });
  await node.upload(blob(RED_PNG, "image/png"), { key: "red.png" });
  await node.upload("no image", { key: "no.png", contentType: "image/png" });
  await node.upload(blob(await readFile(FILM), "video/webm"), { key: "film.webm" });
});

/** Opens a page whose client is that of a guest. */
function open(content: string) {
  return session.open(`<s3-client ${session.attributes}>${content}</s3-client>`);
}

test("an image of a private bucket is displayed with the alternative text of its element", async () => {
  const page = await open('<s3-img key="red.png" alt="Red"></s3-img>');
  const image = page.getByRole("img", { name: "Red" });
  await page.waitForFunction(() => document.querySelector("img")?.naturalWidth === 1);
  assert.equal(await image.count(), 1);
});

test("an image within the element is used, and follows its key", async () => {
  const page = await open('<s3-img key="no.png"><img alt="Red" id="mine"></s3-img>');
  await page.evaluate(() => document.querySelector("s3-img")?.setAttribute("key", "red.png"));
  await page.waitForFunction(
    () => (document.getElementById("mine") as HTMLImageElement).naturalWidth === 1,
  );
});

test("an image whose URL is rejected is signed anew once", async () => {
  await session.stack.addFaults({
    service: "s3",
    method: "GET",
    key: "red.png",
    effect: { type: "error", status: 403, code: "AccessDenied" },
  });
  const page = await open('<s3-img key="red.png" alt="Red"></s3-img>');
  await page.waitForFunction(() => document.querySelector("img")?.naturalWidth === 1);
  assert.deepEqual(await page.evaluate(() => codes), []);
  session.errors.length = 0;
});

test("the reason is reported if an image does not exist, or is none", async () => {
  const page = await open('<s3-img key="missing.png"></s3-img><s3-img key="no.png"></s3-img>');
  await page.waitForFunction(() => codes.length === 2);
  assert.deepEqual((await page.evaluate(() => codes)).sort(), ["NotDisplayable", "NotFound"]);
  session.errors.length = 0;
});

/** Plays a film of 60 seconds whose first response stalls after a third of it, and lets its URL expire. */
async function openExpiredFilm(): Promise<void> {
  const effect = { type: "stall", after: 100_000 };
  await session.stack.addFaults({ service: "s3", method: "GET", key: "film.webm", effect });
  const page = await open(
    '<s3-video key="film.webm" expires-in="60"><video muted></video></s3-video>',
  );
  await page.waitForFunction(() => (document.querySelector("video")?.readyState ?? 0) >= 2);
  await expire();
}

/** Moves the clocks of the page and of the stack beyond the expiry of a URL. */
async function expire(): Promise<void> {
  await session.page.evaluate(() => {
    const { now } = Date;
    Date.now = () => now() + 2_000_000;
  });
  await session.stack.changeSettings({ clockOffsetSeconds: 2_000 });
}

test("a film whose URL has expired when it is sought is signed anew, and shows the wanted position", async () => {
  await openExpiredFilm();
  await session.page.evaluate(() => {
    (document.querySelector("video") as HTMLVideoElement).currentTime = 50;
  });
  await session.page.waitForFunction(() => {
    const { readyState, seeking, currentTime } = document.querySelector("video") ?? {};
    return (readyState ?? 0) >= 2 && !seeking && currentTime === 50;
  });
  assert.deepEqual(await session.page.evaluate(() => codes), []);
});

test("a film whose URL expires while it is played is signed anew, and continues", async () => {
  await openExpiredFilm();
  await session.page.evaluate(() => {
    const video = document.querySelector("video") as HTMLVideoElement;
    video.playbackRate = video.defaultPlaybackRate = 16;
    return video.play();
  });
  await session.page.waitForFunction(() => document.querySelector("video")?.ended);
  assert.deepEqual(await session.page.evaluate(() => codes), []);
});

test("a film that is started after its URL has expired is signed anew, and played", async () => {
  const page = await open(
    '<s3-video key="film.webm" expires-in="60"><video muted preload="none"></video></s3-video>',
  );
  await page.waitForFunction(() => document.querySelector("video")?.src);
  await expire();
  await page.evaluate(() => {
    // Rejected because of the first URL.
    document
      .querySelector("video")
      ?.play()
      .catch(() => {});
  });
  await page.waitForFunction(() => (document.querySelector("video")?.currentTime ?? 0) > 0);
  assert.deepEqual(await page.evaluate(() => codes), []);
  session.errors.length = 0;
});

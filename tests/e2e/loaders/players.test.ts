import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { sep } from "node:path";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { inRoot } from "../../../scripts/paths.mjs";
import { type Objects, recipeSession } from "./recipe-session.ts";

const session = recipeSession(() => ({ ...film("hls"), ...film("dash") }), {
  "hls.js": [],
  "video.js": [],
  "Shaka Player": [],
  "dash.js": [],
});

/** The sample's files as objects of the folder `film`. */
function film(sample: string): Objects {
  const folder = inRoot("tests", "e2e", "samples", sample);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    files
      .filter((file) => file.isFile())
      .map(({ parentPath, name }) => {
        const path = `${parentPath}${sep}${name}`;
        const key = path.slice(folder.length + 1).replaceAll(sep, "/");
        return [`film/${key}`, new Uint8Array(readFileSync(path))];
      }),
  );
}

for (const [library, manifest, segment] of [
  ["hls.js", "film/index.m3u8", "film/low/3.m4s"],
  ["video.js", "film/index.m3u8", "film/low/3.m4s"],
  ["Shaka Player", "film/manifest.mpd", "film/0.mp4"],
  ["dash.js", "film/manifest.mpd", "film/0.mp4"],
] as const) {
  test(`${library} plays a film of a private bucket, with signed requests only`, async () => {
    const page = await session.run(library);
    const { width, height } = await playUntil(page, 0.5);
    assert.deepEqual([width, height], [160, 90]);
    assert.deepEqual(
      session.requests.filter(({ isSigned }) => !isSigned),
      [],
    );
  });

  test(`${library} seeks in a film of a private bucket`, async () => {
    const page = await session.run(library);
    await playUntil(page, 0.1);
    await page.evaluate(() => {
      const video = document.querySelector("video") as HTMLVideoElement;
      video.currentTime = 3.2;
    });
    const { time } = await playUntil(page, 3.3);
    assert(time < 4.5, `currentTime is ${time}`);
    const keys = session.requests.map(({ key }) => key);
    assert(keys.includes(manifest) && keys.includes(segment), keys.join("\n"));
  });
}

test("an unsigned request for the film is rejected", async () => {
  const { s3, bucket } = session.stack.ready;
  const response = await fetch(`${s3}/${bucket}/film/index.m3u8`);
  assert.equal(response.status, 403);
});

/** Plays the video until it has reached a position, and returns its position and its size in pixels. */
async function playUntil(page: Page, seconds: number) {
  await page.waitForFunction(
    (seconds) => {
      const video = document.querySelector("video") as HTMLVideoElement;
      if (video.error) throw new Error(video.error.message);
      // A player that attaches its source later pauses the video again.
      if (video.paused) video.play().catch(() => {});
      return video.currentTime >= seconds && !video.seeking;
    },
    seconds,
    { timeout: 15_000 },
  );
  return page.evaluate(() => {
    const video = document.querySelector("video") as HTMLVideoElement;
    const { currentTime: time, videoWidth: width, videoHeight: height } = video;
    return { time, width, height };
  });
}

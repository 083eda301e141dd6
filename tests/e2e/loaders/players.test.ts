import assert from "node:assert/strict";
import { createCipheriv } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { sep } from "node:path";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { inRoot } from "../../../scripts/paths.mjs";
import { type Objects, recipeSession } from "./recipe-session.ts";

const session = recipeSession(() => ({ ...encrypt(film("hls")), ...film("dash") }), {
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

/**
 * Encrypts the segments of the HLS film with AES-128, and adds the key as an object.
 *
 * https://www.rfc-editor.org/rfc/rfc8216#section-4.3.2.4
 */
function encrypt(film: Objects): Objects {
  const key = new Uint8Array(16).fill(7);
  const encrypted = Object.entries(film).map(([name, body]): [string, Objects[string]] => {
    const sequenceNumber = /(\d)\.m4s$/.exec(name)?.[1];
    if (sequenceNumber === undefined) return [name, body];
    const iv = new Uint8Array(16).fill(Number(sequenceNumber), 15);
    const cipher = createCipheriv("aes-128-cbc", key, iv);
    return [name, new Uint8Array(Buffer.concat([cipher.update(body), cipher.final()]))];
  });
  const playlist = Buffer.from(film["film/low/list.m3u8"] ?? "").toString();
  return {
    ...Object.fromEntries(encrypted),
    "film/low/list.m3u8": playlist.replace(
      "#EXTINF",
      '#EXT-X-KEY:METHOD=AES-128,URI="../film.key"\n#EXTINF',
    ),
    "film/film.key": key,
  };
}

for (const [library, ...keys] of [
  ["hls.js", "film/index.m3u8", "film/film.key", "film/low/3.m4s"],
  ["video.js", "film/index.m3u8", "film/film.key", "film/low/3.m4s"],
  ["Shaka Player", "film/manifest.mpd", "film/0.mp4", "film/1.mp4"],
  ["dash.js", "film/manifest.mpd", "film/0.mp4", "film/1.mp4"],
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
    const requested = new Set(session.requests.map(({ key }) => key));
    assert.deepEqual(
      keys.filter((key) => !requested.has(key)),
      [],
    );
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

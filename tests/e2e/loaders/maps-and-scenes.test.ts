import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { gltfSquare } from "./gltf-model.ts";
import { pmtilesArchive } from "./pmtiles-archive.ts";
import { recipeSession } from "./recipe-session.ts";

/** A PNG of one red pixel. */
const RED_PNG = new Uint8Array(
  Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC",
    "base64",
  ),
);
const RED = [255, 0, 0, 255];

const session = recipeSession(
  () => ({
    "map/style.json": JSON.stringify({
      version: 8,
      sprite: `s3://${session.stack.ready.bucket}/map/sprite`,
      sources: {
        tiles: {
          type: "raster",
          tiles: [`s3://${session.stack.ready.bucket}/map/{z}/{x}/{y}.png`],
          tileSize: 256,
          maxzoom: 0,
        },
      },
      layers: [{ id: "tiles", type: "raster", source: "tiles" }],
    }),
    "map/0/0/0.png": RED_PNG,
    "map/sprite.json": "{}",
    "map/sprite.png": RED_PNG,
    "map.pmtiles": pmtilesArchive(RED_PNG),
    ...gltfSquare("models", RED_PNG),
  }),
  {
    "MapLibre GL": ["map"],
    PMTiles: ["map"],
    "three.js": ["model", 'three: await import("three")'],
  },
);

test("MapLibre GL draws tiles of a private bucket by a style with s3:// URLs", async () => {
  const page = await session.run("MapLibre GL");
  assert.deepEqual(await pixelOfMap(page), RED);
  assert.deepEqual(signedKeys(), [
    "map/0/0/0.png",
    "map/sprite.json",
    "map/sprite.png",
    "map/style.json",
  ]);
});

test("PMTiles draws tiles of an archive in a private bucket, by ranges", async () => {
  const page = await session.run("PMTiles");
  assert.deepEqual(await pixelOfMap(page), RED);
  assert.deepEqual(signedKeys(), ["map.pmtiles"]);
  assert(session.requests.every(({ range }) => range?.startsWith("bytes=")));
});

test("three.js draws a model of a private bucket with its buffer and its texture", async () => {
  const page = await session.run("three.js");
  const pixel = await page.evaluate(() => {
    const { model, three } = recipe;
    const renderer = new three.WebGLRenderer({ preserveDrawingBuffer: true });
    renderer.setSize(16, 16);
    renderer.render(model.scene, new three.OrthographicCamera(-1, 1, 1, -1, -1, 1));
    const context = renderer.getContext();
    const pixel = new Uint8Array(4);
    context.readPixels(8, 8, 1, 1, context.RGBA, context.UNSIGNED_BYTE, pixel);
    return [...pixel];
  });
  assert.deepEqual(pixel, RED);
  assert.deepEqual(signedKeys(), [
    "models/square.bin",
    "models/square.gltf",
    "models/textures/red.png",
  ]);
});

/** Keys of the objects that were requested, in order, each once. A request without a signature fails the test. */
function signedKeys(): string[] {
  assert(session.requests.every(({ isSigned }) => isSigned));
  return [...new Set(session.requests.map(({ key }) => key))].sort();
}

/** Waits until the map has drawn all tiles, and returns the pixel in its middle. */
async function pixelOfMap(page: Page): Promise<number[]> {
  await page.evaluate(() => {
    const { map } = recipe;
    map.on("error", ({ error }: { error: Error }) => {
      recipe.error = String(error);
    });
    map.once("idle", () => {
      // A tile that still fades in is not opaque.
      for (const { id } of map.getStyle().layers)
        map.setPaintProperty(id, "raster-fade-duration", 0);
      map.once("idle", () => {
        // The drawing buffer is readable only in the task that has drawn it.
        const canvas = new OffscreenCanvas(1, 1);
        const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
        context.drawImage(map.getCanvas(), 128, 128, 1, 1, 0, 0, 1, 1);
        recipe.pixel = [...context.getImageData(0, 0, 1, 1).data];
      });
    });
    map.triggerRepaint();
  });
  await page.waitForFunction(() => recipe.error ?? recipe.pixel, undefined, { timeout: 15_000 });
  return page.evaluate(() => recipe.error ?? recipe.pixel);
}

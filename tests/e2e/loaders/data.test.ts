import assert from "node:assert/strict";
import { test } from "node:test";
import { recipeSession } from "./recipe-session.ts";
import { tiffImage } from "./tiff-image.ts";
import { zarrArray } from "./zarr-array.ts";

/** More than GeoTIFF reads at once, so that it has to read ranges. */
const PADDING = 300_000;

const session = recipeSession(
  () => ({
    "heights.tif": tiffImage(3, Uint16Array.of(1, 2, 3, 4, 5, 6, 7, 8, 900), PADDING),
    ...zarrArray("temperature.zarr"),
    "cities.csv": "name,people\nGhent,272657\nBruges,120400\n",
  }),
  { GeoTIFF: ["heights"], Zarr: ["data"], "loaders.gl and deck.gl": ["table"] },
);

test("GeoTIFF reads pixels of a file in a private bucket, by ranges", async () => {
  const page = await session.run("GeoTIFF");
  assert.deepEqual(await page.evaluate(() => [...recipe.heights]), [1, 2, 4, 5]);
  assert(session.requests.every(({ isSigned, range }) => isSigned && range?.startsWith("bytes=")));
});

test("zarrita reads chunks of an array in a private bucket", async () => {
  const page = await session.run("Zarr");
  assert.deepEqual(await page.evaluate(() => [...recipe.data]), [2, 3, 4, 5]);
  assert(session.requests.every(({ isSigned }) => isSigned));
});

test("loaders.gl reads a table of a private bucket", async () => {
  const page = await session.run("loaders.gl and deck.gl");
  assert.deepEqual(await page.evaluate(() => recipe.table.data), [
    { name: "Ghent", people: 272657 },
    { name: "Bruges", people: 120400 },
  ]);
  assert(session.requests.every(({ isSigned }) => isSigned));
});

import { readFile, writeFile } from "node:fs/promises";
import { chromium } from "playwright-core";
import { chromiumArguments, findChromium } from "../machine/browsers.ts";
import { inRoot } from "../paths.mjs";

/** The pictures for home screens: their size in pixels, and the part of it that the drawing takes. */
const ICONS = [
  { name: "icon-192.png", size: 192, scale: 0.8 },
  { name: "icon-512.png", size: 512, scale: 0.8 },
  // Systems cut a maskable icon to a circle of 80 % of its size.
  { name: "icon-maskable.png", size: 512, scale: 0.55 },
];

/** Draws the icons of the page from www/offline/icon.svg. Run it after a change of the drawing. */
async function drawIcons(): Promise<void> {
  const drawing = await readFile(inRoot("www", "offline", "icon.svg"));
  const url = `data:image/svg+xml;base64,${drawing.toString("base64")}`;
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: chromiumArguments(),
  });
  const page = await browser.newPage();
  for (const { name, size, scale } of ICONS) {
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(
      `<body style="margin:0;display:grid;place-items:center;height:100vh;background:#f5f4ef">` +
        `<img src="${url}" width="${size * scale}" height="${size * scale}" alt="">`,
    );
    await page.locator("img").evaluate((image) => (image as HTMLImageElement).decode());
    await writeFile(inRoot("www", "offline", name), await page.screenshot());
  }
  await browser.close();
}

await drawIcons();

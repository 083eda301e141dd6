import { writeFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import type { Stack } from "../../tests/e2e/stack.ts";
import { inRoot } from "../paths.mjs";
import { openPage, SCHEMES } from "./picture-page.ts";
import { fillExample } from "./states/link.ts";

/** The time in the pictures: the same each time, so that they change only with the page. */
const TIME = new Date("2026-01-30T13:00:00Z");

/** Takes the pictures of the README: the page with a link, in light and dark colours. */
export async function takeReadmePictures(browser: Browser, stack: Stack): Promise<void> {
  const session = await openPage(browser, stack, { time: TIME, scale: 1.5 });
  const { page } = session.driver;
  await page.setViewportSize({ width: 1280, height: 900 });
  // Only a local stack has guests.
  await page.locator("#guest").evaluate((guest) => guest.toggleAttribute("hidden", true));
  await fillExample(session);
  // The only number that differs from run to run.
  await page.locator("#signed-in").evaluate((took) => {
    took.textContent = "signed in 0.3 ms, no request sent";
  });
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    const picture = await page.screenshot({ fullPage: true });
    await writeFile(inRoot("docs", `demo-${colorScheme}.webp`), await asWebp(page, picture));
  }
  await session.driver.close();
}

/** Converts a picture to WebP without loss. Chromium does it, so that it needs no package. */
async function asWebp(page: Page, png: Buffer): Promise<Buffer> {
  const url = await page.evaluate(
    async (source) => {
      const image = Object.assign(new Image(), { src: source });
      await image.decode();
      const { width, height } = image;
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      canvas.getContext("2d")?.drawImage(image, 0, 0);
      return canvas.toDataURL("image/webp", 1);
    },
    `data:image/png;base64,${png.toString("base64")}`,
  );
  return Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
}

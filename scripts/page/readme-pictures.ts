import { writeFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import type { Stack } from "../../tests/e2e/stack.ts";
import { inRoot } from "../paths.mjs";
import { toPalettePng } from "./palette-png.ts";
import { openPage } from "./picture-page.ts";
import { fillExample } from "./states/link.ts";

/** The time in the pictures: the same each time, so that they change only with the page. */
const TIME = new Date("2026-01-30T13:00:00Z");

/** Takes the pictures of the README: the page with a link, in light and dark colours. */
export async function takeReadmePictures(browser: Browser, stack: Stack): Promise<void> {
  const session = await openPage(browser, stack, TIME);
  const { page } = session.driver;
  await page.setViewportSize({ width: 1280, height: 900 });
  // Only a local stack has guests.
  await page.locator("#guest").evaluate((guest) => guest.toggleAttribute("hidden", true));
  await fillExample(session);
  await session.driver.field("Region").blur();
  // The only number that differs from run to run.
  await page.locator("#signed-in").evaluate((took) => {
    took.textContent = "signed in 0.3 ms, no request sent";
  });
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const picture = await toPalettePng(page, await page.screenshot({ fullPage: true }));
    await writeFile(inRoot("docs", `demo-${colorScheme}.png`), picture);
  }
  await session.driver.close();
}

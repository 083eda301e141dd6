import type { Browser } from "playwright-core";
import { PageDriver } from "../../tests/e2e/page/page-driver.ts";
import { type PageSession, withActions } from "../../tests/e2e/page/page-session.ts";
import type { Stack } from "../../tests/e2e/stack.ts";

/** From the narrowest: the account folds as on a phone, and unfolds at the widest. */
export const WIDTHS = [360, 768, 1440];
export const SCHEMES = ["light", "dark"] as const;

/** Options of a page for pictures. */
interface PictureOptions {
  /** The time in the picture. Default: now, because the stack accepts no links that ended by the machine's clock. */
  time?: Date;
  /** Pixels of the picture for each pixel of the page. */
  scale?: number;
}

/** Opens the page at a fixed time, and in a fixed zone and language. */
export async function openPage(
  browser: Browser,
  stack: Stack,
  { time = new Date(), scale = 1 }: PictureOptions = {},
): Promise<PageSession> {
  await stack.reset();
  const driver = await PageDriver.open(browser, stack.ready.page, {
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    reducedMotion: "reduce",
    deviceScaleFactor: scale,
    serviceWorkers: "block",
    viewport: { width: WIDTHS[0] ?? 360, height: 800 },
  });
  await driver.page.clock.setFixedTime(time);
  return withActions({ driver, stack });
}

import type { Browser } from "playwright-core";
import { PageDriver } from "../../tests/e2e/page/page-driver.ts";
import { type PageSession, withActions } from "../../tests/e2e/page/page-session.ts";
import type { Stack } from "../../tests/e2e/stack.ts";

/** From the narrowest: the account folds as on a phone, and unfolds at the widest. */
export const WIDTHS = [360, 768, 1440];

/** The looks of each picture. Forced colours replace those of the page. */
export const LOOKS = {
  light: { colorScheme: "light", forcedColors: "none" },
  dark: { colorScheme: "dark", forcedColors: "none" },
  forced: { colorScheme: "dark", forcedColors: "active" },
} as const;

/**
 * Opens the page in a fixed zone and language.
 *
 * @param time the time in the picture, which stands still. Default: the machine's, as the stack accepts no other
 */
export async function openPage(browser: Browser, stack: Stack, time?: Date): Promise<PageSession> {
  await stack.reset();
  const driver = await PageDriver.open(browser, stack.ready.page, {
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    reducedMotion: "reduce",
    viewport: { width: WIDTHS[0] ?? 360, height: 800 },
  });
  if (time) await driver.page.clock.setFixedTime(time);
  return withActions({ driver, stack });
}

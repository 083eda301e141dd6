import type { Browser } from "playwright-core";
import { PageDriver } from "../../tests/e2e/page/page-driver.ts";
import { type PageSession, withActions } from "../../tests/e2e/page/page-session.ts";
import type { Stack } from "../../tests/e2e/stack.ts";

/** From the narrowest: the account folds as on a phone, and unfolds at the widest. */
export const WIDTHS = [360, 768, 1440];
export const SCHEMES = ["light", "dark"] as const;

/** The time in every picture. */
export const NOW = new Date("2026-01-30T13:00:00Z");

/** Opens the page at the fixed time, which is also the time of the stack, and in a fixed zone and language. */
export async function openPage(browser: Browser, stack: Stack, scale = 1): Promise<PageSession> {
  await stack.reset();
  const clockOffsetSeconds = Math.round((NOW.getTime() - Date.now()) / 1000);
  await stack.changeSettings({ clockOffsetSeconds });
  const driver = await PageDriver.open(browser, stack.ready.page, {
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    reducedMotion: "reduce",
    deviceScaleFactor: scale,
    serviceWorkers: "block",
    viewport: { width: WIDTHS[0] ?? 360, height: 800 },
  });
  await driver.page.clock.setFixedTime(NOW);
  return withActions({ driver, stack });
}

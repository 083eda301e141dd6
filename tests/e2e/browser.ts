import { type Browser, type BrowserContext, chromium, firefox } from "playwright-core";
import { chromiumArguments, findChromium, findFirefox } from "../../scripts/machine/browsers.ts";

/**
 * Starts the Chromium that this machine has, or where `TEST_BROWSER` says `firefox` its Firefox, without a window.
 *
 * @throws {Error} when there is none, saying how to get one
 */
export function startBrowser(): Promise<Browser> {
  if (process.env["TEST_BROWSER"] === "firefox") return startFirefox();
  return chromium.launch({ executablePath: findChromium(), args: chromiumArguments() });
}

/** Firefox as it is, by WebDriver BiDi: Playwright's own build of it is not needed. */
export function startFirefox(): Promise<Browser> {
  return firefox.launch({ channel: "moz-firefox", executablePath: findFirefox() });
}

/**
 * Chromium with a profile that is kept in this folder: without one a page's files are kept in memory.
 *
 * @throws {Error} when there is none, saying how to get one
 */
export function startBrowserIn(folder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, {
    executablePath: findChromium(),
    args: chromiumArguments(),
  });
}

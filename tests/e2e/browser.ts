import { type Browser, type BrowserContext, chromium, firefox } from "playwright-core";
import {
  chromiumArguments,
  findChromium,
  findFirefox,
  findHeadlessChromium,
} from "../../scripts/machine/browsers.ts";
import { functionLogArguments } from "../../scripts/test/record/function-log.mjs";

/**
 * Starts the machine's Chromium without a window, or its Firefox if `TEST_BROWSER` is `firefox`.
 *
 * @throws {Error} if it is not installed, with the way to install it
 */
export function startBrowser(): Promise<Browser> {
  if (process.env["TEST_BROWSER"] === "firefox") return startFirefox();
  return chromium.launch({ executablePath: findHeadlessChromium(), args: loggingArguments() });
}

/** Starts the whole Chromium, with its PDF viewer, which the headless shell does not have. */
export function startWholeChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: loggingArguments() });
}

/** Starts the machine's Firefox by WebDriver BiDi, which needs no build of Playwright. */
export function startFirefox(): Promise<Browser> {
  return firefox.launch({ channel: "moz-firefox", executablePath: findFirefox() });
}

/**
 * Starts Chromium with a profile in a folder. Without one, Chromium keeps a page's files in memory.
 *
 * @throws {Error} if it is not installed, with the way to install it
 */
export function startBrowserIn(folder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, {
    executablePath: findHeadlessChromium(),
    args: loggingArguments(),
  });
}

/** Arguments of a Chromium that logs its functions while the test is recorded. */
export function loggingArguments(): string[] {
  return [...chromiumArguments(), ...functionLogArguments()];
}

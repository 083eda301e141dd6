import { type Browser, type BrowserContext, chromium } from "playwright-core";
import { chromiumArguments, findChromium } from "../../scripts/browser.mjs";

/**
 * Starts the Chromium that this machine has, without a window.
 *
 * @throws {Error} when there is none, saying how to get one
 */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: chromiumArguments() });
}

/**
 * The same with a profile that is kept in this folder: without one a page's files are kept in memory.
 *
 * @throws {Error} when there is none, saying how to get one
 */
export function startBrowserIn(folder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, {
    executablePath: findChromium(),
    args: chromiumArguments(),
  });
}

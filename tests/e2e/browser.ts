import { type Browser, chromium } from "playwright-core";
import { chromiumArguments, findChromium } from "../../scripts/browser.mjs";

/**
 * Starts the Chromium that this machine has, without a window.
 *
 * @throws {Error} when there is none, saying how to get one
 */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: chromiumArguments() });
}

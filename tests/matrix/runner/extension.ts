import { chromium } from "playwright-core";
import { chromiumArguments, findChromium } from "../../../scripts/machine/browsers.ts";
import { reportOf } from "./browsers.ts";
import type { Report } from "./report.ts";

/**
 * Loads an unpacked extension with a service worker into a new profile of Chromium, and returns the report of one of
 * its pages. The headless shell has no extensions.
 */
export async function inExtension(folder: string, page: string): Promise<Report> {
  const args = chromiumArguments().filter((argument) => argument !== "--disable-extensions");
  const context = await chromium.launchPersistentContext("", {
    executablePath: findChromium(),
    // The arguments have the headless mode that loads extensions.
    headless: false,
    ignoreDefaultArgs: ["--disable-extensions"],
    args: [...args, `--load-extension=${folder}`],
  });
  try {
    const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent("serviceworker"));
    const address = new URL(page, worker.url()).href;
    const json = await reportOf(await context.newPage(), (opened) => opened.goto(address));
    const [major] = (context.browser()?.version() ?? "").split(".");
    return { engine: `Chromium ${major}`, json };
  } finally {
    await context.close();
  }
}

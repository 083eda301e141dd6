import type { Browser, Page } from "playwright-core";
import { startBrowser, startFirefox } from "../../e2e/browser.ts";
import { findReport } from "./report.ts";

/** Milliseconds in which a page must print its report. A development server compiles when the page is opened. */
const TIMEOUT = 120_000;

/** Browsers that the cells of a run share. Each starts when a cell needs it. */
export class Browsers {
  #chromium: Promise<Browser> | undefined;
  #firefox: Promise<Browser> | undefined;

  /** Opens a page in Chromium and returns its report. */
  async inChromium(address: string) {
    this.#chromium ??= startBrowser();
    return inBrowser("Chromium", await this.#chromium, address);
  }

  /** Opens a page in Firefox and returns its report. */
  async inFirefox(address: string) {
    this.#firefox ??= startFirefox();
    return inBrowser("Firefox", await this.#firefox, address);
  }

  async close(): Promise<void> {
    for (const browser of [this.#chromium, this.#firefox]) await (await browser)?.close();
  }
}

async function inBrowser(name: string, browser: Browser, address: string) {
  const context = await browser.newContext();
  try {
    const json = await reportOf(await context.newPage(), (page) => page.goto(address));
    return { engine: `${name} ${browser.version().split(".")[0]}`, json };
  } finally {
    await context.close();
  }
}

/**
 * Returns the report that a page or one of its workers prints.
 *
 * @throws {Error} an uncaught error of the page, or the lines of the console if there is no report in time
 */
export async function reportOf(
  page: Page,
  open: (page: Page) => Promise<unknown>,
): Promise<string> {
  const lines: string[] = [];
  const report = new Promise<string>((resolve, reject) => {
    page.on("console", (message) => {
      const json = findReport(message.text());
      if (json) resolve(json);
      else lines.push(message.text());
    });
    page.on("pageerror", reject);
    page.on("requestfailed", (request) => lines.push(`Not loaded: ${request.url()}`));
    page.on("close", () => reject(new Error("The page was closed.")));
    const timer = setTimeout(() => {
      reject(new Error(`The page printed no report.\n${lines.join("\n")}`));
    }, TIMEOUT);
    timer.unref();
  });
  const [json] = await Promise.all([report, open(page)]);
  return json;
}

import { after, afterEach, before } from "node:test";
import type { Browser } from "playwright-core";
import { BarePage, type BarePageOptions, BareSite } from "./bare-page.ts";
import { startBrowser } from "./browser.ts";
import { type Stack, startStack } from "./stack.ts";

/** A visit to a page that holds nothing but the built package, with the stack behind it. */
export interface PackageVisit {
  stack: Stack;
  site: BareSite;
  /** The page that was opened last. */
  bare: BarePage;
  /** Opens a page, which is closed after the test. */
  open(options?: BarePageOptions): Promise<void>;
  /** Opens another tab of the same profile, which is closed with it. */
  openTab(): Promise<BarePage>;
}

/**
 * Gives every test of the file a visit of its own: one stack and one browser for all of them, and after each the
 * page closed, and the stack with its settings and clock as at the start.
 *
 * `prepare` runs once, when stack and browser are there. Node runs a second \`before\` of a file beside the first.
 */
export function packageVisits(
  prepare: (visit: PackageVisit) => Promise<void> = async () => {},
): PackageVisit {
  let browser: Browser | undefined;
  const visit: Partial<PackageVisit> = {
    async open(options) {
      visit.bare = await BarePage.open(browser as Browser, visit.site as BareSite, options);
    },
    openTab() {
      const { context } = visit.bare as BarePage;
      return BarePage.open(browser as Browser, visit.site as BareSite, { context });
    },
  };
  before(async () => {
    [browser, visit.stack, visit.site] = await Promise.all([
      startBrowser(),
      startStack(),
      BareSite.start(),
    ]);
    await prepare(visit as PackageVisit);
  });
  after(async () => {
    await browser?.close();
    await visit.stack?.stop();
    visit.site?.stop();
  });
  afterEach(async () => {
    await visit.bare?.close();
    await visit.stack?.reset();
  });
  return visit as PackageVisit;
}

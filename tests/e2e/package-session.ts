import { after, afterEach, before } from "node:test";
import type { Browser } from "playwright-core";
import { startBrowser } from "./browser.ts";
import { PackageSite, PackageTab, type PackageTabOptions } from "./package-tab.ts";
import { type Stack, startStack } from "./stack.ts";

/** The shared setup of the package's browser tests: a stack, a browser, and tabs that contain the built package. */
export interface PackageSession {
  stack: Stack;
  site: PackageSite;
  /** The tab that was opened last. */
  tab: PackageTab;
  /** Opens a tab in a new profile. It is closed after the test. */
  open(options?: PackageTabOptions): Promise<void>;
  /** Opens a tab with a client, as `globalThis.s3`: of a guest, or of the stack's long-lived key. */
  openConnected(as: "guest" | "key", options?: PackageTabOptions): Promise<void>;
  /** Opens another tab of the same profile. It is closed with the profile. */
  openTab(): Promise<PackageTab>;
  /** Returns the number of requests by name, such as `s3 GET`, without preflights, for one service. */
  requestCounts(service: "s3" | "cognito-identity"): Promise<Record<string, number>>;
  /** Downloads `hello.txt` in the tab and returns its text. */
  downloadHello(): Promise<string | undefined>;
}

/**
 * Starts a stack and a browser for the tests of a file. After each test, the tab is closed and the stack is reset.
 *
 * `prepare` runs once, after stack and browser have started. It is an argument because Node runs a second \`before\` of
 * a file in parallel with the first.
 */
export function packageSession(
  prepare: (session: PackageSession) => Promise<void> = async () => {},
): PackageSession {
  let browser: Browser | undefined;
  const started: Partial<PackageSession> = {};
  const session = Object.assign(started, {
    async open(options?: PackageTabOptions) {
      started.tab = await PackageTab.open(browser as Browser, session.site, options);
    },
    async openConnected(as: "guest" | "key", options?: PackageTabOptions) {
      await session.open(options);
      await session.tab.connect(session.stack, as);
    },
    openTab() {
      const { context } = session.tab;
      return PackageTab.open(browser as Browser, session.site, { context });
    },
    async requestCounts(service: string) {
      const counts = Object.entries(await session.stack.counts());
      return Object.fromEntries(
        counts.filter(([name]) => name.startsWith(`${service} `) && !name.endsWith(" OPTIONS")),
      );
    },
    downloadHello() {
      return session.tab.page.evaluate(async () => (await s3.download("hello.txt")).blob?.text());
    },
  }) as PackageSession;
  before(async () => {
    [browser, session.stack, session.site] = await Promise.all([
      startBrowser(),
      startStack(),
      PackageSite.start(),
    ]);
    await prepare(session);
  });
  after(async () => {
    await browser?.close();
    await started.stack?.stop();
    started.site?.stop();
  });
  afterEach(async () => {
    await started.tab?.close();
    await started.stack?.reset();
  });
  return session;
}

import assert from "node:assert/strict";
import { after, afterEach, before } from "node:test";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { S3 } from "../../../js/s3.ts";
import { startBrowser } from "../browser.ts";
import { type Stack, startStack } from "../stack.ts";
import { ElementSite } from "./element-site.ts";

declare global {
  /** Codes of the `s3-error` events in the page. */
  var codes: string[];
}

/** Whether the browser is Firefox, whose driver can do less. */
export const isFirefox = process.env["TEST_BROWSER"] === "firefox";

export interface ElementSession {
  stack: Stack;
  /** A client of the stack's long-lived key, in Node. */
  node: S3;
  page: Page;
  /**
   * Opens a page with the elements and this body, under a strict Content-Security-Policy.
   *
   * The tests of a file share a profile, whose storage is empty. With `options` the page has a profile of its own.
   */
  open(body: string, options?: BrowserContextOptions): Promise<Page>;
  /** Attributes of an `<s3-client>` for a guest of the stack. */
  attributes: string;
  /** Names and values of the form that was submitted last. */
  readonly submitted: [string, string][] | undefined;
  /** Errors in the console, among them violations of the policy. A test that expects one removes it. */
  errors: string[];
}

/**
 * Starts a stack, a browser, and a site with pages that contain the elements.
 *
 * @param prepare runs once, after they have started
 */
export function elementSession(
  prepare: (session: ElementSession) => Promise<void> = async () => {},
): ElementSession {
  let browser: Browser | undefined;
  let site: ElementSite | undefined;
  let shared: Page | undefined;
  const session = {
    errors: [] as string[],
    get submitted() {
      return site?.submitted;
    },
    async open(body: string, options?: BrowserContextOptions) {
      assert(browser && site);
      site.body = body;
      if (options) session.page = await newPage(browser, options);
      else session.page = shared ??= await newPage(browser, {});
      await session.page.goto(site.url);
      await session.page.waitForFunction(() => "signpost" in globalThis);
      return session.page;
    },
  } as ElementSession;

  async function newPage(browser: Browser, options: BrowserContextOptions): Promise<Page> {
    const page = await (await browser.newContext(options)).newPage();
    page.on("pageerror", (error) => session.errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") session.errors.push(message.text());
    });
    // Playwright intercepts pickers only while somebody listens, and starts too late for a key.
    page.on("filechooser", () => {});
    // esbuild adds calls of `__name` to functions, and tests pass functions to the page.
    await page.addInitScript("globalThis.__name = (called) => called");
    return page;
  }

  before(async () => {
    [browser, session.stack, site] = await Promise.all([
      startBrowser(),
      startStack(),
      ElementSite.start(),
    ]);
    const { region, bucket, s3: endpoint, accessKeyId, secretAccessKey } = session.stack.ready;
    const { identity, identityPoolId } = session.stack.ready;
    const credentials = { accessKeyId, secretAccessKey };
    session.node = new S3({ region, bucket, endpoint, credentials });
    session.attributes = `identity-pool="${identityPoolId}" bucket="${bucket}" region="${region}" endpoint="${endpoint}" identity-endpoint="${identity}"`;
    await prepare(session);
  });
  after(async () => {
    await browser?.close();
    await session.stack?.stop();
    site?.stop();
  });
  afterEach(async () => {
    if (session.page === shared) await empty(session.page);
    else await session.page?.context().close();
    await session.stack?.reset();
    if (site) site.submitted = undefined;
    assert.deepEqual(session.errors.splice(0), []);
  });
  return session;
}

/** Ends everything that runs in the page, and removes what it has stored. */
async function empty(page: Page | undefined): Promise<void> {
  await page?.evaluate(() => localStorage.clear());
  await page?.goto("about:blank");
}

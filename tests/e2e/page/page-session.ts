import { after, afterEach, before, beforeEach } from "node:test";
import type { Browser } from "playwright-core";
import { startBrowser } from "../browser.ts";
import { type Stack, startStack } from "../stack.ts";
import { PageDriver, type PageOptions } from "./page-driver.ts";

/** The shared setup of the page's tests: the page in a browser, and its stack. */
export interface PageSession {
  driver: PageDriver;
  stack: Stack;
  /** Fills in the stack's long-lived key and an object key, so that the page has a link. */
  fillIn(key: string): Promise<void>;
  /** Stores bytes with a PUT link of the page. Then the page has a link that downloads them. */
  put(key: string, bytes: Uint8Array<ArrayBuffer> | string): Promise<void>;
}

/** Adds what people do first to a session. Its driver and its stack may be set later. */
export function withActions(session: Partial<PageSession>): PageSession {
  return Object.assign(session as PageSession, {
    async fillIn(key: string) {
      const { driver, stack } = session as PageSession;
      await driver.paste(stack.exports, "Access key ID");
      await driver.field("S3 URI").fill(`s3://${stack.ready.bucket}/${key}`);
    },
    async put(key: string, bytes: Uint8Array<ArrayBuffer> | string) {
      const { driver, fillIn } = session as PageSession;
      await fillIn(key);
      await driver.choose("Upload PUT");
      const response = await fetch(await driver.link(), { method: "PUT", body: bytes });
      if (!response.ok)
        throw new Error(`PUT failed with ${response.status}: ${await response.text()}`);
      await driver.choose("Download GET");
    },
  });
}

interface SessionOptions extends PageOptions {
  /** Starts the browser. Default: the headless one. */
  start?: typeof startBrowser;
}

/**
 * Starts a stack and a browser for the tests of a file. Each test gets the page in a new profile; after it, the stack is
 * reset.
 */
export function pageSession({
  start = startBrowser,
  ...options
}: SessionOptions = {}): PageSession {
  let browser: Browser | undefined;
  const session = withActions({});
  before(async () => {
    [browser, session.stack] = await Promise.all([start(), startStack()]);
  });
  after(async () => {
    await browser?.close();
    await session.stack?.stop();
  });
  beforeEach(async () => {
    session.driver = await PageDriver.open(browser as Browser, session.stack.ready.page, options);
  });
  afterEach(async () => {
    await session.driver?.close();
    await session.stack?.reset();
  });
  return session;
}

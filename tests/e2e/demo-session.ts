import { after, afterEach, before, beforeEach } from "node:test";
import type { Browser } from "playwright-core";
import { startBrowser } from "./browser.ts";
import { DemoPage } from "./demo-page.ts";
import { type Stack, startStack } from "./stack.ts";

/** The shared setup of the demo page's tests: the page in a browser, and its stack. */
export interface DemoSession {
  demo: DemoPage;
  stack: Stack;
  /** Fills in the stack's long-lived key and an object key, so that the page has a link. */
  fillIn(key: string): Promise<void>;
  /** Stores bytes with a PUT link of the page. Then the page has a link that downloads them. */
  put(key: string, bytes: Uint8Array<ArrayBuffer> | string): Promise<void>;
}

/**
 * Starts a stack and a browser for the tests of a file. Each test gets the page in a new profile; after it, the stack is
 * reset.
 */
export function demoSession(): DemoSession {
  let browser: Browser | undefined;
  const session: Partial<DemoSession> = {
    async fillIn(key) {
      const { demo, stack } = session as DemoSession;
      await demo.paste(stack.exports, "Access key ID");
      await demo.field("S3 URI").fill(`s3://${stack.ready.bucket}/${key}`);
    },
    async put(key, bytes) {
      const { demo, fillIn } = session as DemoSession;
      await fillIn(key);
      await demo.choose("Upload PUT");
      const response = await fetch(await demo.link(), { method: "PUT", body: bytes });
      if (!response.ok)
        throw new Error(`PUT failed with ${response.status}: ${await response.text()}`);
      await demo.choose("Download GET");
    },
  };
  before(async () => {
    [browser, session.stack] = await Promise.all([startBrowser(), startStack()]);
  });
  after(async () => {
    await browser?.close();
    await session.stack?.stop();
  });
  beforeEach(async () => {
    const { stack } = session as DemoSession;
    session.demo = await DemoPage.open(browser as Browser, stack.ready.page);
  });
  afterEach(async () => {
    await session.demo?.close();
    await session.stack?.reset();
  });
  return session as DemoSession;
}

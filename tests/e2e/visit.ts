import { after, afterEach, before, beforeEach } from "node:test";
import type { Browser } from "playwright-core";
import { startBrowser } from "./browser.ts";
import { DemoPage } from "./demo-page.ts";
import { type Stack, startStack } from "./stack.ts";

/** A visit to the demo page, with the stack behind it. */
export interface Visit {
  demo: DemoPage;
  stack: Stack;
  /** Fills the page in with the stack's long-lived key, as far as a link to this object takes. */
  fillIn(key: string): Promise<void>;
  /** Stores bytes through a PUT link of the page, and leaves the page with a link that fetches them. */
  put(key: string, bytes: Uint8Array<ArrayBuffer> | string): Promise<void>;
}

/**
 * Gives every test of the file a visit of its own: one stack and one browser for all of them, and for
 * each a fresh profile, and a stack with its settings and clock as at the start.
 */
export function visits(): Visit {
  let browser: Browser | undefined;
  const visit: Partial<Visit> = {
    async fillIn(key) {
      const { demo, stack } = visit as Visit;
      await demo.paste(stack.exports, "Access key ID");
      await demo.field("S3 URI").fill(`s3://${stack.ready.bucket}/${key}`);
    },
    async put(key, bytes) {
      const { demo, fillIn } = visit as Visit;
      await fillIn(key);
      await demo.choose("Upload PUT");
      const reply = await fetch(await demo.link(), { method: "PUT", body: bytes });
      if (!reply.ok) throw new Error(`PUT answered ${reply.status}: ${await reply.text()}`);
      await demo.choose("Download GET");
    },
  };
  before(async () => {
    [browser, visit.stack] = await Promise.all([startBrowser(), startStack()]);
  });
  after(async () => {
    await browser?.close();
    await visit.stack?.stop();
  });
  beforeEach(async () => {
    const { stack } = visit as Visit;
    visit.demo = await DemoPage.open(browser as Browser, stack.ready.page);
  });
  afterEach(async () => {
    await visit.demo?.close();
    await visit.stack?.reset();
  });
  return visit as Visit;
}

/** Bytes that are no text and no two blocks alike. */
export function someBytes(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) % 251);
}

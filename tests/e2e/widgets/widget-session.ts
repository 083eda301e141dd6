import assert from "node:assert/strict";
import { after, afterEach, before } from "node:test";
import type { Browser, Page } from "playwright-core";
import { S3 } from "../../../js/s3.ts";
import { startBrowser } from "../browser.ts";
import { type Stack, startStack } from "../stack.ts";
import { type WidgetRecipe, WidgetSite } from "./widget-site.ts";

declare global {
  /** The constants of the recipe that runs in the page. */
  // biome-ignore lint/suspicious/noExplicitAny: each recipe has other constants, of other libraries.
  var recipe: any;
}

/** A file to choose in an input. */
export interface ChosenFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export interface WidgetSession {
  stack: Stack;
  /** A client of the stack's long-lived key, in Node. */
  s3: S3;
  /** Opens a page and runs a recipe. The page is closed after the test. */
  run(library: string): Promise<Page>;
  /** Lines that the page has printed since the test began. */
  lines: string[];
  /** Resolves when the page has printed this many lines. */
  printed(count: number): Promise<string[]>;
  /** Asserts that these files are stored under `uploads/` by their names, and no others. Empties the folder. */
  assertStored(...files: ChosenFile[]): Promise<void>;
  /** Resolves when the stack has received the request of an upload. */
  requested(method: "POST" | "PUT"): Promise<void>;
}

/** Starts a stack, a browser and a site with recipes. */
export function widgetSession(
  recipes: WidgetRecipe[],
  folders: Record<string, string> = {},
): WidgetSession {
  const lines: string[] = [];
  const session = { lines } as WidgetSession;
  let browser: Browser | undefined;
  let site: WidgetSite | undefined;
  let page: Page | undefined;
  before(async () => {
    [browser, session.stack] = await Promise.all([startBrowser(), startStack()]);
    site = await WidgetSite.start(session.stack, recipes, folders);
    const { region, bucket, s3: endpoint, accessKeyId, secretAccessKey } = session.stack.ready;
    const credentials = { accessKeyId, secretAccessKey };
    session.s3 = new S3({ region, bucket, endpoint, credentials });
  });
  after(async () => {
    await browser?.close();
    await session.stack?.stop();
    site?.stop();
  });
  afterEach(async () => {
    await page?.close();
    await session.stack.reset();
    lines.length = 0;
  });
  session.run = async (library) => {
    assert(browser && site);
    page = await browser.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "log") lines.push(message.text());
      else if (message.type() === "error") errors.push(message.text());
    });
    // esbuild adds calls of `__name` to functions, and tests pass functions to the page.
    await page.addInitScript("globalThis.__name = (called) => called");
    await page.goto(site.url);
    const url = `/program.js?of=${encodeURIComponent(library)}`;
    await page.addScriptTag({ type: "module", url });
    await page
      .waitForFunction(() => "recipe" in globalThis, undefined, { timeout: 20_000 })
      .catch((cause) => {
        throw new Error(`The recipe of ${library} failed. ${errors.join("\n")}`, { cause });
      });
    return page;
  };
  session.printed = async (count) => {
    await until(
      () => lines.length >= count,
      () => `Printed: ${lines.join(" | ")}`,
    );
    return lines;
  };
  session.assertStored = async (...files) => {
    const found: Record<string, unknown> = {};
    for await (const { key } of session.s3.list("uploads/")) {
      const { blob } = await session.s3.download(key);
      assert(blob);
      found[key.slice("uploads/".length)] = [
        blob.type,
        digest(Buffer.from(await blob.arrayBuffer())),
      ];
      await session.s3.delete(key);
    }
    const wanted = files.map(({ name, mimeType, buffer }) => [name, [mimeType, digest(buffer)]]);
    assert.deepEqual(found, Object.fromEntries(wanted));
  };
  session.requested = (method) =>
    until(
      async () => ((await session.stack.counts())[`s3 ${method}`] ?? 0) > 0,
      () => `No ${method} was sent.`,
    );
  return session;
}

/** Returns a file whose bytes differ from those of a file with another name. */
export function chosenFile(name: string, mimeType: string, size = 50_000): ChosenFile {
  const seed = name.charCodeAt(0);
  const buffer = Buffer.from(Array.from({ length: size }, (_, at) => (at * 31 + seed) % 251));
  return { name, mimeType, buffer };
}

/** A text that is short in the report of a failed test. */
function digest(bytes: Buffer): string {
  return `${bytes.length} bytes ${hash(bytes)}`;
}

/** FNV-1a. */
function hash(bytes: Buffer): number {
  return bytes.reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193) >>> 0, 0x811c9dc5);
}

/** Asks every 20 ms until the condition holds, for at most 15 seconds. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  failure: () => string,
): Promise<void> {
  const end = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > end) assert.fail(failure());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

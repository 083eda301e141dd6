import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, afterEach, before } from "node:test";
import type { Browser, Page, Request } from "playwright-core";
import { S3 } from "../../../js/s3.ts";
import { startBrowser } from "../browser.ts";
import { type Stack, startStack } from "../stack.ts";
import type { ChosenFile } from "./chosen-file.ts";
import { fault, STALL } from "./faults.ts";
import { type WidgetRecipe, WidgetSite } from "./widget-site.ts";

declare global {
  /** The constants of the recipe that runs in the page. */
  // biome-ignore lint/suspicious/noExplicitAny: each recipe has other constants, of other libraries.
  var recipe: any;
}

export interface WidgetSession {
  stack: Stack;
  /** A client of the stack's long-lived key, in Node. */
  s3: S3;
  /** The page that was opened last. */
  page: Page;
  /** Opens a page and runs a recipe. The page is closed after the test. */
  run(library: string): Promise<Page>;
  /** Loads the page once more, and runs the recipe again. */
  reload(): Promise<void>;
  /** Chooses files in the input of the page. */
  choose(...files: (ChosenFile | string)[]): Promise<void>;
  /** Lines that the page has printed since the test began. */
  lines: string[];
  /** Resolves when the page has printed this many lines. */
  printed(count: number): Promise<string[]>;
  /** Asserts that these files are stored under `uploads/` by their names, and no others. */
  assertStored(...files: ChosenFile[]): Promise<void>;
  /**
   * Runs `start`, and `cancel` after the first request of a method was sent. Asserts that the request was cancelled, and
   * that nothing is stored.
   */
  cancelDuring(
    method: string,
    start: () => Promise<void>,
    cancel: () => Promise<unknown>,
  ): Promise<void>;
  /** Resolves when the page has deleted an object, or has aborted an upload in parts. */
  deleted(): Promise<void>;
  /** Returns the number of requests by name, such as `s3 PUT`. */
  count(name: string): Promise<number>;
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
    await session.page?.close();
    await session.stack.reset();
    for await (const { key } of session.s3.list("uploads/")) await session.s3.delete(key);
    lines.length = 0;
  });
  const errors: string[] = [];
  let program = "";
  session.run = async (library) => {
    assert(browser);
    program = library;
    errors.length = 0;
    const page = await browser.newPage();
    session.page = page;
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "log") lines.push(message.text());
      else if (message.type() === "error") errors.push(message.text());
    });
    // esbuild adds calls of `__name` to functions, and tests pass functions to the page.
    await page.addInitScript("globalThis.__name = (called) => called");
    await session.reload();
    return page;
  };
  session.reload = async () => {
    const { page } = session;
    assert(site);
    await page.goto(site.url);
    const url = `/program.js?of=${encodeURIComponent(program)}`;
    await page.addScriptTag({ type: "module", url });
    await page
      .waitForFunction(() => "recipe" in globalThis, undefined, { timeout: 20_000 })
      .catch((cause) => {
        throw new Error(`The recipe of ${program} failed. ${errors.join("\n")}`, { cause });
      });
  };
  session.choose = async (...files) => {
    const paths = files.map((file) => (typeof file === "string" ? file : file.path));
    await session.page.setInputFiles("input[type=file]", paths);
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
    }
    const wanted = files.map(({ name, type, bytes }) => [name, [type, digest(bytes)]]);
    assert.deepEqual(found, Object.fromEntries(wanted));
  };
  session.cancelDuring = async (method, start, cancel) => {
    const { page } = session;
    await session.stack.addFaults(fault(method, STALL, { times: 0 }));
    const sent = page.waitForEvent(
      "request",
      (request) => isOfS3(request) && request.method() === method,
    );
    const cancelled = page.waitForEvent("requestfailed", isOfS3);
    await start();
    await sent;
    // The fault applies to a request that has reached the stack. One that arrives after the reset would be stored.
    await until(
      async () => (await session.count(`s3 ${method}`)) > 0,
      () => `The stack received no ${method}.`,
    );
    await cancel();
    await cancelled;
    await session.stack.reset();
    await session.assertStored();
  };
  const isOfS3 = (request: Request) => request.url().startsWith(session.stack.ready.s3);
  session.deleted = async () => {
    await session.page.waitForResponse(
      (response) => response.request().method() === "DELETE" && response.status() === 204,
    );
  };
  session.count = async (name) => (await session.stack.counts())[name] ?? 0;
  return session;
}

/** A text that is short in the report of a failed test. */
function digest(bytes: Buffer): string {
  return `${bytes.length} bytes ${createHash("sha256").update(bytes).digest("hex")}`;
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

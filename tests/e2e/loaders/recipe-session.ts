import assert from "node:assert/strict";
import { after, afterEach, before } from "node:test";
import { type Browser, chromium, type Page } from "playwright-core";
import { Presigner } from "../../../js/presigner.ts";
import { findHeadlessChromium } from "../../../scripts/machine/browsers.ts";
import { loggingArguments } from "../browser.ts";
import { type Stack, startStack } from "../stack.ts";
import { RecipeSite } from "./recipe-site.ts";

declare global {
  /** The constants of the recipe that runs in the page. */
  // biome-ignore lint/suspicious/noExplicitAny: each recipe has other constants, of other libraries.
  var recipe: any;
}

/** Bodies of objects by key. */
export type Objects = Record<string, string | Uint8Array<ArrayBuffer>>;

export interface RecipeSession {
  stack: Stack;
  /** Opens a page and runs the recipe of a library. The page is closed after the test. */
  run(library: string): Promise<Page>;
  /** The requests for objects that pages made since the test began. */
  requests: ObjectRequest[];
}

export interface ObjectRequest {
  method: string;
  key: string;
  isSigned: boolean;
  range: string | undefined;
}

/**
 * Starts a stack with `objects` in its private bucket, a Chromium with WebGL in software, and a site with the recipes of
 * docs/guides/players-and-maps.md.
 *
 * @param recipes the constants that the tests use, by library
 */
export function recipeSession(
  objects: () => Objects,
  recipes: Record<string, string[]>,
): RecipeSession {
  const requests: ObjectRequest[] = [];
  const session = { requests } as RecipeSession;
  let browser: Browser | undefined;
  let site: RecipeSite | undefined;
  let page: Page | undefined;
  before(async () => {
    [browser, session.stack] = await Promise.all([startBrowserWithWebGL(), startStack()]);
    site = await RecipeSite.start(session.stack, recipes);
    await upload(session.stack, objects());
  });
  after(async () => {
    await browser?.close();
    await session.stack?.stop();
    site?.stop();
  });
  afterEach(async () => {
    await page?.close();
    requests.length = 0;
  });
  session.run = async (library) => {
    assert(browser && site);
    const { s3, bucket } = session.stack.ready;
    page = await browser.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    page.on("request", (request) => {
      const { origin, pathname, searchParams } = new URL(request.url());
      if (origin !== s3 || request.method() === "OPTIONS") return;
      requests.push({
        method: request.method(),
        key: pathname.slice(`/${bucket}/`.length),
        isSigned: searchParams.has("X-Amz-Signature"),
        range: request.headers()["range"],
      });
    });
    // esbuild adds calls of `__name` to functions, and tests pass functions to the page.
    await page.addInitScript("globalThis.__name = (called) => called");
    await page.goto(site.url);
    await page.addScriptTag({ type: "module", url: site.programOf(library) });
    await page
      .waitForFunction(() => "recipe" in globalThis, undefined, { timeout: 20_000 })
      .catch((cause) => {
        throw new Error(`The recipe of ${library} failed. ${errors.join("\n")}`, { cause });
      });
    return page;
  };
  return session;
}

/** Chromium draws WebGL in software, since a test machine has no GPU. */
function startBrowserWithWebGL(): Promise<Browser> {
  const args = loggingArguments().filter((argument) => argument !== "--disable-gpu");
  return chromium.launch({
    executablePath: findHeadlessChromium(),
    args: [...args, "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
  });
}

async function upload({ ready }: Stack, objects: Objects): Promise<void> {
  const { region, bucket, s3: endpoint, accessKeyId, secretAccessKey } = ready;
  const credentials = { accessKeyId, secretAccessKey };
  using presigner = new Presigner({ region, bucket, endpoint, credentials });
  await Promise.all(
    Object.entries(objects).map(async ([key, body]) => {
      const { url } = presigner.presign({ key, method: "PUT" });
      const response = await fetch(url, { method: "PUT", body });
      assert.equal(response.status, 200, await response.text());
    }),
  );
}

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, afterEach, before } from "node:test";
import type { Uppy } from "@uppy/core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import type * as signpost from "../../../js/index.ts";
import { S3 } from "../../../js/s3.ts";
import type { ObjectInfo } from "../../../js/types.ts";
import { startBrowser } from "../browser.ts";
import { recipe } from "../loaders/recipe.ts";
import { bundle, readFile } from "../loaders/recipe-site.ts";
import { type Stack, startStack } from "../stack.ts";
import type { ChosenFile } from "./chosen-file.ts";
import { PART } from "./faults.ts";

declare global {
  /** The Uppy of the recipe, and the types of its events with the names of their files. */
  var uppy: Uppy;
  var uppyEvents: string[];
  var provider: signpost.CognitoProvider;
}

const HTML = `<!doctype html><meta charset="utf-8"><title>Uppy</title>
<script type="importmap">{"imports": {"s3-signpost": "/index.js", "s3-signpost/uppy": "/uppy.js"}}</script>
<link rel="stylesheet" href="/core.css"><link rel="stylesheet" href="/dashboard.css">
<div id="uppy"></div>`;

const FILES: Record<string, string> = {
  "/index.js": "dist/index.js",
  "/uppy.js": "dist/uppy.js",
  "/core.css": "node_modules/@uppy/core/dist/style.min.css",
  "/dashboard.css": "node_modules/@uppy/dashboard/dist/style.min.css",
};

/** Start of the URLs in the recipes. */
const AWS_ENDPOINT = "https://BUCKET.s3.eu-west-1.amazonaws.com";

export interface UppySession {
  stack: Stack;
  /** The page that was opened last. */
  page: Page;
  /** Opens a page of a new profile, and runs the recipe under a heading with Golden Retriever if it is wanted. */
  run(recipe: string, options?: { goldenRetriever?: boolean }): Promise<void>;
  /** Loads the page once more, and runs the recipe again. */
  reload(): Promise<void>;
  /** Chooses files in Dashboard. */
  choose(...files: ChosenFile[]): Promise<void>;
  /** Clicks the button with this name. */
  click(name: string): Promise<void>;
  /** Chooses files and starts their upload. */
  upload(...files: ChosenFile[]): Promise<void>;
  /** Waits until Dashboard shows this text. */
  shows(text: string): Promise<void>;
  /** Waits until Uppy has emitted an event for a file. */
  event(event: string): Promise<void>;
  /** Waits until bytes of a file were sent. */
  sent(bytes?: number): Promise<void>;
  /** Asserts that these files are stored, each once, and no others. Returns their properties by name, and deletes them. */
  assertStored(...files: ChosenFile[]): Promise<Record<string, ObjectInfo>>;
  /** Resolves after S3 has responded to this many requests of a method. */
  responses(method: string, count: number): Promise<void>;
  /** Returns the number of S3's requests of a method. */
  count(method: string): Promise<number>;
}

/** Starts a stack, a browser and a site with the recipes under these headings of docs/guides/widgets/uppy.md. */
export function uppySession(...recipes: string[]): UppySession {
  const session = {} as UppySession;
  let browser: Browser | undefined;
  let server: Server | undefined;
  let context: BrowserContext | undefined;
  let current: string;
  let client: S3;
  const programs = new Map<string, string>();
  before(async () => {
    [browser, session.stack] = await Promise.all([startBrowser(), startStack()]);
    const { region, bucket, s3: endpoint, accessKeyId, secretAccessKey } = session.stack.ready;
    client = new S3({ region, bucket, endpoint, credentials: { accessKeyId, secretAccessKey } });
    for (const recipe of recipes) {
      for (const retriever of [false, true]) {
        programs.set(`/${programs.size}.js`, await bundleRecipe(session.stack, recipe, retriever));
      }
    }
    server = createServer((request, response) => {
      const path = request.url ?? "/";
      const file = FILES[path];
      const body = file ? readFile(file) : (programs.get(path) ?? HTML);
      const type = path.endsWith(".css") ? "css" : path === "/" ? "html" : "javascript";
      response.setHeader("content-type", `text/${type}`).end(body);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  after(async () => {
    await browser?.close();
    await session.stack?.stop();
    server?.closeAllConnections();
    server?.close();
  });
  afterEach(async () => {
    await context?.close();
    await session.stack.reset();
    for await (const { key } of client.list("uploads/")) await client.delete(key);
  });
  const open = async () => {
    const { page } = session;
    const { port } = (server as Server).address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.addScriptTag({ type: "module", url: current });
    await page.waitForFunction(() => "uppy" in globalThis);
  };
  session.run = async (recipe, { goldenRetriever = false } = {}) => {
    current = `/${recipes.indexOf(recipe) * 2 + Number(goldenRetriever)}.js`;
    context = await browser?.newContext();
    session.page = (await context?.newPage()) as Page;
    // esbuild adds calls of `__name` to functions, and tests pass functions to the page.
    await session.page.addInitScript("globalThis.__name = (called) => called");
    await open();
  };
  session.reload = open;
  session.choose = async (...files) => {
    await session.page
      .locator(".uppy-Dashboard-input")
      .first()
      .setInputFiles(files.map(({ path }) => path));
    await session.page
      .locator(".uppy-Dashboard-Item")
      .nth(files.length - 1)
      .waitFor();
  };
  session.click = (name) =>
    session.page.getByRole("button", { name, exact: true }).first().click({ timeout: 10_000 });
  session.upload = async (...files) => {
    await session.choose(...files);
    await session.page.locator(".uppy-StatusBar-actionBtn--upload").click();
  };
  session.shows = async (text) => {
    await session.page.getByText(text).first().waitFor({ timeout: 10_000 });
  };
  session.event = async (event) => {
    await session.page
      .waitForFunction((event) => uppyEvents.includes(event), event, { timeout: 10_000 })
      .catch(async () =>
        assert.fail(`No ${event}: ${await session.page.evaluate(() => uppyEvents.join())}`),
      );
  };
  session.sent = async (bytes = 1) => {
    await session.page.waitForFunction(
      (bytes) => uppy.getFiles().some(({ progress }) => Number(progress.bytesUploaded) >= bytes),
      bytes,
      { timeout: 10_000 },
    );
  };
  session.responses = async (method, count) => {
    let left = count;
    await session.page.waitForResponse((response) => {
      if (response.request().method() === method && response.ok()) left -= 1;
      return left === 0;
    });
  };
  session.assertStored = async (...files) => {
    const found: Record<string, ObjectInfo> = {};
    const sizes: Record<string, number> = {};
    for await (const { key } of client.list("uploads/")) {
      const { blob, info } = await client.download(key);
      const name = key.slice(key.lastIndexOf("/") + 1);
      assert(!(name in found), `${name} is stored twice.`);
      found[name] = info;
      sizes[name] = info.size;
      const file = files.find((file) => file.name === name);
      const bytes = Buffer.from(await (blob as Blob).arrayBuffer());
      assert(file?.bytes.equals(bytes), `${name} has other bytes.`);
      await client.delete(key);
    }
    const wanted = files.map(({ name, bytes }) => [name, bytes.length]);
    assert.deepEqual(sizes, Object.fromEntries(wanted));
    return found;
  };
  session.count = async (method) => (await session.stack.counts())[`s3 ${method}`] ?? 0;
  return session;
}

/** Bundles a recipe with Uppy, for a guest of the stack's identity pool. */
async function bundleRecipe(
  { ready }: Stack,
  heading: string,
  retriever: boolean,
): Promise<string> {
  const { region, bucket, s3: endpoint, identity, identityPoolId } = ready;
  const code = recipe(heading, "widgets/uppy")
    .replaceAll(AWS_ENDPOINT, `${endpoint}/${bucket}`)
    .replaceAll("eu-west-1", region);
  const contents = `
    import { cognito, S3 } from "s3-signpost";
    ${retriever ? 'import GoldenRetriever from "@uppy/golden-retriever";' : ""}
    // Golden Retriever would store its state at most twice a second.
    ${retriever ? 'GoldenRetriever[Symbol.for("uppy test: throttleTime")] = 0;' : ""}
    const provider = cognito(${JSON.stringify({ identityPoolId, endpoint: identity })});
    const s3 = new S3({ ...${JSON.stringify({ region, bucket, endpoint })}, credentials: provider });
    ${code}
    ${retriever ? "uppy.use(GoldenRetriever);" : ""}
    globalThis.uppyEvents = [];
    for (const type of ["upload-start", "upload-success", "upload-error", "complete", "restored"]) {
      uppy.on(type, (file) => uppyEvents.push(file?.name ? type + " " + file.name : type));
    }
    const { opts } = uppy.getPlugin("S3Uploader") ?? {};
    if (opts) {
      const upload = (file) =>
        ({ ...opts.upload(file), multipartThreshold: ${PART}, partSize: ${PART} });
      uppy.getPlugin("S3Uploader").setOptions({ upload });
    }
    globalThis.provider = provider;
    globalThis.uppy = uppy;
  `;
  return bundle(contents);
}

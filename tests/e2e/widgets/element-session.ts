import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, afterEach, before } from "node:test";
import { build } from "esbuild";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { S3 } from "../../../js/s3.ts";
import { inRoot, root } from "../../../scripts/paths.mjs";
import { startBrowser } from "../browser.ts";
import { type Stack, startStack } from "../stack.ts";

declare global {
  /** Codes of the `s3-error` events in the page. */
  var codes: string[];
}

/** The strictest policy under which a page with this package works. */
const POLICY =
  "script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; object-src 'none'; base-uri 'none'; " +
  "require-trusted-types-for 'script'";

/** The program of the page: that of docs/recipes.md, and the classes for tests. */
const PROGRAM = `
  import * as signpost from "s3-signpost";
  const { cognito, S3, UploadQueue } = signpost;
  import { defineElements } from "s3-signpost/element";
  globalThis.codes = [];
  document.addEventListener("s3-error", ({ detail }) => codes.push(detail.error.code));
  defineElements({ cognito, S3, UploadQueue });
  globalThis.signpost = signpost;
`;

export interface ElementSession {
  stack: Stack;
  /** A client of the stack's long-lived key, in Node. */
  node: S3;
  page: Page;
  /** Opens a page with the elements and this body, under a strict Content-Security-Policy. Closed after the test. */
  open(body: string, options?: BrowserContextOptions): Promise<Page>;
  /** Attributes of an `<s3-client>` for a guest of the stack. */
  attributes: string;
  /** Names and values of the form that was submitted last. */
  submitted: [string, string][] | undefined;
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
  const session = { errors: [] as string[] } as ElementSession;
  let browser: Browser | undefined;
  let server: Server | undefined;
  let body = "";
  before(async () => {
    const [started, stack, program] = await Promise.all([startBrowser(), startStack(), bundle()]);
    browser = started;
    session.stack = stack;
    const { region, bucket, s3: endpoint, accessKeyId, secretAccessKey } = stack.ready;
    const { identity, identityPoolId } = stack.ready;
    session.node = new S3({
      region,
      bucket,
      endpoint,
      credentials: { accessKeyId, secretAccessKey },
    });
    session.attributes = `identity-pool="${identityPoolId}" bucket="${bucket}" region="${region}" endpoint="${endpoint}" identity-endpoint="${identity}"`;
    server = createServer(async (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
      if (pathname === "/submitted") session.submitted = [...searchParams];
      response.setHeader("content-security-policy", POLICY);
      if (pathname === "/page.css") {
        // Without a colour of its own, axe takes a dark page for a white one.
        response
          .setHeader("content-type", "text/css")
          .end(":root { background: Canvas; color: CanvasText }");
        return;
      }
      const isProgram = pathname === "/program.js";
      response.setHeader(
        "content-type",
        isProgram ? "text/javascript" : "text/html; charset=utf-8",
      );
      response.end(
        isProgram
          ? program
          : `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">` +
              `<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css">` +
              `<title>Elements</title><script type="module" src="/program.js"></script>` +
              `<main><h1>Elements</h1>${pathname === "/" ? body : ""}</main></html>`,
      );
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    await prepare(session);
  });
  after(async () => {
    await browser?.close();
    await session.stack?.stop();
    server?.closeAllConnections();
    server?.close();
  });
  afterEach(async () => {
    await session.page?.context().close();
    await session.stack?.reset();
    session.submitted = undefined;
    const errors = session.errors.splice(0);
    assert.deepEqual(errors, []);
  });
  session.open = async (html, options = {}) => {
    assert(browser && server);
    const context = await browser.newContext(options);
    const page = await context.newPage();
    session.page = page;
    page.on("pageerror", (error) => session.errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") session.errors.push(message.text());
    });
    // Playwright intercepts pickers only while somebody listens, and starts too late for a key.
    page.on("filechooser", () => {});
    // esbuild adds calls of `__name` to functions, and tests pass functions to the page.
    await page.addInitScript("globalThis.__name = (called) => called");
    body = html;
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction(() => "signpost" in globalThis);
    return page;
  };
  return session;
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: PROGRAM, resolveDir: root, loader: "js" },
    alias: {
      "s3-signpost/element": inRoot("dist", "element.js"),
      "s3-signpost": inRoot("dist", "index.js"),
    },
    bundle: true,
    format: "esm",
    target: "es2022",
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

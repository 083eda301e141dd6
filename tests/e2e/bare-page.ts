import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, BrowserContext, Page } from "playwright-core";
import type * as package_ from "../../js/index.ts";
import { inRoot } from "../../scripts/paths.mjs";
import type { Stack } from "./stack.ts";

declare global {
  /** What a bare page has: the built package, and the clients that the test made there. */
  var signpost: typeof package_;
  var s3: package_.S3;
  var provider: package_.CognitoProvider;
  /** Milliseconds by which its `Date` runs ahead. */
  var clockShift: number;
}

const HTML = `<!doctype html><title>Bare page</title><script type="module">
import * as signpost from "/index.js";
globalThis.signpost = signpost;
</script>`;

/** Serves a page that holds nothing but the built package, at an origin of its own on loopback. */
export class BareSite {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<BareSite> {
    const script = await readFile(inRoot("dist", "index.js"));
    const server = createServer((request, response) => {
      const isScript = request.url === "/index.js";
      response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
      response.end(isScript ? script : HTML);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    return new BareSite(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

export interface BarePageOptions {
  /** Milliseconds by which the page's `Date` runs ahead of the machine's. */
  clockShift?: number;
  /** As in an engine that has no WebAssembly SIMD. */
  withoutSimd?: boolean;
  /** Another tab of the same profile. */
  context?: BrowserContext;
}

/** A tab with the package in it, as `globalThis.signpost`. */
export class BarePage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** All that the console said, and every error nobody caught. */
  readonly console: string[] = [];

  /** Opens it in a fresh profile, or beside others in the one given. */
  static async open(
    browser: Browser,
    site: BareSite,
    { clockShift = 0, withoutSimd = false, context }: BarePageOptions = {},
  ): Promise<BarePage> {
    const profile = context ?? (await browser.newContext());
    const bare = new BarePage(profile, await profile.newPage());
    // The test's functions run in the page too, and call this where the loader keeps their names.
    await bare.page.addInitScript("globalThis.__name = (called) => called");
    await bare.page.addInitScript(shiftClock, clockShift);
    if (withoutSimd) await bare.page.addInitScript("WebAssembly.validate = () => false");
    await bare.page.goto(site.url);
    await bare.page.waitForFunction(() => "signpost" in globalThis);
    if (bare.console.length > 0) throw new Error(bare.console.join("\n"));
    return bare;
  }

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
    page.on("console", (message) => this.console.push(message.text()));
    page.on("pageerror", (error) => this.console.push(String(error)));
  }

  /** Makes a client in the page: of a guest of the stack's identity pool, or of its long-lived key. */
  async connect({ ready }: Stack, as: "guest" | "key"): Promise<void> {
    await this.page.evaluate(
      ([ready, as]) => {
        const { identityPoolId, identity, region, bucket, s3, ...key } = ready;
        globalThis.provider = signpost.cognito({ identityPoolId, endpoint: identity });
        globalThis.s3 = new signpost.S3({
          region,
          bucket,
          endpoint: s3,
          credentials: as === "guest" ? provider : key,
        });
      },
      [ready, as] as const,
    );
  }

  async setClock(shift: number): Promise<void> {
    await this.page.evaluate((shift) => {
      clockShift = shift;
    }, shift);
  }

  close(): Promise<void> {
    return this.context.close();
  }
}

/** Runs in the page before any of its scripts. */
function shiftClock(shift: number): void {
  globalThis.clockShift = shift;
  const real = Date.now;
  const now = () => real() + clockShift;
  globalThis.Date = new Proxy(Date, {
    construct: (target, args, derived) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, derived),
    apply: () => new Date().toString(),
    get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
  });
}

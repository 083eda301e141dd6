import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, BrowserContext, Page } from "playwright-core";
import type * as package_ from "../../js/index.ts";
import { readServed } from "../../scripts/test/record/served.mjs";
import type { Stack } from "./stack.ts";

declare global {
  /** The built package and the test's clients in the tab. */
  var signpost: typeof package_;
  var s3: package_.S3;
  var provider: package_.CognitoProvider;
  /** Offset of the tab's `Date`, in milliseconds. */
  var clockShift: number;
}

const HTML = `<!doctype html><title>Package</title><script type="module">
import * as signpost from "/index.js";
globalThis.signpost = signpost;
</script>`;

/** A server on loopback with a page that contains only the built package. */
export class PackageSite {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<PackageSite> {
    const script = readServed("dist/index.js");
    const server = createServer((request, response) => {
      const isScript = request.url === "/index.js";
      response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
      response.end(isScript ? script : HTML);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    return new PackageSite(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

export interface PackageTabOptions {
  /** Offset of the tab's `Date`, in milliseconds. Positive: ahead. */
  clockShift?: number;
  /** Simulates an engine without WebAssembly SIMD. */
  withoutSimd?: boolean;
  /** An existing profile. Default: a new one. */
  context?: BrowserContext;
}

/** A tab with the package as `globalThis.signpost`. */
export class PackageTab {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Console messages and uncaught errors. */
  readonly console: string[] = [];

  /** Opens a tab and waits until the package is loaded. */
  static async open(
    browser: Browser,
    site: PackageSite,
    { clockShift = 0, withoutSimd = false, context }: PackageTabOptions = {},
  ): Promise<PackageTab> {
    const profile = context ?? (await browser.newContext());
    const tab = new PackageTab(profile, await profile.newPage());
    // esbuild adds calls of `__name` to functions, and tests pass functions to the page.
    await tab.page.addInitScript("globalThis.__name = (called) => called");
    await tab.page.addInitScript(shiftClock, clockShift);
    if (withoutSimd) await tab.page.addInitScript("WebAssembly.validate = () => false");
    await tab.page.goto(site.url);
    await tab.page.waitForFunction(() => "signpost" in globalThis);
    if (tab.console.length > 0) throw new Error(tab.console.join("\n"));
    return tab;
  }

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
    page.on("console", (message) => this.console.push(message.text()));
    page.on("pageerror", (error) => this.console.push(String(error)));
  }

  /** Creates `globalThis.s3` in the tab: for a guest of the stack's identity pool, or for its long-lived key. */
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

  /** Sets the offset of the tab's `Date`, in milliseconds. */
  async setClock(shift: number): Promise<void> {
    await this.page.evaluate((shift) => {
      clockShift = shift;
    }, shift);
  }

  close(): Promise<void> {
    return this.context.close();
  }
}

/** Replaces `Date` by one with an offset. Runs in the page before its scripts. */
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

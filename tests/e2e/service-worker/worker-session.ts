import { after, afterEach, before } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import type * as package_ from "../../../js/index.ts";
import type * as serviceWorker_ from "../../../js/integrations/service-worker.ts";
import { startBrowser } from "../browser.ts";
import { type Stack, startStack } from "../stack.ts";
import type { WorkerConfig, WorkerState } from "./worker.ts";
import { WorkerSite } from "./worker-site.ts";

declare global {
  /** The built entry in the tab. */
  var serviceWorker: typeof serviceWorker_;
}

/** The shared setup of the service worker's tests: a stack, a browser, and a site with a worker. */
export interface WorkerSession {
  stack: Stack;
  site: WorkerSite;
  browser: Browser;
  /** The profile that was opened last. */
  context: BrowserContext;
  /** The tab that was opened last. */
  page: Page;
  /** Opens a tab in a new profile and waits until its worker controls it. */
  open(config?: Partial<WorkerConfig>): Promise<Page>;
  /** Opens another tab of the same profile. */
  openTab(path?: string): Promise<Page>;
  /** Registers a worker with these settings and waits until it controls the tab. */
  register(config?: Partial<WorkerConfig>): Promise<void>;
  /** Returns the state of the worker that controls the tab. */
  state(): Promise<WorkerState>;
  /** Stores an object. */
  put(key: string, body: string | Uint8Array | Blob, contentType: string): Promise<void>;
}

/** Starts stack, browser and site for the tests of a file. After each test, the profile is closed and the stack reset. */
export function workerSession(
  prepare: (session: WorkerSession) => Promise<void> = async () => {},
): WorkerSession {
  const session = {
    async open(config) {
      session.context = await session.browser.newContext();
      await session.openTab();
      await session.register(config);
      return session.page;
    },
    async openTab(path = "") {
      session.page = await session.context.newPage();
      // esbuild adds calls of `__name` to functions, and tests pass functions to the page.
      await session.page.addInitScript("globalThis.__name = (called) => called");
      await session.page.goto(session.site.url + path);
      return session.page;
    },
    async register(config) {
      const script = `/worker.js?config=${encodeURIComponent(JSON.stringify({ ...defaults(session.stack), ...config }))}`;
      await session.page.evaluate(async (script) => {
        const container = navigator.serviceWorker;
        const controlled = () => container.controller?.scriptURL.endsWith(script);
        const changed = new Promise<void>((resolve) => {
          container.addEventListener("controllerchange", () => controlled() && resolve());
        });
        await container.register(script);
        if (!controlled()) await changed;
      }, script);
    },
    state() {
      return session.page.evaluate(
        () =>
          new Promise<WorkerState>((resolve) => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = ({ data }) => resolve(data);
            navigator.serviceWorker.controller?.postMessage("state", [port2]);
          }),
      );
    },
    async put(key, body, contentType) {
      const { url } = await new (await import("s3-signpost")).S3({
        ...defaults(session.stack).s3,
        credentials: session.stack.ready,
      }).presign({ key, method: "PUT" });
      const response = await fetch(url, { method: "PUT", body: body as BodyInit, headers: { "content-type": contentType } });
      if (!response.ok) throw new Error(await response.text());
    },
  } as WorkerSession;
  before(async () => {
    [session.browser, session.stack, session.site] = await Promise.all([
      startBrowser(),
      startStack(),
      WorkerSite.start(),
    ]);
    await prepare(session);
  });
  after(async () => {
    await session.browser?.close();
    await session.stack?.stop();
    session.site?.stop();
  });
  afterEach(async () => {
    await session.context?.close();
    await session.stack?.reset();
  });
  return session;
}

/** A guest's worker that serves the stack's bucket below `/files/`. */
function defaults({ ready }: Stack): WorkerConfig {
  const { region, bucket, s3, identityPoolId, identity } = ready;
  return {
    s3: { region, bucket, endpoint: s3 },
    credentials: { identityPoolId, endpoint: identity },
    options: { at: "/files/" },
  };
}

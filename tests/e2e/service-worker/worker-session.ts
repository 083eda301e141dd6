import { after, afterEach, before } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { S3 } from "s3-signpost";
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
  /** The profile that was opened last. It is closed after the test. */
  context: BrowserContext;
  /** The tab that was opened last. */
  page: Page;
  /** Uses a tab that tests share, with a worker that serves the bucket below `/files/` for a guest. */
  share(): Promise<void>;
  /** Opens a tab in a new profile and waits until its worker controls it. */
  open(config?: Partial<WorkerConfig>): Promise<Page>;
  /** Opens another tab of the same profile. */
  openTab(path?: string): Promise<Page>;
  /** Registers a worker with these settings and waits until it controls the tab. */
  register(config?: Partial<WorkerConfig>): Promise<void>;
  /** Returns the state of the worker that controls the tab. */
  state(): Promise<WorkerState>;
  /** Fetches a path of the site in the tab, by default without the browser's cache. */
  fetch(path: string, init?: FetchOptions): Promise<FetchedFile>;
  /** Stores an object. */
  put(key: string, body: string | Uint8Array<ArrayBuffer>, contentType: string): Promise<void>;
  /** Returns method and status of the requests that S3 received for a key, without preflights. */
  requestsFor(key: string): Promise<string[]>;
}

export interface FetchOptions {
  method?: string;
  headers?: Record<string, string>;
  cache?: RequestCache;
}

/** A response, as a page sees it. */
export interface FetchedFile {
  status: number;
  url: string;
  headers: Record<string, string>;
  text: string;
}

/**
 * Starts stack, browser and site for the tests of a file. After each test, a profile that is not shared is closed, and the
 * stack is reset.
 *
 * `prepare` runs once, after all have started.
 */
export function workerSession(
  prepare: (session: WorkerSession) => Promise<void> = async () => {},
): WorkerSession {
  let shared: { context: BrowserContext; page: Page } | undefined;
  const session = {
    async share() {
      if (!shared) {
        await session.open();
        const { context, page } = session;
        shared = { context, page };
      }
      Object.assign(session, shared);
    },
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
      const settings = JSON.stringify({ ...guestConfig(session.stack), ...config });
      await session.page.evaluate(
        async (script) => {
          const container = navigator.serviceWorker;
          const isControlled = () => container.controller?.scriptURL.endsWith(script);
          const controlled = new Promise<void>((resolve) => {
            container.addEventListener("controllerchange", () => isControlled() && resolve());
          });
          await container.register(script);
          if (!isControlled()) await controlled;
        },
        `/worker.js?config=${encodeURIComponent(settings)}`,
      );
    },
    state() {
      return session.page.evaluate(async () => {
        const { active } = await navigator.serviceWorker.ready;
        const { port1, port2 } = new MessageChannel();
        return new Promise<WorkerState>((resolve) => {
          port1.onmessage = ({ data }) => resolve(data);
          active?.postMessage("state", [port2]);
        });
      });
    },
    fetch(path, init = {}) {
      return session.page.evaluate(
        async ([path, init]) => {
          const response = await fetch(path, { cache: "no-store", ...init });
          const { status, url } = response;
          const headers = Object.fromEntries(response.headers);
          return { status, url, headers, text: await response.text() };
        },
        [path, init] as const,
      );
    },
    async put(key, body, contentType) {
      const { s3, credentials } = keyConfig(session.stack);
      const { url } = await new S3({ ...s3, credentials }).presign({ key, method: "PUT" });
      const headers = { "content-type": contentType };
      const response = await fetch(url, { method: "PUT", body, headers });
      if (!response.ok) throw new Error(await response.text());
    },
    async requestsFor(key) {
      const path = `/${session.stack.ready.bucket}/${key}`;
      return (await session.stack.requests())
        .filter((request) => request.path === path && request.method !== "OPTIONS")
        .map(({ method, status }) => `${method} ${status}`);
    },
  } as WorkerSession;
  before(async () => {
    [session.browser, session.stack, session.site] = await Promise.all([
      startBrowser(),
      startStack(),
      WorkerSite.start(),
    ]);
    await prepare(session);
    await session.stack.clearRequests();
  });
  after(async () => {
    await session.browser?.close();
    await session.stack?.stop();
    session.site?.stop();
  });
  afterEach(async () => {
    if (session.context !== shared?.context) await session.context?.close();
    await session.stack?.reset();
  });
  return session;
}

/** A guest's worker that serves the stack's bucket below `/files/`. */
function guestConfig({ ready }: Stack): WorkerConfig {
  const { region, bucket, s3, identityPoolId, identity } = ready;
  return {
    s3: { region, bucket, endpoint: s3 },
    credentials: { identityPoolId, endpoint: identity },
    options: { at: "/files/" },
  };
}

/** The same with the stack's long-lived key. */
function keyConfig(stack: Stack) {
  const { accessKeyId, secretAccessKey } = stack.ready;
  return { ...guestConfig(stack), credentials: { accessKeyId, secretAccessKey } };
}

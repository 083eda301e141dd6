import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { chromiumArguments, findHeadlessChromium } from "../../scripts/machine/browsers.ts";

type MethodParameters = Record<string, unknown>;

interface Message {
  id?: number;
  sessionId?: string;
  method?: string;
  result?: unknown;
  error?: { message: string };
}

/**
 * A Chromium that is controlled by the DevTools protocol alone. Playwright would turn on the protocol's domain Network,
 * which copies the bodies of all requests: a download then takes three times as long.
 */
export class Chromium {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #input: Writable;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #listeners = new Set<(message: Message) => void>();
  #calls = 0;
  /** The unread rest of the output. */
  #rest = "";

  private constructor(process: ChildProcess, profile: string) {
    this.#process = process;
    this.#profile = profile;
    this.#input = process.stdio[3] as Writable;
    const output = process.stdio[4] as Readable;
    output.setEncoding("utf8").on("data", (text: string) => this.#read(text));
  }

  static start(): Chromium {
    const profile = mkdtempSync(join(tmpdir(), "s3-signpost-transfer-"));
    const args = [
      ...chromiumArguments(),
      "--remote-debugging-pipe",
      `--user-data-dir=${profile}`,
      "about:blank",
    ];
    const stdio = ["ignore", "ignore", "ignore", "pipe", "pipe"] as const;
    return new Chromium(spawn(findHeadlessChromium(), args, { stdio: [...stdio] }), profile);
  }

  async version(): Promise<string> {
    const { product } = await this.send<{ product: string }>("Browser.getVersion");
    return product.split("/")[1] ?? product;
  }

  /** Opens a tab with the address, and waits until it has loaded. */
  async open(url: string, prepare: (tab: Tab) => Promise<void> = async () => {}): Promise<Tab> {
    const { targetId } = await this.send<{ targetId: string }>("Target.createTarget", {
      url: "about:blank",
    });
    const { sessionId } = await this.send<{ sessionId: string }>("Target.attachToTarget", {
      targetId,
      flatten: true,
    });
    const tab = new Tab(this, sessionId, targetId);
    await tab.send("Page.enable");
    await prepare(tab);
    const loaded = this.#event("Page.loadEventFired", sessionId);
    await tab.send("Page.navigate", { url });
    await loaded;
    return tab;
  }

  /** Returns the ids of the processes that run pages. */
  async renderers(): Promise<number[]> {
    const { processInfo } = await this.send<{ processInfo: { type: string; id: number }[] }>(
      "SystemInfo.getProcessInfo",
    );
    return processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  }

  async send<T>(method: string, params: MethodParameters = {}, sessionId?: string): Promise<T> {
    this.#calls += 1;
    const id = this.#calls;
    const response = new Promise<Message>((resolve) => this.#waiting.set(id, resolve));
    const message = { id, method, params, ...(sessionId === undefined ? {} : { sessionId }) };
    this.#input.write(`${JSON.stringify(message)}\0`);
    const { result, error } = await response;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result as T;
  }

  async close(): Promise<void> {
    const closed = once(this.#process, "close");
    await this.send("Browser.close");
    await closed;
    rmSync(this.#profile, { recursive: true, force: true });
  }

  #event(method: string, sessionId: string): Promise<void> {
    return new Promise((resolve) => {
      const listener = (message: Message) => {
        if (message.method !== method || message.sessionId !== sessionId) return;
        this.#listeners.delete(listener);
        resolve();
      };
      this.#listeners.add(listener);
    });
  }

  #read(text: string): void {
    const messages = (this.#rest + text).split("\0");
    this.#rest = messages.pop() ?? "";
    for (const json of messages) {
      const message = JSON.parse(json) as Message;
      if (message.id === undefined) for (const listener of this.#listeners) listener(message);
      else this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id ?? -1);
    }
  }
}

/** A tab of Chromium. */
export class Tab {
  readonly #chromium: Chromium;
  readonly #session: string;
  readonly #target: string;

  constructor(chromium: Chromium, session: string, target: string) {
    this.#chromium = chromium;
    this.#session = session;
    this.#target = target;
  }

  send<T>(method: string, params: MethodParameters = {}): Promise<T> {
    return this.#chromium.send<T>(method, params, this.#session);
  }

  /** Returns the value of an expression; of a promise, its result. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.send<{
      result: { value: T };
      exceptionDetails?: { exception?: { description?: string }; text: string };
    }>("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (!exceptionDetails) return result.value;
    throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  }

  /** Chooses files on disk for the page's file input. */
  async chooseFiles(files: string[]): Promise<void> {
    const { result } = await this.send<{ result: { objectId: string } }>("Runtime.evaluate", {
      expression: "document.querySelector('input')",
    });
    await this.send("DOM.setFileInputFiles", { files, objectId: result.objectId });
  }

  collectGarbage(): Promise<void> {
    return this.send("HeapProfiler.collectGarbage");
  }

  async close(): Promise<void> {
    await this.#chromium.send("Target.closeTarget", { targetId: this.#target });
  }
}

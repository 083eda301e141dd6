import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Locator,
  Page,
  Request,
} from "playwright-core";

/** A problem in the page. */
export interface Problem {
  /** The field of the problem. */
  field: string;
  code: string;
  /** The whole text: message, origin, hint. */
  text: string;
}

/** The titles of all views, in the order of the navigation. */
export const TITLES = [
  "Link",
  "Upload form",
  "Transfer",
  "Browse",
  "Many",
  "Inspect",
  "Explain",
  "Doctor",
  "Credentials",
];

export interface PageOptions extends BrowserContextOptions {
  /** Lets the page install its service worker, which loads and stores all of its files. Default: false, to save time. */
  offlineUse?: boolean;
}

/** Runs in the page before its scripts. */
function ignoreServiceWorkers(): void {
  if (navigator.serviceWorker) navigator.serviceWorker.register = () => new Promise(() => {});
}

/** The page in a browser, with methods for the actions of a person. */
export class PageDriver {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors and warnings of the console, and uncaught errors. */
  readonly consoleErrors: string[] = [];
  /** The origins of all requests. */
  readonly origins = new Set<string>();

  /** Opens the page in a new profile, and waits until it has found its local stack. */
  static async open(
    browser: Browser,
    url: string,
    { offlineUse = false, ...options }: PageOptions = {},
  ): Promise<PageDriver> {
    const context = await browser.newContext({
      permissions: ["clipboard-read", "clipboard-write"],
      ...options,
    });
    if (!offlineUse) await context.addInitScript(ignoreServiceWorkers);
    // No test can use the dialog of the browser. One that writes to a file replaces it.
    await context.addInitScript(() => Reflect.deleteProperty(window, "showSaveFilePicker"));
    const driver = new PageDriver(context, await context.newPage());
    await driver.page.goto(url);
    await driver.guestButton.waitFor();
    return driver;
  }

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
    page.on("pageerror", (error) => this.consoleErrors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") {
        this.consoleErrors.push(message.text());
      }
    });
    context.on("request", (request: Request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol !== "blob:" && protocol !== "data:") this.origins.add(origin);
    });
  }

  get guestButton(): Locator {
    return this.page.getByRole("button", { name: "Get guest credentials" });
  }

  /** The link's box in this state. */
  sign(state: "empty" | "problem" | "ready" | "expired"): Locator {
    return this.page.locator(`#sign[data-state="${state}"]`);
  }

  /** Waits for the link and returns it. */
  async link(): Promise<string> {
    await this.sign("ready").waitFor();
    return (await this.page.locator("#link").textContent()) ?? "";
  }

  /** The account and the current view, which are all that a person sees. */
  get visible(): Locator {
    return this.page.locator("#account, main > section:not([hidden])");
  }

  /** A field of the account or of the current view, by the beginning of its label. */
  field(label: string): Locator {
    const controls = this.visible.locator(
      "input:not([type=checkbox], [type=radio]), textarea, select",
    );
    return controls.and(this.page.getByLabel(new RegExp(`^${label}`)));
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** Opens a view by its link in the navigation, and waits until it is visible. */
  async open(title: string): Promise<void> {
    const views = this.page.getByRole("navigation");
    await views.getByRole("link", { name: title, exact: true }).click();
    await this.heading(title).waitFor();
  }

  /** The heading of a view. */
  heading(title: string): Locator {
    return this.page.locator(".view-head h2", { hasText: new RegExp(`^${title}$`) });
  }

  /** Pastes a text through the clipboard. */
  async paste(text: string, label: string): Promise<void> {
    await this.page.evaluate((clip) => navigator.clipboard.writeText(clip), text);
    await this.field(label).focus();
    await this.page.keyboard.press("ControlOrMeta+V");
  }

  /** Sets a value that cannot be typed, such as half of a surrogate pair, and leaves the field. */
  async set(label: string, value: string): Promise<void> {
    // As code units: the protocol to the browser carries well-formed text only.
    const units = Array.from({ length: value.length }, (_, index) => value.charCodeAt(index));
    await this.field(label).evaluate((field, codes) => {
      (field as HTMLInputElement).value = String.fromCharCode(...codes);
      for (const name of ["input", "change"])
        field.dispatchEvent(new Event(name, { bubbles: true }));
    }, units);
  }

  /** Selects a radio button by its visible label. */
  async choose(label: string): Promise<void> {
    await this.visible.locator(":is(.segments, .method-cards) label", { hasText: label }).click();
  }

  /** Returns the link in another format of "Copy as". */
  async copyAs(format: string): Promise<string> {
    const box = this.page.locator("#copy-as");
    if (!(await box.evaluate((details) => (details as HTMLDetailsElement).open))) {
      await this.page.getByText("Copy as", { exact: true }).click();
    }
    await box.getByLabel(format, { exact: true }).check({ force: true });
    return (await this.page.locator("#formatted").textContent()) ?? "";
  }

  /** Fills in a date in the time zone of the browser. */
  async setDate(label: string, instant: Date): Promise<void> {
    const local = await this.page.evaluate((epoch) => {
      const offset = new Date(epoch).getTimezoneOffset();
      // In the format of the browser, which omits seconds of 0.
      const input = document.createElement("input");
      input.type = "datetime-local";
      input.value = new Date(epoch - offset * 60_000).toISOString().slice(0, 19);
      return input.value;
    }, instant.getTime());
    await this.field(label).fill(local);
  }

  /** Chooses a file for the view Transfer. */
  async pickFile(name: string, mimeType: string, bytes: Uint8Array): Promise<void> {
    await this.page.locator("#file").setInputFiles({ name, mimeType, buffer: Buffer.from(bytes) });
  }

  /** Drops a file on the box of the view Transfer. */
  async dropFile(name: string, type: string, text: string): Promise<void> {
    const dataTransfer = await this.page.evaluateHandle(
      ([name, type, text]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([text], name, { type }));
        return transfer;
      },
      [name, type, text] as const,
    );
    await this.page.locator("#drop").dispatchEvent("drop", { dataTransfer });
  }

  /** Returns the value of a progress bar in per cent. */
  async progress(label: string): Promise<number> {
    return this.page
      .getByRole("progressbar", { name: label })
      .evaluate((bar) => (bar as HTMLProgressElement).position * 100);
  }

  /** Waits for a problem and returns it. Throws if there are several. */
  async problem(): Promise<Problem> {
    const [only, ...others] = await this.problems(1);
    if (!only || others.length > 0) {
      throw new Error(`Expected one problem: ${JSON.stringify([only, ...others])}`);
    }
    return only;
  }

  /** Waits for at least `count` problems, and returns all in the order of the page. */
  async problems(count: number): Promise<Problem[]> {
    const shown = this.visible.locator(".problem > *");
    if (count > 0) await shown.nth(count - 1).waitFor();
    return shown.evaluateAll((problems) =>
      problems.map((problem) => ({
        field: problem.closest<HTMLElement>("[data-field]")?.dataset["field"] ?? "",
        code: problem.querySelector(".problem-code")?.textContent ?? "",
        text: problem.textContent ?? "",
      })),
    );
  }

  /** Waits for at least `count` problems, and returns the fields of all. */
  async problemFields(count: number): Promise<string[]> {
    return (await this.problems(count)).map(({ field }) => field);
  }

  /** Waits until this field has no problem. */
  async withoutProblem(field: string): Promise<void> {
    await this.visible
      .locator(`[data-field="${field}"] .problem:empty`)
      .waitFor({ state: "attached" });
  }

  /** Returns the id of the focused element. */
  focused(): Promise<string | undefined> {
    return this.page.evaluate(() => document.activeElement?.id);
  }

  /** Returns the names of everything that the page has stored in the browser. */
  async stored(): Promise<string[]> {
    const kept = await this.page.evaluate(async () => [
      ...Object.keys(localStorage),
      ...Object.keys(sessionStorage),
      ...(await indexedDB.databases()).map(({ name }) => name ?? ""),
      ...(await caches.keys()),
    ]);
    return [...kept, ...(await this.context.cookies()).map(({ name }) => name)];
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}

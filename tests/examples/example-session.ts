import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, afterEach, before, describe, test } from "node:test";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { S3 } from "../../js/s3.ts";
import { inRoot } from "../../scripts/paths.mjs";
import { startBrowser } from "../e2e/browser.ts";
import { type Stack, startStack } from "../e2e/stack.ts";
import { ProjectCopy } from "./project-copy.ts";

const AXE = readFileSync(inRoot("node_modules", "axe-core", "axe.min.js"), "utf8");

/** The shared setup of an example's tests. */
export interface ExampleSession {
  stack: Stack;
  /** A client of the stack's long-lived key, in Node. */
  node: S3;
  /** The page that was opened last. It is closed after the test. */
  page: Page;
  /** Opens the example in a new profile. */
  open(options?: BrowserContextOptions): Promise<Page>;
  /** Errors in the console and uncaught ones. A test that expects one removes it. */
  errors: string[];
  /** Returns the text of the stored object. */
  textOf(key: string): Promise<string | undefined>;
}

/**
 * Installs, builds and starts an example of the folder `examples`, with a local stack on free ports and a browser. Its
 * tests use the production build, if the example has one. Adds the tests that all examples share.
 */
export function exampleSession(name: string): ExampleSession {
  const session = { errors: [] as string[] } as ExampleSession;
  const { scripts } = JSON.parse(readFileSync(inRoot("examples", name, "package.json"), "utf8"));
  const isBuilt = Object.hasOwn(scripts, "build");
  let browser: Browser | undefined;
  let project: ProjectCopy | undefined;
  let address = "";
  const open = async (url: string, options: BrowserContextOptions = {}) => {
    assert(browser);
    const context = await browser.newContext(options);
    session.page = await context.newPage();
    session.page.on("pageerror", (error) => session.errors.push(String(error)));
    session.page.on("console", (message) => {
      if (message.type() === "error") session.errors.push(message.text());
    });
    await session.page.goto(url);
    await session.page.locator("h1").waitFor();
    return session.page;
  };
  session.open = (options) => open(address, options);
  session.textOf = async (key) => {
    const { blob } = await session.node.download(key);
    return blob?.text();
  };

  before(async () => {
    [browser, session.stack] = await Promise.all([startBrowser(), startStack()]);
    const { region, bucket, s3: endpoint, accessKeyId, secretAccessKey } = session.stack.ready;
    const credentials = { accessKeyId, secretAccessKey };
    session.node = new S3({ region, bucket, endpoint, credentials });
    project = await ProjectCopy.create(`examples/${name}`, session.stack);
    await project.install();
    if (isBuilt) await project.run("npm", "run", "build");
    address = await project.serve("npm", "run", isBuilt ? "preview" : "start");
  });
  after(async () => {
    await browser?.close();
    await project?.remove();
    await session.stack?.stop();
  });
  afterEach(async () => {
    await session.page?.context().close();
    await session.stack?.reset();
    assert.deepEqual(session.errors.splice(0), []);
  });

  describe("the page", () => {
    for (const colorScheme of ["light", "dark"] as const) {
      test(`has no finding of axe, ${colorScheme}`, async () => {
        const page = await session.open({ colorScheme });
        assert.deepEqual(await findingsOfAxe(page), []);
      });
    }

    test("fits the width of a phone", async () => {
      const page = await session.open({ viewport: { width: 360, height: 740 } });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.equal(width, 360);
    });

    if (!isBuilt) return;
    test("opens with npm start, without a build", async () => {
      assert(project);
      await open(await project.serve("npm", "run", "start"));
    });
  });
  return session;
}

/** Returns the accessibility problems that axe finds in a page, with their elements. */
export async function findingsOfAxe(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run()).violations.map(
      ({ id, nodes }) => `${id} ${nodes.map(({ html }) => html)}`,
    );
  });
}

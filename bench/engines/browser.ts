import { type Browser, chromium } from "playwright-core";
import { chromiumArguments, findChromium } from "../../scripts/machine/browsers.ts";
import { startFirefox as launchFirefox } from "../../tests/e2e/browser.ts";
import { type Engine, remoteSigning } from "./engine.ts";
import { peakMemory } from "./peak-memory.ts";
import type { Site } from "./site.ts";

/** Starts the Chromium of this machine. */
export async function startChromium(site: Site): Promise<Engine> {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [...chromiumArguments(), "--js-flags=--expose-gc", "--enable-precise-memory-info"],
  });
  const session = await browser.newBrowserCDPSession();
  return inPage("Chromium", browser, site, async () => {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    const renderers = processInfo.filter(({ type }) => type === "renderer");
    const all = await Promise.all(renderers.map(({ id }) => peakMemory(id)));
    const known = all.flatMap((bytes) => bytes ?? []);
    return known.length === 0 ? undefined : Math.max(...known);
  });
}

/** Starts the Firefox of this machine. */
export async function startFirefox(site: Site): Promise<Engine> {
  return inPage("Firefox", await launchFirefox(), site, async () => undefined);
}

async function inPage(
  name: string,
  browser: Browser,
  site: Site,
  peakMemory: Engine["peakMemory"],
): Promise<Engine> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(site.url);
  const coldPage = await context.newPage();
  return {
    name,
    version: browser.version(),
    signing: remoteSigning(async (method, args) => {
      const call = `signing[${JSON.stringify(method)}](...${JSON.stringify(args)})`;
      return (await page.evaluate(call)) as never;
    }),
    async cold(file, count) {
      await coldPage.goto(`${site.url}cold/${file}?${count}`);
      return coldPage.evaluate("coldStart");
    },
    peakMemory,
    close: () => browser.close(),
  };
}

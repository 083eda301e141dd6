import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { startBrowser } from "../../tests/e2e/browser.ts";
import { storeObjects } from "../../tests/e2e/page/browse-steps.ts";
import { type Stack, startStack } from "../../tests/e2e/stack.ts";
import { reportErrors } from "../errors.ts";
import { inRoot } from "../paths.mjs";
import { step } from "../step.ts";
import { LOOKS, openPage, WIDTHS } from "./picture-page.ts";
import { takeReadmePictures } from "./readme-pictures.ts";
import { OBJECTS } from "./states/browse.ts";
import { STATES } from "./states/index.ts";
import type { State } from "./states/state.ts";

// `npm run pictures -- --only VIEWS` passes the names of views; without any, all are taken, and those of the README.
const folder = inRoot("build", "pictures");

/** Takes pictures of the states of these views, or of all and those of the README. */
async function takePictures(views: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const [browser, stack] = await Promise.all([startBrowser(), startStack()]);
  await storeObjects(stack, OBJECTS);
  const states = STATES.filter(({ view }) => views.length === 0 || views.includes(view));
  try {
    await step(`Pictures of ${states.length} states in build/pictures`, async (say) => {
      const failed: string[] = [];
      for (const state of states) {
        say(`${state.view}, ${state.name}`);
        await takeState(browser, stack, state).catch((error: Error) =>
          failed.push(`${state.view}, ${state.name}: ${error.message}`),
        );
      }
      await writeFile(join(folder, "index.html"), contactSheet(states));
      if (failed.length > 0) throw new Error(failed.join("\n"));
    });
    if (views.length === 0)
      await step("Pictures of the README in docs", () => takeReadmePictures(browser, stack));
  } finally {
    await browser.close();
    await stack.stop();
  }
}

async function takeState(browser: Browser, stack: Stack, state: State): Promise<void> {
  const session = await openPage(browser, stack);
  const { page } = session.driver;
  try {
    await state.prepare(session);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      for (const [look, media] of Object.entries(LOOKS)) {
        await page.emulateMedia(media);
        await page.screenshot({ path: join(folder, nameOf(state, width, look)), fullPage: true });
      }
    }
  } finally {
    await session.driver.close();
  }
}

function nameOf({ view, name }: State, width: number, look: string): string {
  return `${view}-${name}-${width}-${look}.png`;
}

/** Returns a page with all pictures. */
function contactSheet(states: readonly State[]): string {
  const figures = states.flatMap((state) =>
    WIDTHS.flatMap((width) =>
      Object.keys(LOOKS)
        .map((look) => nameOf(state, width, look))
        .map(
          (name) => `<figure><figcaption>${name}</figcaption><img src="${name}" alt=""></figure>`,
        ),
    ),
  );
  return `<!doctype html><title>States of the page</title>${figures.join("\n")}`;
}

await reportErrors(() => takePictures(process.argv.slice(2)));

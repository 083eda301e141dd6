import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { startBrowser } from "../../tests/e2e/browser.ts";
import { startStack } from "../../tests/e2e/stack.ts";
import { ElementSite } from "../../tests/e2e/widgets/element-site.ts";

// Takes pictures of `<s3-drop>` in every state: node --import tsx scripts/docs/element-screenshots.ts FOLDER [STATE...]
// The folder gets STATE-WIDTH-SCHEME.png, and an index.html with all of them.

const WIDTHS = [360, 768, 1440];
const SCHEMES = ["light", "dark"] as const;

const [folder, ...wanted] = process.argv.slice(2);
if (!folder) throw new Error("Pass the folder for the pictures.");
mkdirSync(folder, { recursive: true });

const [browser, stack, site] = await Promise.all([
  startBrowser(),
  startStack(),
  ElementSite.start(),
]);

interface State {
  /** Attributes of the element, and of the input in it. */
  attributes?: string;
  input?: string;
  /** Names and sizes in bytes of the files to add. */
  files?: [name: string, size: number][];
  /** Puts the element into its state. */
  prepare?: (page: Page) => Promise<unknown>;
}

const FILES: State["files"] = [
  ["Report 2026.pdf", 2_400_000],
  ["photo.jpg", 860_000],
  ["notes.txt", 3_200],
];

const STATES: Record<string, State> = {
  empty: {},
  focus: { prepare: (page) => page.keyboard.press("Tab") },
  dragging: { prepare: drag },
  rejected: { input: "multiple accept='.pdf'", files: FILES, prepare: stall },
  uploading: { attributes: "pausable", files: FILES, prepare: stall },
  paused: { attributes: "pausable", files: FILES, prepare: pause },
  failed: { files: FILES, prepare: deny },
  done: { files: FILES, prepare: (page) => page.locator("s3-drop:state(done)").waitFor() },
  disabled: { attributes: "disabled", input: "multiple disabled" },
  required: { input: "multiple required", prepare: (page) => page.getByText("Send").click() },
  "long-names": {
    attributes: "pausable",
    files: [
      [`${"A photograph of the sea at sunset ".repeat(4)}.jpg`, 860_000],
      [`${"scan_0001_".repeat(14)}.tiff`, 48_000_000],
    ],
    prepare: stall,
  },
  rtl: { attributes: "pausable", files: FILES, prepare: turn },
  many: {
    attributes: "pausable",
    files: Array.from({ length: 12 }, (_, index) => [`IMG_${1000 + index}.jpg`, 900_000 + index]),
    prepare: stall,
  },
  manual: { attributes: "manual", files: FILES },
  "option-error": { attributes: "max-size='lots'", files: FILES },
};

function drag(page: Page): Promise<void> {
  return sendDrag(page, "dragenter", [["a.txt", 0]]);
}

function drop(page: Page, files: NonNullable<State["files"]>): Promise<void> {
  return sendDrag(page, "drop", files);
}

/** Dispatches an event as if files were dragged over the element. */
async function sendDrag(
  page: Page,
  type: string,
  files: NonNullable<State["files"]>,
): Promise<void> {
  await page.evaluate(
    ([type, files]) => {
      const dataTransfer = new DataTransfer();
      for (const [name, size] of files) {
        dataTransfer.items.add(new File([new Uint8Array(size)], name));
      }
      const options = { bubbles: true, composed: true, dataTransfer };
      document.querySelector("s3-drop")?.dispatchEvent(new DragEvent(type, options));
    },
    [type, files] as const,
  );
}

/** Waits until the uploads, which stall, have sent some bytes. */
async function stall(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document.querySelector("s3-drop")?.items.some(({ progress }) => progress.loaded > 0),
  );
}

async function pause(page: Page): Promise<void> {
  await stall(page);
  await page.evaluate(() => document.querySelector("s3-drop")?.pause());
}

async function deny(page: Page): Promise<void> {
  await page
    .getByRole("button", { name: /^Retry/ })
    .first()
    .waitFor();
}

async function turn(page: Page): Promise<void> {
  await page.evaluate(() => Object.assign(document.documentElement, { dir: "rtl", lang: "ar" }));
  await stall(page);
}

/** Faults of the stack by state; without one, uploads stall unless they are to be done. */
async function addFaults(name: string): Promise<void> {
  await stack.reset();
  if (name === "done") return;
  const effect =
    name === "failed"
      ? { type: "error", status: 403, code: "AccessDenied" }
      : { type: "stall", of: "request", after: 300_000 };
  await stack.addFaults({
    service: "s3",
    method: "POST",
    times: name === "failed" ? 1 : 0,
    effect,
  });
}

const { region, bucket, s3, identity, identityPoolId } = stack.ready;

async function take(name: string, { attributes, input = "multiple", files, prepare }: State) {
  await addFaults(name);
  site.body = `<s3-client identity-pool="${identityPoolId}" bucket="${bucket}" region="${region}" endpoint="${s3}" identity-endpoint="${identity}">
    <form action="/submitted"><label for="docs">Documents</label>
      <s3-drop name="docs" ${attributes ?? ""}><input id="docs" type="file" ${input}></s3-drop>
      <button>Send</button></form></s3-client>`;
  const page = await browser.newPage();
  // esbuild adds calls of `__name` to functions, and some are passed to the page.
  await page.addInitScript("globalThis.__name = (called) => called");
  await page.goto(site.url);
  await page.waitForFunction(() => "signpost" in globalThis);
  if (files) await drop(page, files);
  await prepare?.(page);
  for (const width of WIDTHS) {
    for (const colorScheme of SCHEMES) {
      await page.setViewportSize({ width, height: 640 });
      await page.emulateMedia({ colorScheme });
      const path = join(folder as string, `${name}-${width}-${colorScheme}.png`);
      await page.screenshot({ path, fullPage: true });
    }
  }
  await page.close();
}

const names = wanted.length > 0 ? wanted : Object.keys(STATES);
for (const name of names) await take(name, STATES[name] as State);
const figures = names.flatMap((name) =>
  WIDTHS.flatMap((width) =>
    SCHEMES.map((scheme) => `<img src="${name}-${width}-${scheme}.png" alt="${name}">`),
  ),
);
writeFileSync(
  join(folder, "index.html"),
  `<!doctype html><title>Upload element</title>${figures.join("\n")}`,
);
await browser.close();
await stack.stop();
site.stop();

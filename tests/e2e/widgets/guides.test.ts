import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { Presigner } from "../../../js/presigner.ts";
import { startBrowser } from "../browser.ts";
import { type Stack, startStack } from "../stack.ts";
import { GuideSite } from "./guide-site.ts";

/** The guides whose programs are run, with the last line that each prints, if it is documented. */
const GUIDES: Record<string, RegExp | undefined> = {
  cors: undefined,
  downloads: undefined,
  errors: undefined,
  "inspect-and-explain":
    /part: headers, ours: content-type:image\/png, theirs: content-type:image\/jpeg/,
  "large-files": undefined,
  "many-links": /^KeyNotAddressable 1$/m,
  "presigned-urls": undefined,
  "signing-on-the-fly": undefined,
  "uploads-and-forms": undefined,
};

/** Keys of the objects that the guides read. */
const KEYS = [
  "cat.jpg",
  "films/film.mp4",
  "logs/2026.txt",
  "photos/cat.jpg",
  "reports/2026-03.pdf",
];

let stack: Stack;
let browser: Browser;
let site: GuideSite;

before(async () => {
  [stack, browser] = await Promise.all([startStack(), startBrowser()]);
  site = await GuideSite.start(stack, Object.keys(GUIDES));
  await store(KEYS);
});
after(async () => {
  await browser?.close();
  site?.stop();
  await stack?.stop();
});

async function store(keys: string[]): Promise<void> {
  const { region, bucket, s3: endpoint, accessKeyId, secretAccessKey } = stack.ready;
  const credentials = { accessKeyId, secretAccessKey };
  using presigner = new Presigner({ region, bucket, endpoint, credentials });
  for (const key of keys) {
    const { url } = presigner.presign({ key, method: "PUT" });
    await fetch(url, { method: "PUT", body: "bytes ".repeat(1_000) });
  }
}

/** Runs the programs of a guide one after another. Returns the lines that they print, and their errors. */
async function run(page: Page, guide: string): Promise<{ printed: string; errors: string[] }> {
  const printed: string[] = [];
  const errors: string[] = [];
  page.on("console", (message) => printed.push(message.text()));
  await page.goto(site.url);
  for (const program of site.programsOf(guide)) {
    const error = await page.evaluate(
      (program) =>
        import(program).then(
          () => "",
          (error) => `${program}: ${error} ${error.hint ?? ""}`,
        ),
      program,
    );
    if (error) errors.push(error);
  }
  return { printed: printed.join("\n"), errors };
}

for (const [guide, documented] of Object.entries(GUIDES)) {
  test(`the programs of the guide ${guide} run against the local stack`, async () => {
    await store(KEYS);
    const page = await browser.newPage();
    try {
      const { printed, errors } = await run(page, guide);
      assert.deepEqual(errors, []);
      if (documented) assert.match(printed, documented);
    } finally {
      await page.close();
    }
  });
}

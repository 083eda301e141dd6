import assert from "node:assert/strict";
import { test } from "node:test";
import type { BrowserContextOptions } from "playwright-core";
import { dropSession } from "./element-drop-session.ts";
import { isFirefox } from "./element-session.ts";

const session = dropSession();

const LONG_NAME = `${"a-long-name-without-a-space-".repeat(6)}.txt`;
/** The spacing of text that WCAG 1.4.12 requires a page to bear. */
const TEXT_SPACING =
  "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-block-end:2em!important}";

/** Opens a page with an uploading, a waiting, a paused and a rejected file, and one of a long name. */
async function openWithFiles(options?: BrowserContextOptions): Promise<void> {
  const page = await session.openForm(
    'pausable concurrency="2"',
    "multiple accept='.txt'",
    options,
  );
  await session.stall();
  await page.evaluate(
    (names) => {
      const drop = document.querySelector("s3-drop");
      drop?.add(names.map((name) => new File(["text"], name)));
    },
    ["a.txt", "b.txt", "c.txt", LONG_NAME, "image.gif"],
  );
  await page.getByRole("button", { name: "Pause b.txt" }).click();
  await page.getByRole("button", { name: "Resume b.txt" }).waitFor();
}

/** Returns the parts of the element that are not wholly visible, and the width by which the page overflows. */
function clipped(): Promise<string[]> {
  return session.page.evaluate(() => {
    const root = document.querySelector("s3-drop")?.shadowRoot;
    const shown = [...(root?.querySelectorAll("[part]") ?? [])].filter((element) =>
      element.checkVisibility(),
    );
    const found = shown.filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return left < 0 || right > innerWidth + 0.5 || element.scrollWidth > element.clientWidth + 1;
    });
    const names = found.map((element) => `${element.part} ${element.textContent}`);
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? [...names, `page ${scrollWidth - clientWidth}`] : names;
  });
}

/** Returns a computed style of a part. */
function styleOf(part: string, property: string): Promise<string> {
  return session.page
    .locator(`s3-drop [part=${part}]`)
    .first()
    .evaluate(
      (element, property) => getComputedStyle(element).getPropertyValue(property),
      property,
    );
}

for (const [percent, width] of [
  [200, 640],
  [400, 320],
] as const) {
  test(`at ${percent} % zoom with wide text spacing, nothing is clipped and the page does not scroll sideways`, async () => {
    const deviceScaleFactor = percent / 100;
    await openWithFiles({ viewport: { width, height: 512 }, deviceScaleFactor });
    assert.deepEqual(await clipped(), []);
    await session.page.evaluate((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      document.adoptedStyleSheets.push(sheet);
      document.querySelector("s3-drop")?.shadowRoot?.adoptedStyleSheets.push(sheet);
    }, TEXT_SPACING);
    assert.deepEqual(await clipped(), []);
  });
}

test("in a page written from right to left, the buttons are left of the names, and nothing is clipped", async () => {
  await openWithFiles({ viewport: { width: 480, height: 800 } });
  const { page } = session;
  await page.evaluate(() => {
    document.documentElement.dir = "rtl";
  });
  const name = await page.getByText("a.txt", { exact: true }).boundingBox();
  const remove = await page.getByRole("button", { name: "Remove a.txt" }).boundingBox();
  assert.ok(name && remove && remove.x + remove.width <= name.x + name.width / 2);
  assert.equal(await styleOf("name", "text-align"), "right");
  assert.deepEqual(await clipped(), []);
});

test("in forced colours, the drop zone shows that files are dragged over it", async () => {
  const page = await session.openForm("", "multiple", { forcedColors: "active" });
  const before = await styleOf("zone", "border-top-style");
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([""], "a.txt"));
    const drag = { bubbles: true, composed: true, dataTransfer };
    document.querySelector("s3-drop")?.dispatchEvent(new DragEvent("dragenter", drag));
  });
  assert.notEqual(await styleOf("zone", "border-top-style"), before);
});

test("in forced colours, the focused button has an outline, and a disabled one another colour", async () => {
  const page = await session.openForm("", "multiple", { forcedColors: "active" });
  await page.getByRole("button", { name: /Choose files/ }).waitFor();
  await page.keyboard.press("Tab");
  assert.equal(await styleOf("button", "outline-style"), "solid");
  const enabled = await styleOf("choose", "color");
  await page.evaluate(() => document.querySelector("s3-drop")?.toggleAttribute("disabled"));
  assert.notEqual(await styleOf("choose", "color"), enabled);
});

test("with reduced motion, nothing is animated", async () => {
  await openWithFiles({ reducedMotion: "reduce" });
  const animated = await session.page.evaluate(() => {
    const root = document.querySelector("s3-drop")?.shadowRoot;
    return [...(root?.querySelectorAll("*") ?? [])].filter((element) => {
      const { animationName, transitionDuration } = getComputedStyle(element);
      return animationName !== "none" || parseFloat(transitionDuration) > 0;
    }).length;
  });
  assert.equal(animated, 0);
});

const skip = isFirefox && "WebDriver BiDi emulates no touch screen";

test("on a touch screen, every button is at least 44 pixels high and wide", { skip }, async () => {
  await openWithFiles({ viewport: { width: 360, height: 800 }, hasTouch: true, isMobile: true });
  const small = await session.page.getByRole("button").evaluateAll((buttons) =>
    buttons
      .filter((button) => button.getRootNode() !== document)
      .map((button) => [button.ariaLabel, button.getBoundingClientRect()] as const)
      .filter(([, { width, height }]) => width < 44 || height < 44)
      .map(([name, { width, height }]) => `${name} ${width} × ${height}`),
  );
  assert.deepEqual(small, []);
});

test("words are replaced by strings, and numbers follow the language", async () => {
  const page = await session.openForm();
  await page.evaluate(() => {
    document.documentElement.lang = "de";
    const drop = document.querySelector("s3-drop");
    if (drop) drop.strings = { choose: () => "Dateien wählen", done: "Hochgeladen" };
    drop?.add([new File([new Uint8Array(1_500_000)], "a.bin")]);
  });
  await page.getByText("1,5 MB · Hochgeladen").waitFor();
  await page.getByRole("button", { name: /Dateien wählen/ }).waitFor();
});

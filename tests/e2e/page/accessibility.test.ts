import assert from "node:assert/strict";
import { test } from "node:test";
import { axeViolations } from "./axe-violations.ts";
import { TITLES } from "./page-driver.ts";
import { pageSession } from "./page-session.ts";

const session = pageSession();

const SCHEMES = ["light", "dark"] as const;

/** Opens everything that is folded. */
async function unfold(): Promise<void> {
  await session.driver.page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
}

/** Asserts that axe finds nothing in light and dark colours. */
async function assertNoViolations(state: string): Promise<void> {
  for (const colorScheme of SCHEMES) {
    await session.driver.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    assert.deepEqual(await axeViolations(session.driver.page), [], `${state}, ${colorScheme}`);
  }
}

/** Returns by how many pixels the page is wider than its window. */
function excess(): Promise<number> {
  return session.driver.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

/** Returns the visible controls that are less than 44 px high. */
function smallControls(): Promise<string[]> {
  return session.driver.page.evaluate(() => {
    const selector = "button:not(.inline-link), .button, summary, .segments label, nav a, select, ";
    const controls = document.querySelectorAll<HTMLElement>(
      `${selector} input:not([type=checkbox], [type=radio]), .check > label`,
    );
    return [...controls]
      .filter((control) => control.checkVisibility())
      .filter((control) => control.getBoundingClientRect().height < 44)
      .map((control) => control.id || (control.textContent ?? ""));
  });
}

// Each width in one of the colours: a narrow view has the colours of a wide one.
for (const [width, colorScheme] of [
  [360, "light"],
  [1440, "dark"],
] as const) {
  test(`axe finds nothing in any view at ${width} px in ${colorScheme} colours`, async () => {
    const { page } = session.driver;
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const title of TITLES) {
      await session.driver.open(title);
      await unfold();
      assert.deepEqual(await axeViolations(page), [], title);
    }
  });
}

test("axe finds nothing in a link with all of its parts, nor in one with problems", async () => {
  const { driver } = session;
  await session.fillIn("a//b.txt");
  await driver.button("Copy link").click();
  await driver.page.locator("#link-warnings li").waitFor();
  await unfold();
  await assertNoViolations("all parts");
  await driver.set("Bucket", "my reports");
  await driver.set("Valid for", "1h30");
  await driver.problems(2);
  await assertNoViolations("problems");
});

test("no view is wider than a window of 320 px, which 1,280 px are at 400 %", async () => {
  await session.driver.page.setViewportSize({ width: 320, height: 740 });
  await session.driver.guestButton.click();
  await session.driver.link();
  for (const title of TITLES) {
    await session.driver.open(title);
    await unfold();
    assert.equal(await excess(), 0, title);
  }
});

test("no view is wider than a window with letters of twice the size", async () => {
  await session.driver.page.setViewportSize({ width: 720, height: 900 });
  await session.driver.page.evaluate(() => {
    document.documentElement.style.fontSize = "200%";
  });
  for (const title of TITLES) {
    await session.driver.open(title);
    await unfold();
    assert.equal(await excess(), 0, title);
  }
});

test("nothing moves for people who prefer reduced motion", async () => {
  await session.driver.page.emulateMedia({ reducedMotion: "reduce" });
  const moving = await session.driver.page.evaluate(() =>
    [...document.querySelectorAll("button, a, progress")]
      .filter((element) => getComputedStyle(element).transitionDuration !== "0s")
      .map(({ id }) => id),
  );
  assert.deepEqual(moving, []);
});

test("a key from right to left is shown from right to left", async () => {
  const { driver } = session;
  await driver.open("Link");
  await driver.field("Object key").fill("تقارير/تقرير 2026.pdf");
  const direction = await driver
    .field("Object key")
    .evaluate((field) => (field.matches(":dir(rtl)") ? "rtl" : "ltr"));
  assert.equal(direction, "rtl");
});

test("every control is at least 44 px high on a touch screen", async () => {
  const context = await session.driver.context.browser()?.newContext({
    serviceWorkers: "block",
    hasTouch: true,
    isMobile: true,
    viewport: { width: 390, height: 844 },
  });
  assert.ok(context);
  const touch = await context.newPage();
  const { page } = session.driver;
  Object.assign(session.driver, { page: touch });
  try {
    await touch.goto(session.stack.ready.page);
    for (const title of TITLES) {
      await session.driver.open(title);
      await unfold();
      assert.deepEqual(await smallControls(), [], title);
    }
  } finally {
    Object.assign(session.driver, { page });
    await context.close();
  }
});

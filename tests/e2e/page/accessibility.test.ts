import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { axeViolations } from "./axe-violations.ts";
import { pageSession } from "./page-session.ts";

const session = pageSession();

const TITLES = [
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

/** Opens everything that is folded. */
async function unfold(): Promise<void> {
  await session.driver.page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
}

for (const colorScheme of ["light", "dark"] as const) {
  describe(`in ${colorScheme} colours axe finds nothing`, () => {
    for (const width of [360, 1440]) {
      test(`in any view at ${width} px`, async () => {
        await session.driver.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await session.driver.page.setViewportSize({ width, height: 900 });
        await unfold();
        for (const title of TITLES) {
          await session.driver.open(title);
          assert.deepEqual(await axeViolations(session.driver.page), [], title);
        }
      });
    }

    test("in the view of a link with all of its parts", async () => {
      await session.driver.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await session.fillIn("a//b.txt");
      await session.driver.button("Copy link").click();
      await session.driver.page.locator("#link-warnings li").waitFor();
      await unfold();
      assert.deepEqual(await axeViolations(session.driver.page), []);
    });

    test("in the view of a link with problems", async () => {
      await session.driver.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await session.fillIn("hello.txt");
      await session.driver.set("Bucket", "my reports");
      await session.driver.set("Valid for", "1h30");
      await session.driver.problems(2);
      await unfold();
      assert.deepEqual(await axeViolations(session.driver.page), []);
    });
  });
}

test("no view is wider than a window of 320 px", async () => {
  await session.driver.page.setViewportSize({ width: 320, height: 740 });
  await session.driver.guestButton.click();
  await session.driver.link();
  await unfold();
  for (const title of TITLES) {
    await session.driver.open(title);
    const excess = await session.driver.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(excess, 0, title);
  }
});

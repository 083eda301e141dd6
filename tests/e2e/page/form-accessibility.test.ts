import assert from "node:assert/strict";
import { test } from "node:test";
import { axeViolations } from "./axe-violations.ts";
import { addField, openForm } from "./form-steps.ts";
import { pageSession } from "./page-session.ts";

const session = pageSession();

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing, and nothing is too wide, in ${colorScheme} colours`, async () => {
    const { driver } = session;
    const { page } = driver;
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await openForm(session);
    await driver.field("Prefix").fill("long".repeat(60));
    await driver.field("Content type").fill("image/");
    await addField(session, "x-amz-meta-a", "is", "b");
    await driver.button("Copy").click();
    await page.getByText("Show the text").click();
    await check();
    await driver.choose("Upload link");
    await driver.field("Exact size").fill("ten");
    await driver.button("Upload").click();
    await driver.problems(3);
    await check();
  });
}

async function check(): Promise<void> {
  const { page } = session.driver;
  for (const width of [360, 768, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    const excess = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    const violations = width === 768 ? [] : await axeViolations(page);
    assert.deepEqual([violations, excess], [[], 0], `${width} px`);
  }
}

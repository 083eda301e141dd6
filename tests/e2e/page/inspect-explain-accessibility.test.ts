import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { axeViolations } from "./axe-violations.ts";
import { pageSession } from "./page-session.ts";

const session = pageSession();

/** Signs a link in the page, which is expired, altered, and has a further parameter. */
async function alteredLink(): Promise<string> {
  await session.fillIn("hello.txt");
  const link = await session.driver.link();
  return `${link.replace("hello.txt", "other.txt")}&utm=1&X-Amz-Expires=9#top`;
}

/** Asserts that axe finds nothing in light and dark colours. */
async function assertNoViolations(): Promise<void> {
  const { page } = session.driver;
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    assert.deepEqual(await axeViolations(page), [], colorScheme);
  }
}

describe("axe finds nothing", () => {
  test("in the view Inspect with a URL and a wrong signature", async () => {
    const { driver } = session;
    const link = await alteredLink();
    await driver.open("Inspect");
    await driver.field("Signed URL").fill(link);
    await driver.button("Check signature").click();
    await driver.problem();
    await assertNoViolations();
  });

  test("in the view Inspect with an invalid text", async () => {
    const { driver } = session;
    await driver.open("Inspect");
    await driver.field("Signed URL").fill("https://example.com/");
    await driver.problem();
    await assertNoViolations();
  });

  test("in the view Explain with a comparison", async () => {
    const { driver } = session;
    await session.fillIn("hello.txt");
    const link = await driver.link();
    const rejected = await fetch(`${link}&utm=1`);
    await driver.open("Explain");
    await driver.field("S3's response").fill(await rejected.text());
    await driver.field("Request").fill(link);
    await driver.page.locator(".explain-line.differs").waitFor();
    await driver.page.getByText("S3's string to sign").click();
    await assertNoViolations();
  });
});

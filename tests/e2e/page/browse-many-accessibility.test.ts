import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { axeViolations } from "./axe-violations.ts";
import { fillBucket, openFolder, rowNames } from "./browse-steps.ts";
import { pageSession } from "./page-session.ts";

const session = pageSession();

const KEYS = ["x/a.txt", `x/${"long name ".repeat(12)}`, "x/folder/b"];

async function excess(): Promise<number> {
  return session.driver.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

/** Asserts that axe finds nothing, and that nothing is too wide, in light and dark colours at three widths. */
async function check(): Promise<void> {
  const { page } = session.driver;
  for (const width of [360, 768, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const found = [await axeViolations(page), await excess()];
      assert.deepEqual(found, [[], 0], `${colorScheme}, ${width} px`);
    }
  }
}

describe("axe finds nothing, and nothing is too wide,", () => {
  test("in a listing with a selection, and in the question before a deletion", async () => {
    await fillBucket(session, KEYS);
    await openFolder(session, "x/");
    await session.driver.page.getByLabel("Select all loaded objects").check();
    await session.driver.field("Search").fill("a");
    await check();
    await session.driver.button("Delete").click();
    await session.driver.page.getByRole("dialog").waitFor();
    await check();
  });

  test("in a listing that failed", async () => {
    await session.fillIn("");
    await session.stack.changeSettings({ cors: [] });
    await session.driver.open("Browse");
    await session.driver.problem();
    await check();
  });

  test("in links with invalid lines", async () => {
    await session.fillIn("");
    await session.driver.open("Many");
    await session.driver.page.getByText("List the keys of a prefix").click();
    await session.driver.field("Keys").fill("a\n../b\ns3://c/");
    await session.driver.button("Sign links").click();
    await session.driver.page.locator("#many-invalid").waitFor();
    await check();
  });
});

describe("by keyboard", () => {
  test("a folder is opened, an object selected, and the selection cleared", async () => {
    const { driver } = session;
    await fillBucket(session, KEYS);
    await openFolder(session, "x/");
    await driver.page.getByRole("link", { name: "folder/" }).press("Enter");
    await driver.page.getByRole("link", { name: "b", exact: true }).waitFor();
    await driver.page.getByLabel("Select b", { exact: true }).press("Space");
    await driver.page.getByText("1 object selected").waitFor();
    await driver.button("Clear selection").press("Enter");
    await driver.page.locator("#browse-selection").waitFor({ state: "hidden" });
    assert.deepEqual([await rowNames(session), await driver.focused()], [["b"], "browse-all"]);
  });

  test("the focus is not lost when more names are loaded", async () => {
    const { driver } = session;
    const keys = Array.from({ length: 1001 }, (_, index) => `focus/${index}`);
    await fillBucket(session, keys);
    await openFolder(session, "focus/");
    await driver.button("Load all").press("Enter");
    await driver.page.getByText("200 of 1,001 names loaded.").waitFor();
    assert.equal(await driver.focused(), "browse-more");
  });

  test("the focus is on the path after a deletion", async () => {
    const { driver } = session;
    await fillBucket(session, KEYS);
    await openFolder(session, "x/");
    await driver.page.getByLabel("Select a.txt").press("Space");
    await driver.button("Delete").press("Enter");
    await driver.button("Delete 1 object").press("Enter");
    await driver.page.getByText("Deleted 1 object.").waitFor();
    assert.equal(await driver.focused(), "browse-here");
  });
});

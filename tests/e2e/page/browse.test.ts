import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fillBucket, openFolder, rowNames, rows } from "./browse-steps.ts";
import { pageSession } from "./page-session.ts";

const session = pageSession();

const KEYS = ["tree/a.txt", "tree/b c.txt", "tree/deep/x.txt", "tree/deep/er/y.txt", "tree/z/1"];

describe("a bucket", () => {
  test("shows the folders and the objects of a prefix", async () => {
    await fillBucket(session, KEYS);
    await openFolder(session, "tree/");
    assert.deepEqual(await rowNames(session), ["deep/", "z/", "a.txt", "b c.txt"]);
  });

  test("is opened by its address", async () => {
    const { driver, stack } = session;
    await fillBucket(session, KEYS);
    const hash = `#/browse?bucket=${stack.ready.bucket}&prefix=tree%2Fdeep%2F`;
    await driver.page.evaluate((fragment) => {
      location.hash = fragment;
    }, hash);
    await rows(session).first().waitFor();
    assert.deepEqual(await rowNames(session), ["er/", "x.txt"]);
  });

  test("is walked through by folder, path and the browser's back button", async () => {
    const { driver } = session;
    await fillBucket(session, KEYS);
    await openFolder(session, "tree/");
    await driver.page.getByRole("link", { name: "deep/", exact: true }).click();
    await driver.page.getByRole("link", { name: "x.txt" }).waitFor();
    assert.equal(await driver.focused(), "browse-here");
    await driver.page.getByRole("navigation", { name: "Path" }).getByText("tree/").click();
    await driver.page.getByRole("link", { name: "a.txt" }).waitFor();
    await driver.page.goBack();
    await driver.page.getByRole("link", { name: "x.txt" }).waitFor();
    assert.match(driver.page.url(), /prefix=tree%2Fdeep%2F/);
  });

  test("opens the link of one object", async () => {
    const { driver } = session;
    await fillBucket(session, KEYS);
    await openFolder(session, "tree/");
    await driver.page.getByRole("link", { name: "b c.txt" }).click();
    await driver.heading("Link").waitFor();
    assert.equal(await driver.field("Object key").inputValue(), "tree/b c.txt");
  });

  test("gives its prefix to the views of transfers and of many links", async () => {
    const { driver } = session;
    await fillBucket(session, KEYS);
    await openFolder(session, "tree/deep/");
    await driver.button("Upload here").click();
    await driver.heading("Transfer").waitFor();
    assert.equal(await driver.field("Prefix").inputValue(), "tree/deep/");
    await driver.open("Browse");
    await driver.button("Links for all").click();
    await driver.heading("Many").waitFor();
    assert.equal(await driver.field("Prefix").inputValue(), "tree/deep/");
  });

  test("keeps its place while another view is open", async () => {
    const { driver } = session;
    await fillBucket(session, KEYS);
    await openFolder(session, "tree/deep/");
    await driver.open("Link");
    await driver.open("Browse");
    assert.deepEqual(await rowNames(session), ["er/", "x.txt"]);
    assert.match(driver.page.url(), /prefix=tree%2Fdeep%2F/);
  });

  test("shows names with markup, controls and changes of direction as text", async () => {
    await fillBucket(session, [
      "odd/<script>alert(1)</script>",
      "odd/\u202egpj.exe",
      "odd//empty",
      'odd/"q" %41',
    ]);
    await openFolder(session, "odd/");
    assert.deepEqual((await rowNames(session)).sort(), [
      '"q" %41',
      "/",
      "<script>alert(1)</",
      "[U+202E]gpj.exe",
    ]);
    assert.deepEqual(session.driver.consoleErrors, []);
  });

  test("says which credentials and bucket it needs", async () => {
    const { driver } = session;
    await driver.open("Browse");
    await driver.button("List objects").click();
    assert.deepEqual(await driver.problemFields(3), [
      "credentials.accessKeyId",
      "credentials.secretAccessKey",
      "bucket",
    ]);
  });

  test("whose name is changed is listed again on request", async () => {
    const { driver } = session;
    await fillBucket(session, KEYS);
    await openFolder(session, "tree/");
    await driver.field("Bucket").fill("another");
    await driver.button("List objects").waitFor();
    assert.equal(await rows(session).count(), 0);
  });
});

describe("names", () => {
  test("are searched among the loaded ones", async () => {
    const { driver } = session;
    await fillBucket(session, KEYS);
    await openFolder(session, "tree/");
    await driver.field("Search").fill("B C");
    assert.deepEqual(await rowNames(session), ["b c.txt"]);
  });

  test("are searched in the bucket by their beginning", async () => {
    const { driver } = session;
    await fillBucket(session, KEYS);
    await openFolder(session, "tree/");
    await driver.field("Search").fill("b");
    await driver.button("List names that begin with tree/b").click();
    await driver.page.getByText("1 name. There are no more.").waitFor();
    assert.deepEqual(await rowNames(session), ["b c.txt"]);
  });

  test("are sorted by a click on a heading, which says so", async () => {
    const { driver } = session;
    await fillBucket(session, KEYS);
    await openFolder(session, "tree/");
    await driver.button("Name").click();
    assert.deepEqual(await rowNames(session), ["z/", "deep/", "b c.txt", "a.txt"]);
    const heading = driver.page.locator("#browse-table [data-sort=key]");
    assert.equal(await heading.getAttribute("aria-sort"), "descending");
  });

  test("that are many are shown and loaded in steps", async () => {
    const { driver } = session;
    const keys = Array.from({ length: 1201 }, (_, index) => `many/${10_000 + index}`);
    await fillBucket(session, keys);
    await openFolder(session, "many/");
    await driver.page.getByText("200 of 1,000 names loaded. There are more").waitFor();
    await driver.button("Load all").click();
    await driver.page.getByText("200 of 1,201 names loaded.").waitFor();
    await driver.button("Show more").click();
    assert.equal(await rows(session).count(), 400);
  });
});

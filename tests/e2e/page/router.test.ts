import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { TITLES } from "./page-driver.ts";
import { pageSession } from "./page-session.ts";

const session = pageSession();

/** Changes the fragment, as typing into the address bar does. */
async function visit(fragment: string): Promise<void> {
  await session.driver.page.evaluate((hash) => {
    location.hash = hash;
  }, fragment);
}

describe("the navigation", () => {
  test("opens every view: its heading has the focus, its title is that of the tab, its link is current", async () => {
    const { page } = session.driver;
    for (const title of [...TITLES].reverse()) {
      await session.driver.open(title);
      const focused = await page.evaluate(() => document.activeElement?.textContent);
      const current = await page.locator("nav [aria-current=page]").allTextContents();
      const headings = await page.locator(".view-head h2:visible").allTextContents();
      assert.deepEqual(
        [focused, await page.title(), current, headings],
        [title, `${title} · s3-signpost`, [title], [title]],
      );
    }
  });

  test("is reached by the keyboard", async () => {
    const { page } = session.driver;
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await session.driver.heading("Upload form").waitFor();
  });

  test("is not needed by the keyboard: the first link skips to the view", async () => {
    const { page } = session.driver;
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await session.driver.focused(), "link-title");
  });

  test("shows the link of the current view at 360 px", async () => {
    await session.driver.page.setViewportSize({ width: 360, height: 740 });
    await session.driver.open("Credentials");
    const link = session.driver.page.locator("nav [aria-current=page]");
    const box = await link.boundingBox();
    assert.ok(box && box.x >= 0 && box.x + box.width <= 360, JSON.stringify(box));
  });
});

describe("the address", () => {
  test("names the view and its parameters", async () => {
    await visit("#/link?bucket=other&key=a%2Fb%20c&region=eu-north-1&method=PUT&expires=2h");
    const { driver } = session;
    const fields = ["Bucket", "Region", "Object key", "S3 URI", "Valid for"];
    const values = fields.map((label) => driver.field(label).inputValue());
    assert.deepEqual(await Promise.all(values), [
      "other",
      "eu-north-1",
      "a/b c",
      "s3://other/a/b c",
      "2h",
    ]);
    assert.equal(await driver.page.locator("input[name=method]:checked").inputValue(), "PUT");
  });

  test("opens its view when the page is loaded", async () => {
    await visit("#/doctor");
    await session.driver.page.reload();
    await session.driver.heading("Doctor").waitFor();
    assert.equal(await session.driver.page.title(), "Doctor · s3-signpost");
  });

  test("of an unknown view opens the first one", async () => {
    await session.driver.open("Browse");
    await visit("#/nothing");
    await session.driver.heading("Link").waitFor();
  });

  test("changes with the views, so that the browser goes back and forward", async () => {
    const { driver } = session;
    await driver.open("Browse");
    await driver.open("Doctor");
    await driver.page.goBack();
    await driver.heading("Browse").waitFor();
    await driver.page.goForward();
    await driver.heading("Doctor").waitFor();
  });

  test("loses a value that may be a secret", async () => {
    await visit("#/link?bucket=photos&key=wJalrXUtnFEMI%2FK7MDENG%2FbPxRfiCYEXAMPLEKEY");
    await session.driver.page.waitForURL(/#\/link\?bucket=photos$/);
    assert.equal(await session.driver.field("Object key").inputValue(), "");
  });
});

describe("the account", () => {
  test("is the same in every view", async () => {
    await session.driver.field("Bucket").fill("my-bucket");
    for (const title of TITLES) {
      await session.driver.open(title);
      assert.equal(await session.driver.field("Bucket").inputValue(), "my-bucket", title);
    }
  });

  test("folds to one line at 360 px when another view is opened", async () => {
    const { driver } = session;
    await driver.page.setViewportSize({ width: 360, height: 740 });
    await driver.paste(
      "AKIAIOSFODNN7EXAMPLE\twJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      "Access key ID",
    );
    await driver.field("Bucket").fill("my-bucket");
    await driver.open("Browse");
    await driver.field("Bucket").waitFor({ state: "hidden" });
    await driver.page.getByText("AKIA…MPLE · my-bucket · us-east-1").click();
    await driver.field("Bucket").waitFor();
  });

  test("is forgotten by default", async () => {
    await session.driver.field("Bucket").fill("my-bucket");
    await session.driver.page.reload();
    assert.equal(await session.driver.field("Bucket").inputValue(), "");
  });

  test("is remembered on request, without its secrets", async () => {
    const { driver } = session;
    await session.fillIn("hello.txt");
    await driver.page.getByLabel("Remember bucket, region and endpoint").check();
    const stored = await driver.page.evaluate(() => JSON.stringify({ ...localStorage }));
    const { secretAccessKey, accessKeyId, bucket, region } = session.stack.ready;
    assert.deepEqual(
      [stored.includes(secretAccessKey), stored.includes(accessKeyId)],
      [false, false],
    );
    await driver.page.reload();
    assert.deepEqual(
      [await driver.field("Bucket").inputValue(), await driver.field("Region").inputValue()],
      [bucket, region],
    );
    await driver.page.getByLabel("Remember bucket, region and endpoint").uncheck();
    assert.deepEqual(await driver.page.evaluate(() => Object.keys(localStorage)), []);
  });
});

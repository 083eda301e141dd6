import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fillBucket, openFolder, rowNames } from "./browse-steps.ts";
import { pageSession } from "./page-session.ts";

const session = pageSession();

/** Moves the focus by Tab until a control has this name, as a person does. */
async function tabTo(name: RegExp): Promise<void> {
  const { page } = session.driver;
  const passed: string[] = [];
  for (let count = 0; count < 80; count += 1) {
    await page.keyboard.press("Tab");
    const found = await focusedName();
    if (name.test(found)) return;
    passed.push(found);
  }
  throw new Error(`Tab reaches no ${name}: ${passed.join(", ")}`);
}

/** The label, the text or the id of the focused element. */
function focusedName(): Promise<string> {
  return session.driver.page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement;
    const labels = Array.from(element.labels ?? [], ({ textContent }) => textContent?.trim());
    if (element === document.body) return "";
    return (
      element.getAttribute("aria-label") ||
      labels.join(" ") ||
      element.textContent?.trim() ||
      element.id
    );
  });
}

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await session.driver.page.keyboard.press(key);
}

describe("by keyboard alone", () => {
  test("Browse opens a folder, sorts, selects and deletes, and keeps the focus", async () => {
    const { driver } = session;
    await fillBucket(session, ["k/a", "k/folder/1", "k/folder/22", "k/folder/333"]);
    await openFolder(session, "k/");
    await driver.heading("Browse").focus();
    await tabTo(/^folder\/$/);
    await press("Enter");
    await driver.page.getByLabel("Select 1", { exact: true }).waitFor();
    assert.equal(await driver.focused(), "browse-here");

    await tabTo(/^Size$/);
    await press("Enter");
    assert.deepEqual(await rowNames(session), ["333", "22", "1"]);
    assert.equal(await focusedName(), "Size");

    await tabTo(/^Select 333$/);
    await press("Space");
    // The bar of the selection is above the table.
    while (!/^Delete$/.test(await focusedName())) await press("Shift+Tab");
    await press("Enter");
    await tabTo(/^Cancel$/);
    await press("Enter");
    assert.equal(await driver.focused(), "browse-delete");

    await press("Enter");
    await tabTo(/^Delete 1 object$/);
    await press("Enter");
    await driver.page.getByText("Deleted 1 object.").waitFor();
    assert.deepEqual(await rowNames(session), ["22", "1"]);
    assert.equal(await driver.focused(), "browse-here");
  });

  test("Browse loads more, and the focus moves to where the list goes on", async () => {
    const { driver } = session;
    const keys = Array.from({ length: 201 }, (_, index) => `more/${1000 + index}`);
    await fillBucket(session, keys);
    await openFolder(session, "more/");
    await driver.button("Show more").focus();
    await press("Enter");
    await driver.page.getByText("201 names. There are no more.").waitFor();
    assert.equal(await focusedName(), "1200");
  });

  test("Many signs keys and saves the links", async () => {
    const { driver } = session;
    await session.fillIn("");
    await driver.open("Many");
    await tabTo(/^Keys$/);
    await driver.page.keyboard.type("a.txt");
    await tabTo(/^Download$/);
    await press("ArrowRight");
    assert.equal(await focusedName(), "Upload");
    await tabTo(/^Sign links$/);
    await press("Enter");
    await driver.page.locator("#many-outcome", { hasText: "1 link" }).waitFor();
    assert.equal(await focusedName(), "Sign links");
    await tabTo(/^CSV$/);
    await press("ArrowRight");
    await tabTo(/^Save links.tsv$/);
  });

  test("Inspect checks a signature, and Enter in the field of the secret starts it", async () => {
    const { driver } = session;
    await session.fillIn("hello.txt");
    const link = await driver.link();
    await driver.open("Inspect");
    await tabTo(/^Signed URL$/);
    await driver.page.keyboard.insertText(link);
    await tabTo(/^Signer's secret/);
    await driver.page.keyboard.type("wrong");
    await press("Enter");
    assert.equal((await driver.problem()).code, "SignatureDoesNotMatch");
    assert.equal(await driver.focused(), "inspect-secret");
  });

  test("Explain explains an error, and its fix leads to another view", async () => {
    const { driver } = session;
    await driver.open("Explain");
    await tabTo(/^S3's response$/);
    await driver.page.keyboard.insertText("<Error><Code>ExpiredToken</Code></Error>");
    await tabTo(/^Change the credentials$/);
    await press("Enter");
    await driver.heading("Credentials").waitFor();
    assert.equal(await driver.focused(), "credentials-title");
  });

  test("Doctor checks, and its rule is chosen and scrolled", async () => {
    const { driver } = session;
    await session.fillIn("hello.txt");
    await driver.open("Doctor");
    await tabTo(/^Check$/);
    await press("Enter");
    await driver.page.getByText("Everything works from this page.").waitFor();
    assert.equal(await focusedName(), "Check");
    await tabTo(/^(?:S3 console|AWS CLI)$/);
    await press("ArrowRight");
    await tabTo(/CORSRule|AllowedOrigins/);
    await tabTo(/^Copy rule$/);
  });

  test("Credentials come from Cognito, and are cleared", async () => {
    const { driver } = session;
    await driver.open("Credentials");
    await tabTo(/^Get credentials$/);
    await press("Enter");
    await driver.page.getByText("The credentials are filled in.").waitFor();
    assert.equal(await focusedName(), "Get credentials");
    await driver.heading("Credentials").focus();
    await tabTo(/^Clear$/);
    await press("Enter");
    assert.equal(await driver.focused(), "credentials-title");
  });
});

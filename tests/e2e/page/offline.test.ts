import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { VIEW_IDS } from "../../../www/view-ids.ts";
import { startBrowser } from "../browser.ts";
import { fillBucket } from "./browse-steps.ts";
import { pageSession } from "./page-session.ts";
import { startStaticHost } from "./static-host.ts";

const session = pageSession({ offlineUse: true });

/** Fills in the account, and cuts the network. */
async function goOffline(): Promise<void> {
  await session.fillIn("hello.txt");
  // The files of the other views are stored after the first view is shown.
  const { page } = session.driver;
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
  await session.driver.context.setOffline(true);
}

function goOnline(): Promise<void> {
  return session.driver.context.setOffline(false);
}

describe("offline", () => {
  test("the page says that requests do not work, until the network is back", async () => {
    const notice = session.driver.page.getByText("Offline. Signing works; requests do not.");
    await goOffline();
    await notice.waitFor();
    await goOnline();
    await notice.waitFor({ state: "detached" });
  });

  test("Link, Many and Inspect sign without a request", async () => {
    const { driver } = session;
    await goOffline();
    const requested: string[] = [];
    driver.page.on("request", (request) => {
      // The browser loads the icon of the tab again after the address has changed.
      if (!request.url().endsWith("/icon.svg")) requested.push(request.url());
    });
    await driver.field("Object key").fill("other.txt");
    const link = await driver.link();
    await driver.open("Many");
    await driver.field("Keys").fill("a.txt\nb.txt");
    await driver.button("Sign links").click();
    await driver.page.locator("#many-outcome", { hasText: "2 links" }).waitFor();
    await driver.open("Inspect");
    await driver.field("Signed URL").fill(link);
    await driver.button("Check signature").click();
    await driver.page.locator("#inspect-outcome", { hasText: "is right" }).waitFor();
    assert.deepEqual(requested, []);
  });

  test("Browse waits for the network and then lists the objects", async () => {
    const { driver } = session;
    await goOffline();
    await driver.open("Browse");
    await driver.page.getByText(/^Offline: the listing continues/).waitFor();
    await goOnline();
    await driver.page.getByRole("link", { name: "hello.txt" }).waitFor();
  });

  test("a deletion waits for the network and is then done", async () => {
    const { driver } = session;
    await fillBucket(session, ["hello.txt", "offline.txt"]);
    await driver.open("Browse");
    await driver.page.getByLabel("Select offline.txt").check();
    await driver.context.setOffline(true);
    await driver.button("Delete").click();
    await driver.button("Delete 1 object").click();
    await driver.page.getByText("Offline: this continues when the network is back.").waitFor();
    await goOnline();
    await driver.page.getByText("Deleted 1 object.").waitFor();
  });

  test("requests that do not wait fail with the reason", async () => {
    const { driver } = session;
    await goOffline();
    await driver.button("Test link").click();
    const codes = [(await driver.problem()).code];
    await driver.open("Browse");
    await driver.button("List buckets").click();
    codes.push((await driver.problem()).code);
    await driver.open("Credentials");
    await driver.page.locator("#credentials-cognito-get").click();
    codes.push((await driver.problem()).code);
    assert.deepEqual(codes, ["Offline", "Offline", "Offline"]);
  });

  test("Doctor says so, and checks again when the network is back", async () => {
    const { driver } = session;
    await goOffline();
    await driver.open("Doctor");
    await driver.button("Check").click();
    await driver.page.getByText("This device is offline.").waitFor();
    await goOnline();
    await driver.page.getByText("Everything works from this page.").waitFor();
  });

  test("the address of each view opens it, under a path of a static host", async (t) => {
    const [browser, host] = await Promise.all([startBrowser(), startStaticHost()]);
    t.after(() => Promise.all([browser.close(), host.stop()]));
    const page = await browser.newPage();
    await page.goto(host.url);
    await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
    await page.context().setOffline(true);
    for (const view of VIEW_IDS) {
      await page.goto("about:blank");
      await page.goto(`${host.url}#/${view}`);
      await page.locator(`#view-${view}:not([hidden]) h2`).first().waitFor();
    }
  });
});

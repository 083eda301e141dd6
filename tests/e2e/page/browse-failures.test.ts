import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fillBucket, openFolder, rowNames } from "./browse-steps.ts";
import { pageSession } from "./page-session.ts";

const session = pageSession();

async function list(): Promise<void> {
  await session.driver.open("Browse");
}

describe("a listing", () => {
  test("that S3 refuses shows the error of S3", async () => {
    await session.stack.addFaults({
      method: "GET",
      times: 0,
      effect: { type: "error", status: 403, code: "AccessDenied" },
    });
    await session.fillIn("");
    await list();
    const { field, code } = await session.driver.problem();
    assert.deepEqual([field, code], ["listing", "AccessDenied"]);
  });

  test("of another bucket shows the problem, and works after it is corrected", async () => {
    const { driver, stack } = session;
    await fillBucket(session, ["f/1"]);
    await driver.field("Bucket").fill("no-such-bucket");
    await list();
    assert.equal((await driver.problem()).code, "CorsBlocked");
    await driver.field("Bucket").fill(stack.ready.bucket);
    await driver.button("List objects").click();
    await driver.page.getByRole("link", { name: "f/" }).waitFor();
  });

  test("that CORS forbids leads to Doctor", async () => {
    await session.fillIn("");
    await session.stack.changeSettings({ cors: [] });
    await list();
    const { field } = await session.driver.problem();
    assert.equal(field, "listing");
    await session.driver.page.getByRole("link", { name: /^Find out with Doctor/ }).click();
    await session.driver.heading("Doctor").waitFor();
  });

  test("is stopped while S3 does not respond, and continues on request", async () => {
    const { driver } = session;
    await fillBucket(session, ["f/1", "f/2"]);
    await session.stack.addFaults({
      method: "GET",
      effect: { type: "stall", of: "response", after: 0 },
    });
    await list();
    await driver.page.getByText("Listing…").waitFor();
    await driver.button("Stop").click();
    await driver.button("Load more").click();
    await driver.page.getByText(/^\d+ names?\. There are no more\.$/).waitFor();
  });

  test("of an empty prefix says that there is none", async () => {
    const { driver, stack } = session;
    await session.fillIn("");
    await driver.page.evaluate((bucket) => {
      location.hash = `#/browse?bucket=${bucket}&prefix=nothing%2F`;
    }, stack.ready.bucket);
    await driver.page.getByText("No object begins with this prefix.").waitFor();
  });

  test("puts no secret into the address, the storage or the console", async () => {
    const { driver, stack } = session;
    await fillBucket(session, ["secret/1"]);
    await openFolder(session, "secret/");
    assert.deepEqual(await rowNames(session), ["1"]);
    const stored = await driver.page.evaluate(() => JSON.stringify({ ...localStorage }));
    const all = [driver.page.url(), stored, ...driver.consoleErrors, await driver.page.content()];
    for (const text of all) {
      assert.equal(text.includes(stack.ready.secretAccessKey), false);
      assert.equal(text.includes("X-Amz-Signature"), false);
    }
  });
});

describe("the account's buckets", () => {
  test("are listed by a service that allows it, and open", async () => {
    const { driver, stack } = session;
    // S3 and the stack send no CORS headers with this response; MinIO and others do.
    await driver.context.route(`${stack.ready.s3}/?*`, async (route) => {
      const response = await route.fetch();
      const headers = { ...response.headers(), "access-control-allow-origin": "*" };
      await route.fulfill({ response, headers });
    });
    await session.fillIn("");
    await driver.open("Browse");
    await driver.button("List buckets").click();
    const names = driver.page.locator("#browse-bucket-names");
    await names.getByRole("link", { name: stack.ready.bucket, exact: true }).click();
    await driver.page.waitForURL(/#\/browse\?bucket=/);
  });

  test("without CORS headers are replaced by the way to go on", async () => {
    const { driver } = session;
    await session.fillIn("");
    await driver.open("Browse");
    await driver.button("List buckets").click();
    const { field, code, text } = await driver.problem();
    assert.deepEqual([field, code], ["buckets", "NetworkOrCors"]);
    assert.match(text, /Type the name in Bucket/);
  });

  test("of AWS are not requested, because no page can read them", async () => {
    const { driver } = session;
    await driver.open("Browse");
    await driver.button("List buckets").click();
    await driver.page.getByText(/^AWS sends no CORS headers/).waitFor();
  });
});

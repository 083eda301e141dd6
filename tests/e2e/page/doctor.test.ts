import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { pageSession } from "./page-session.ts";

const session = pageSession();

/** Runs the checks, and returns the state of each by its name. */
async function check(button = "Check"): Promise<Record<string, string>> {
  const { driver } = session;
  await driver.button(button).click();
  await driver.page.locator("#doctor-outcome", { hasText: /works|Failed: \d/ }).waitFor();
  const rows = await driver.page
    .locator(".finding")
    .evaluateAll((found) =>
      found.map((row) => [row.id.slice(7), (row as HTMLElement).dataset["state"]]),
    );
  return Object.fromEntries(rows);
}

/** Returns the text of a finding. */
async function finding(name: string): Promise<string> {
  return (await session.driver.page.locator(`#doctor-${name}-finding`).textContent()) ?? "";
}

async function openDoctor(): Promise<void> {
  await session.fillIn("hello.txt");
  await session.driver.open("Doctor");
}

const ALL_OK = { network: "ok", cors: "ok", bucket: "ok", clock: "ok", credentials: "ok" };

describe("the doctor", () => {
  test("finds nothing wrong with a complete account", async () => {
    await openDoctor();
    assert.deepEqual(await check(), ALL_OK);
    await session.driver.page.getByText("Everything works from this page.").waitFor();
  });

  test("shows a problem of the bucket's field instead of checking", async () => {
    const { driver } = session;
    await driver.open("Doctor");
    await driver.button("Check").click();
    const { field, text } = await driver.problem();
    assert.equal(field, "bucket");
    assert.match(text, /^Bucket /);
  });

  test("checks the network, CORS and the clock without credentials", async () => {
    await openDoctor();
    await session.driver.button("Clear").click();
    const { network, cors, clock, bucket, credentials } = await check();
    assert.deepEqual([network, clock, bucket, credentials], ["ok", "ok", "skipped", "skipped"]);
    assert.notEqual(cors, "failed");
  });

  test("names the region of the bucket, and uses it by a button", async () => {
    const { driver, stack } = session;
    await openDoctor();
    await driver.field("Region").fill("eu-north-1");
    const states = await check();
    assert.deepEqual([states["bucket"], states["credentials"]], ["failed", "skipped"]);
    assert.match(
      await finding("bucket"),
      new RegExp(`is in ${stack.ready.region}, not in eu-north-1`),
    );
    assert.deepEqual(await check(`Use ${stack.ready.region}`), ALL_OK);
    assert.equal(await driver.field("Region").inputValue(), stack.ready.region);
  });

  test("measures a clock that is wrong by hours", async () => {
    await openDoctor();
    await session.stack.changeSettings({ clockOffsetSeconds: 7200 });
    assert.equal((await check())["clock"], "failed");
    assert.match(await finding("clock"), /This device's clock is (2 h|1 h 59 min) .*slow\./);
  });

  test("reports a wrong secret with S3's code and a hint", async () => {
    await openDoctor();
    await session.driver.field("Secret access key").fill("wrong");
    assert.equal((await check())["credentials"], "failed");
    assert.match(await finding("credentials"), /SignatureDoesNotMatch.*The secret key is wrong/s);
  });

  test("reports credentials that have expired, and checks the rest", async () => {
    await openDoctor();
    await session.driver.field("Session token").fill("token");
    await session.driver.field("Expiration").fill("2020-01-01T00:00:00Z");
    const { network, credentials } = await check();
    assert.deepEqual([network, credentials], ["ok", "failed"]);
  });

  test("reports an offline device", async () => {
    await openDoctor();
    await session.driver.context.setOffline(true);
    const { network, cors, bucket } = await check();
    assert.deepEqual([network, cors, bucket], ["failed", "skipped", "skipped"]);
  });

  test("reports a service that does not respond", async () => {
    await openDoctor();
    await session.driver.set("Endpoint", "http://127.0.0.1:9");
    assert.equal((await check())["network"], "failed");
    assert.match(await finding("network"), /127\.0\.0\.1:9/);
  });

  test("removes its findings when a setting changes", async () => {
    await openDoctor();
    await check();
    await session.driver.field("Bucket").fill("another");
    await session.driver.page.locator('#doctor-cors[data-state="idle"]').waitFor();
    assert.equal(await finding("cors"), "");
  });
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { pageSession } from "./page-session.ts";

const session = pageSession();

describe("guest credentials", () => {
  test("sign a link that S3 accepts", async () => {
    await session.driver.guestButton.click();
    assert.equal((await fetch(await session.driver.link())).status, 200);
  });

  test("show their expiration and the time left", async () => {
    await session.stack.changeSettings({ credentialSeconds: 1800 });
    await session.driver.guestButton.click();
    const hasText = /^Expires at .*: (30 min|29 min \d+ s) left\.$/;
    await session.driver.page.locator("#credentials-end", { hasText }).waitFor();
  });

  test("that expire before the link are reported as its limit", async () => {
    await session.stack.changeSettings({ credentialSeconds: 1800 });
    await session.driver.guestButton.click();
    await session.driver.field("Valid for").fill("12 h");
    await session.driver.link();
    await session.driver.page.getByText("It expires earlier than requested").waitFor();
  });

  test("show Cognito's error if the pool allows no guests", async () => {
    await session.stack.changeSettings({ guestAccess: false });
    await session.driver.guestButton.click();
    const { field, code, text } = await session.driver.problem();
    assert.deepEqual([field, code], ["guest", "NotAuthorizedException"]);
    assert.match(text, /Turn on guest access/);
  });
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { demoSession } from "./demo-session.ts";

const session = demoSession();

describe("guest credentials", () => {
  test("sign a link that S3 accepts", async () => {
    await session.demo.guestButton.click();
    assert.equal((await fetch(await session.demo.link())).status, 200);
  });

  test("show their expiration and the time left", async () => {
    await session.stack.changeSettings({ credentialSeconds: 1800 });
    await session.demo.guestButton.click();
    await session.demo.page.getByText(/^Expires at .*: (30 min|29 min \d+ s) left\.$/).waitFor();
  });

  test("that expire before the link are reported as its limit", async () => {
    await session.stack.changeSettings({ credentialSeconds: 1800 });
    await session.demo.guestButton.click();
    await session.demo.field("Valid for").fill("12 h");
    await session.demo.link();
    await session.demo.page.getByText("It expires earlier than requested").waitFor();
  });

  test("show Cognito's error if the pool allows no guests", async () => {
    await session.stack.changeSettings({ guestAccess: false });
    await session.demo.guestButton.click();
    const { field, code, text } = await session.demo.problem();
    assert.deepEqual([field, code], ["guest", "NotAuthorizedException"]);
    assert.match(text, /Turn on guest access/);
  });
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { visits } from "./visit.ts";

const visit = visits();

describe("a guest", () => {
  test("gets a link that S3 accepts", async () => {
    await visit.demo.guestButton.click();
    assert.equal((await fetch(await visit.demo.link())).status, 200);
  });

  test("sees when the credentials end", async () => {
    await visit.stack.change({ credentialSeconds: 1800 });
    await visit.demo.guestButton.click();
    await visit.demo.page.getByText(/^Expires at .*: (30 min|29 min \d+ s) left\.$/).waitFor();
  });

  test("is told that the credentials end the link", async () => {
    await visit.stack.change({ credentialSeconds: 1800 });
    await visit.demo.guestButton.click();
    await visit.demo.field("Valid for").fill("12 h");
    await visit.demo.link();
    await visit.demo.page.getByText("It expires earlier than requested").waitFor();
  });

  test("is told what Cognito says against guests", async () => {
    await visit.stack.change({ guestAccess: false });
    await visit.demo.guestButton.click();
    const { field, code, text } = await visit.demo.problem();
    assert.deepEqual([field, code], ["guest", "NotAuthorizedException"]);
    assert.match(text, /Turn on guest access/);
  });
});

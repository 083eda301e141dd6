import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Presigner, type PresignRequest } from "s3-signpost";
import { pageSession } from "./page-session.ts";

const session = pageSession();

const SECRET = "a-secret-of-the-test";

function sign(request: PresignRequest = {}): string {
  const presigner = new Presigner({
    region: "eu-west-1",
    bucket: "photos",
    credentials: { accessKeyId: "AKIDINSPECT", secretAccessKey: SECRET },
  });
  return presigner.presign({ key: "cat.jpg", ...request }).url;
}

/** Pastes a text, enters a secret, and checks the signature. */
async function check(text: string, secret: string): Promise<void> {
  await session.driver.open("Inspect");
  await session.driver.paste(text, "Signed URL");
  await session.driver.field("Signer's secret").fill(secret);
  await session.driver.button("Check signature").click();
}

async function outcome(): Promise<string> {
  const line = session.driver.page.locator("#inspect-outcome:not(:empty)");
  return (await line.textContent()) ?? "";
}

describe("with the secret, the signature", () => {
  for (const method of ["GET", "PUT", "HEAD", "DELETE"] as const) {
    test(`of a URL for ${method} is right for ${method}`, async () => {
      await check(sign({ method }), SECRET);
      assert.equal(await outcome(), `The signature is right, for ${method}.`);
    });
  }

  test("of another secret is wrong", async () => {
    await check(sign(), "another-secret");
    const { field, code } = await session.driver.problem();
    assert.deepEqual([field, code], ["check", "SignatureDoesNotMatch"]);
  });

  test("of a URL whose key was changed is wrong", async () => {
    await check(sign().replace("cat.jpg", "dog.jpg"), SECRET);
    assert.equal((await session.driver.problem()).code, "SignatureDoesNotMatch");
  });

  test("is right for another method than the command's", async () => {
    await check(`curl -X PUT '${sign()}'`, SECRET);
    assert.match(await outcome(), /right, but for GET: the pasted text sends PUT/);
  });

  test("needs the values of signed headers", async () => {
    await check(sign({ method: "PUT", headers: { "content-type": "image/jpeg" } }), SECRET);
    assert.equal((await session.driver.problem()).field, "headers");
    await session.driver.field("Values of the signed headers").fill("Content-Type: image/jpeg");
    await session.driver.button("Check signature").click();
    assert.equal(await outcome(), "The signature is right, for PUT.");
  });

  test("takes the headers of a curl command", async () => {
    const url = sign({ method: "PUT", headers: { "content-type": "image/jpeg" } });
    await check(`curl -X PUT -H 'Content-Type: image/jpeg' '${url}'`, SECRET);
    assert.equal(await outcome(), "The signature is right, for PUT.");
  });

  test("is checked with the Enter key", async () => {
    await session.driver.open("Inspect");
    await session.driver.paste(sign(), "Signed URL");
    await session.driver.field("Signer's secret").fill(SECRET);
    await session.driver.page.keyboard.press("Enter");
    assert.equal(await outcome(), "The signature is right, for GET.");
  });
});

test("the secret of the account is used if the account signed the URL", async () => {
  await session.fillIn("hello.txt");
  const link = await session.driver.link();
  await check(link, "");
  assert.equal(await outcome(), "The signature is right, for GET.");
});

test("a missing secret is shown by its field, and the field takes the focus", async () => {
  await check(sign(), "");
  assert.equal((await session.driver.problem()).field, "credentials.secretAccessKey");
  assert.equal(await session.driver.focused(), "inspect-secret");
});

test("the secret is removed when another view is opened", async () => {
  await check(sign(), SECRET);
  await session.driver.open("Link");
  await session.driver.open("Inspect");
  assert.equal(await session.driver.field("Signer's secret").inputValue(), "");
});

test("nothing pasted or typed is sent, stored, or put into the address", async () => {
  const { driver, stack } = session;
  await check(sign(), SECRET);
  await outcome();
  assert.equal(new URL(driver.page.url()).hash, "#/inspect");
  assert.deepEqual([...driver.origins], [stack.ready.page]);
  const stored = (await driver.stored()).filter((name) => !name.startsWith("s3-signpost-page-"));
  assert.deepEqual(stored, []);
  assert.equal((await driver.page.content()).includes(SECRET), false);
  assert.deepEqual(driver.consoleErrors, []);
});

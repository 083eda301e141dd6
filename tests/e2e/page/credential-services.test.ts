import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { pageSession } from "./page-session.ts";

const session = pageSession();

/** Returns the names of what the page has stored, besides its files for offline use. */
async function storedByViews(): Promise<string[]> {
  const stored = await session.driver.stored();
  return stored.filter((name) => !name.startsWith("s3-signpost-page-"));
}

/** Returns a card of the view. */
const card = (id: string) => session.driver.page.locator(`#credentials-${id}`);

/** Presses the button of a card, and waits for credentials. */
async function getFrom(id: string): Promise<void> {
  await card(id).getByRole("button", { name: "Get credentials" }).click();
  await card(id).getByText("The credentials are filled in.").waitFor();
}

/** Returns a JSON Web Token that ends at this instant, in seconds since 1970. */
function jsonWebToken(exp: number): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  return `${encode({ alg: "none" })}.${encode({ sub: "ada", iss: "https://id.example", exp })}.c2ln`;
}

/** Fills in the role of the local stack. */
async function fillRole(token: string): Promise<void> {
  const { driver, stack } = session;
  await driver.open("Credentials");
  await driver.field("Role ARN").fill(stack.ready.roleArn);
  await driver.field("OIDC token").fill(token);
  await card("role").getByText("Options").click();
  await driver.field("STS endpoint").fill(stack.ready.identity);
}

describe("credentials of a Cognito identity pool", () => {
  test("are those of a guest of the local stack, whose pool is filled in", async () => {
    const { driver, stack } = session;
    await driver.open("Credentials");
    await getFrom("cognito");
    await card("now").getByText(`Cognito identity pool ${stack.ready.identityPoolId}`).waitFor();
    await card("now")
      .getByText(/^Expires at .* left\.$/)
      .waitFor();
    assert.match(await driver.field("Access key ID").inputValue(), /^ASIA/);
    assert.deepEqual(await storedByViews(), []);
  });

  test("are renewed for the same identity", async () => {
    const { driver } = session;
    await driver.open("Credentials");
    await getFrom("cognito");
    const first = await driver.field("Access key ID").inputValue();
    const identity = await card("now").locator("dd").nth(3).textContent();
    await driver.button("Renew").click();
    await driver.page.waitForFunction(
      (before) => document.querySelector<HTMLInputElement>("#access-key-id")?.value !== before,
      first,
    );
    assert.equal(await card("now").locator("dd").nth(3).textContent(), identity);
  });

  test("show the service's error with its hint if there are no guests", async () => {
    await session.stack.changeSettings({ guestAccess: false });
    await session.driver.open("Credentials");
    await card("cognito").getByRole("button", { name: "Get credentials" }).click();
    const { field, text } = await session.driver.problem();
    assert.equal(field, "credentials-cognito");
    assert.match(text, /Turn on guest access/);
  });

  test("show all problems of the fields at once", async () => {
    const { driver } = session;
    await driver.open("Credentials");
    await driver.field("Identity pool ID").fill("pool");
    await driver.field("Login token").fill("token");
    await card("cognito").getByRole("button", { name: "Get credentials" }).click();
    assert.deepEqual(await driver.problemFields(2), ["identityPoolId", "provider"]);
  });
});

describe("credentials of a role", () => {
  test("are those of STS for an OIDC token", async () => {
    await fillRole(jsonWebToken(4_000_000_000));
    await getFrom("role");
    await card("now").getByText(`Role ${session.stack.ready.roleArn}`).waitFor();
    assert.match(await session.driver.field("Access key ID").inputValue(), /^ASIA/);
  });

  test("show the error of STS for a token that has expired, without the token", async () => {
    const token = jsonWebToken(1_500_000_000);
    await fillRole(token);
    await card("role").getByRole("button", { name: "Get credentials" }).click();
    const { code, text } = await session.driver.problem();
    assert.equal(code, "ExpiredTokenException");
    assert(!text.includes(token));
  });

  test("show all problems of the fields at once", async () => {
    const { driver } = session;
    await driver.open("Credentials");
    await card("role").getByRole("button", { name: "Get credentials" }).click();
    assert.deepEqual(await driver.problemFields(2), ["roleArn", "token"]);
  });
});

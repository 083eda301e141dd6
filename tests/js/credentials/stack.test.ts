import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, afterEach, before, describe, test } from "node:test";
import { basicFlow } from "../../../js/credentials/basic-flow.ts";
import { CredentialCache } from "../../../js/credentials/cache.ts";
import { Clock } from "../../../js/credentials/clock.ts";
import { type CognitoOptions, cognito } from "../../../js/credentials/cognito.ts";
import { type WebIdentityOptions, webIdentity } from "../../../js/credentials/web-identity.ts";
import { stackBinary } from "../../../scripts/target-folder.ts";
import { type Stack, startStack } from "../../e2e/stack.ts";
import { FakeStorage } from "./support/fake-cognito.ts";

const ROLE = "arn:aws:iam::123456789012:role/uploader";
const GOOGLE = "accounts.google.com";
const HOUR = 3_600_000;

/** Makes every back-off 0. */
const WITHOUT_DELAY = { random: () => 0 };

function jsonWebToken(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "RS256" })}.${part(claims)}.c2lnbmF0dXJl`;
}

const skip = existsSync(await stackBinary()) ? false : "the local stack is not built";

describe("credentials from the local stack", { skip }, () => {
  let stack: Stack;

  before(async () => {
    stack = await startStack();
  });
  after(() => stack.stop());
  afterEach(async () => {
    await stack.reset();
    await control("DELETE", "requests");
  });

  async function control(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await fetch(`${stack.ready.identity}/_stack/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    assert.ok(response.ok, `${path}: HTTP ${response.status}`);
    return response;
  }

  /** Returns the stack's counts of requests, by service and operation. */
  async function counts(): Promise<Record<string, number>> {
    const report = (await (await control("GET", "requests")).json()) as {
      counts: Record<string, number>;
    };
    return report.counts;
  }

  function provider(options: Partial<CognitoOptions> = {}, overrides = {}) {
    return cognito(
      {
        identityPoolId: stack.ready.identityPoolId,
        endpoint: stack.ready.identity,
        storage: new FakeStorage(),
        ...options,
      },
      { ...WITHOUT_DELAY, ...overrides },
    );
  }

  function sts(options: Partial<WebIdentityOptions> = {}) {
    return webIdentity(
      {
        roleArn: ROLE,
        token: jsonWebToken({ sub: "ada" }),
        region: "eu-west-1",
        endpoint: stack.ready.identity,
        ...options,
      },
      WITHOUT_DELAY,
    );
  }

  function minutesLeft(credentials: { expiration: Date }): number {
    return Math.round((credentials.expiration.getTime() - Date.now()) / 60_000);
  }

  test("a guest gets credentials for an hour", async () => {
    const credentials = await provider()();
    assert.match(credentials.accessKeyId, /^ASIA/);
    assert.ok(credentials.sessionToken);
    assert.equal(minutesLeft(credentials), 60);
  });

  test("1,000 concurrent callers cause two requests", async () => {
    const cache = new CredentialCache(provider(), new Clock());
    await Promise.all(Array.from({ length: 1_000 }, () => cache.get()));
    assert.deepEqual(await counts(), {
      "cognito-identity GetCredentialsForIdentity": 1,
      "cognito-identity GetId": 1,
    });
  });

  test("a guest that the pool no longer knows is replaced", async () => {
    const storage = new FakeStorage();
    const key = `s3-signpost:cognito-identity:${stack.ready.identityPoolId}:guest`;
    storage.setItem(key, "eu-west-1:00000000-0000-0000-0000-000000000000");
    const { identityId } = await provider({ storage })();
    assert.equal(storage.getItem(key), identityId);
    assert.equal((await counts())["cognito-identity GetId"], 1);
  });

  test("the error of a pool without guest access has a hint", async () => {
    await stack.changeSettings({ guestAccess: false });
    await assert.rejects(provider()(), { code: "NotAuthorizedException", hint: /guest access/ });
  });

  test("the error for an unknown pool id has a hint", async () => {
    const identityPoolId = "eu-west-1:00000000-0000-0000-0000-000000000000";
    await assert.rejects(provider({ identityPoolId })(), {
      code: "ResourceNotFoundException",
      hint: /identityPoolId/,
    });
  });

  test("a login has the same identity on each device", async () => {
    const logins = { [GOOGLE]: () => jsonWebToken({ sub: "ada" }) };
    const [here, there] = [await provider({ logins })(), await provider({ logins })()];
    assert.equal(here.identityId, there.identityId);
  });

  test("a guest who signs in gets the identity of the login", async () => {
    const logins: NonNullable<CognitoOptions["logins"]> = {};
    const provide = provider({ logins });
    const guest = await provide();
    logins[GOOGLE] = jsonWebToken({ sub: "bob" });
    assert.notEqual((await provide()).identityId, guest.identityId);
  });

  test("a stored identity of another user is replaced by the login's own", async () => {
    const storage = new FakeStorage();
    const remember = { storage, userIdentifier: "shared" };
    const ada = await provider({
      ...remember,
      logins: { [GOOGLE]: jsonWebToken({ sub: "ada" }) },
    })();
    const bob = await provider({
      ...remember,
      logins: { [GOOGLE]: jsonWebToken({ sub: "bob" }) },
    })();
    assert.notEqual(bob.identityId, ada.identityId);
    assert.deepEqual([...storage.entries.values()], [bob.identityId]);
  });

  test("the error of an expired login has a hint", async () => {
    const logins = { [GOOGLE]: jsonWebToken({ sub: "ada", exp: 1 }) };
    await assert.rejects(provider({ logins })(), {
      code: "NotAuthorizedException",
      hint: /returns a current one/,
    });
  });

  test("the basic flow gets credentials for durationSeconds", async () => {
    const credentials = await provider({
      flow: basicFlow({ arn: ROLE, durationSeconds: 900, endpoint: stack.ready.identity }),
    })();
    assert.equal(minutesLeft(credentials), 15);
    assert.deepEqual(await counts(), {
      "cognito-identity GetId": 1,
      "cognito-identity GetOpenIdToken": 1,
      "sts AssumeRoleWithWebIdentity": 1,
    });
  });

  test("a web identity gets credentials from STS", async () => {
    const credentials = await sts({ policy: '{"Version":"2012-10-17","Statement":[]}' })();
    assert.match(credentials.accessKeyId, /^ASIA/);
    assert.equal(minutesLeft(credentials), 60);
  });

  for (const [name, options, code, hint] of [
    [
      "an expired token",
      { token: jsonWebToken({ sub: "a", exp: 1 }) },
      "ExpiredTokenException",
      /returns a current one/,
    ],
    ["a token that is none", { token: "opaque" }, "InvalidIdentityToken", /issuer/],
    ["a policy that is none", { policy: "allow all" }, "MalformedPolicyDocument", /`policy`/],
    ["too short a duration", { durationSeconds: 1 }, "ValidationError", /900/],
  ] as const) {
    test(`the error of STS for ${name} has a hint`, async () => {
      await assert.rejects(sts(options)(), { name: "ServiceError", service: "sts", code, hint });
    });
  }

  for (const effect of [
    { type: "error", status: 400, code: "TooManyRequestsException" },
    { type: "error", status: 503, code: "ServiceUnavailable" },
    { type: "cut", after: 10 },
  ]) {
    test(`two responses with ${JSON.stringify(effect)} are retried`, async () => {
      await control("POST", "faults", {
        service: "cognito-identity",
        operation: "GetCredentialsForIdentity",
        times: 2,
        effect,
      });
      await provider()();
      assert.equal((await counts())["cognito-identity GetCredentialsForIdentity"], 3);
    });
  }

  test("throttling of all attempts is TooManyRequestsException", async () => {
    await control("POST", "faults", {
      service: "sts",
      times: 0,
      effect: { type: "error", status: 400, code: "Throttling" },
    });
    await assert.rejects(sts()(), { code: "Throttling", retryable: true });
    assert.equal((await counts())["sts AssumeRoleWithWebIdentity"], 3);
  });

  for (const [name, shift] of [
    ["an hour fast", HOUR],
    ["an hour slow", -HOUR],
    ["a day fast", 24 * HOUR],
    ["a day slow", -24 * HOUR],
  ] as const) {
    test(`a device that is ${name} learns the time, and gets usable credentials`, async () => {
      const now = () => Date.now() + shift;
      const clock = new Clock(now);
      await new CredentialCache(provider({}, { now }), clock).get();
      assert.ok(Math.abs(clock.offset + shift) < 3_000, String(clock.offset));
    });
  }

  test("expired credentials are replaced before they are returned", async () => {
    let shift = 0;
    const now = () => Date.now() + shift;
    const cache = new CredentialCache(provider({}, { now }), new Clock(now));
    const first = await cache.get();
    shift = HOUR;
    await stack.changeSettings({ clockOffsetSeconds: HOUR / 1_000 });
    const second = await cache.get();
    assert.notEqual(second.accessKeyId, first.accessKeyId);
    assert.ok((second.expiration?.getTime() ?? 0) > now());
  });
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { CredentialCache } from "../../../js/credentials/cache.ts";
import { Clock } from "../../../js/credentials/clock.ts";
import { type CognitoOptions, cognito, type Logins } from "../../../js/credentials/cognito.ts";
import { FakeTime } from "../support/time.ts";
import {
  FakeCognito,
  FakeStorage,
  failure,
  identityId,
  json,
  POOL,
} from "./support/fake-cognito.ts";

const USER_POOL = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E";
const GOOGLE = "accounts.google.com";

function setUp(options: Partial<CognitoOptions> = {}) {
  const time = new FakeTime();
  const service = new FakeCognito(time);
  const storage = new FakeStorage();
  const provider = cognito({ identityPoolId: POOL, storage, ...options }, time.host(service.fetch));
  return { time, service, storage, provider };
}

test("the logins are sent with both requests", async () => {
  const logins = { [USER_POOL]: "token one", [GOOGLE]: "token two" };
  const { service, provider } = setUp({ logins });
  await provider();
  assert.deepEqual(
    service.requests.map(({ body }) => body),
    [
      { IdentityPoolId: POOL, Logins: logins },
      { IdentityId: identityId(1), Logins: logins },
    ],
  );
});

test("accountId is sent with GetId, and customRoleArn with GetCredentialsForIdentity", async () => {
  const { service, provider } = setUp({
    logins: { [GOOGLE]: "token" },
    accountId: "123456789012",
    customRoleArn: "arn:aws:iam::123456789012:role/editor",
  });
  await provider();
  assert.equal(service.requests[0]?.body["AccountId"], "123456789012");
  assert.equal(service.requests[1]?.body["CustomRoleArn"], "arn:aws:iam::123456789012:role/editor");
});

test("a login function is called at every refresh", async () => {
  let calls = 0;
  const { time, service, provider } = setUp({
    logins: { [GOOGLE]: async () => `token ${++calls}` },
  });
  const cache = new CredentialCache(provider, new Clock(time.now));
  await cache.get();
  await cache.get();
  time.instant += 3_600_000;
  await cache.get();
  assert.deepEqual(
    service.requests
      .filter(({ operation }) => operation === "GetCredentialsForIdentity")
      .map(({ body }) => body["Logins"]),
    [{ [GOOGLE]: "token 1" }, { [GOOGLE]: "token 2" }],
  );
});

test("the identity of a signed-in user without a userIdentifier is not stored", async () => {
  const { service, storage, provider } = setUp({ logins: { [GOOGLE]: "token" } });
  await provider();
  await provider();
  assert.equal(storage.entries.size, 0);
  assert.equal(service.count("GetId"), 2);
});

test("the identity of a signed-in user is stored under the userIdentifier", async () => {
  const { service, storage, provider } = setUp({
    logins: { [GOOGLE]: "token" },
    userIdentifier: "ada",
  });
  await provider();
  await provider();
  assert.equal(service.count("GetId"), 1);
  assert.deepEqual(
    [...storage.entries],
    [[`s3-signpost:cognito-identity:${POOL}:user:ada`, identityId(1)]],
  );
});

test("users with different identifiers do not get each other's identity", async () => {
  const { time, service, storage, provider } = setUp({
    logins: { [GOOGLE]: "ada's token" },
    userIdentifier: "ada",
  });
  const other = cognito(
    { identityPoolId: POOL, storage, logins: { [GOOGLE]: "bob's token" }, userIdentifier: "bob" },
    time.host(service.fetch),
  );
  assert.notEqual((await provider()).identityId, (await other()).identityId);
});

test("a guest who signs in gets the identity of the login", async () => {
  const logins: Logins = {};
  const { service, provider } = setUp({ logins, userIdentifier: "ada" });
  const guest = await provider();
  assert.equal(service.requests[0]?.body["Logins"], undefined);
  logins[GOOGLE] = () => "token";
  const user = await provider();
  assert.notEqual(user.identityId, guest.identityId);
  assert.deepEqual(service.requests.at(-1)?.body, {
    IdentityId: user.identityId,
    Logins: { [GOOGLE]: "token" },
  });
});

test("a user who signs out gets the earlier guest's identity", async () => {
  const logins: Logins = {};
  const { provider } = setUp({ logins });
  const guest = await provider();
  logins[GOOGLE] = "token";
  await provider();
  delete logins[GOOGLE];
  assert.equal((await provider()).identityId, guest.identityId);
});

test("if Cognito links the login to another identity, that one is stored", async () => {
  const { service, provider } = setUp({ logins: { [GOOGLE]: "token" }, userIdentifier: "ada" });
  service.intercept = ({ operation, body }) =>
    operation === "GetCredentialsForIdentity" && body["IdentityId"] === identityId(1)
      ? json({
          IdentityId: identityId(50),
          Credentials: {
            AccessKeyId: "ASIA0000000000000050",
            SecretKey: "hush",
            SessionToken: "hush",
            Expiration: 4_000_000_000,
          },
        })
      : undefined;
  assert.equal((await provider()).identityId, identityId(50));
  await provider();
  assert.equal(service.requests.at(-1)?.body["IdentityId"], identityId(50));
});

test("an identity that was rejected once is stored again when Cognito returns it again", async () => {
  const { service, provider } = setUp({ logins: { [GOOGLE]: "token" }, userIdentifier: "ada" });
  const same = ({ operation }: { operation: string }) =>
    operation === "GetId" ? json({ IdentityId: identityId(1) }) : undefined;
  await provider();
  let rejections = 1;
  service.intercept = (request) =>
    request.operation !== "GetId" && rejections-- > 0
      ? failure("NotAuthorizedException", "Invalid login token. Token expired: 2 >= 1")
      : same(request);
  await provider();
  await provider();
  assert.equal(service.count("GetId"), 2);
});

test("a login function that throws is LoginFailed for that login, and sends no request", async () => {
  const cause = new Error("signed out");
  const { service, provider } = setUp({
    logins: { [GOOGLE]: () => Promise.reject(cause) },
  });
  await assert.rejects(provider(), {
    name: "CredentialsError",
    code: "LoginFailed",
    message: /accounts\.google\.com/,
    cause,
  });
  assert.equal(service.requests.length, 0);
});

for (const token of ["", undefined, null, 7]) {
  test(`a login function that returns ${JSON.stringify(token)} does not make the user a guest`, async () => {
    const { service, provider } = setUp({ logins: { [GOOGLE]: () => token as string } });
    await assert.rejects(provider(), { code: "LoginTokenMissing" });
    assert.equal(service.requests.length, 0);
  });
}

test("an abort rejects at once while a login function hangs", async () => {
  const { provider } = setUp({ logins: { [GOOGLE]: () => new Promise<string>(() => {}) } });
  const controller = new AbortController();
  const waiting = provider({ signal: controller.signal });
  controller.abort();
  await assert.rejects(waiting, { name: "AbortError" });
});

const hints: [string, string, RegExp][] = [
  ["Unauthenticated access is not supported for this identity pool.", "guest", /guest access/],
  [
    "Invalid login token. Token expired: 1700000000 >= 1600000000",
    "token",
    /`logins`.*pass a function/,
  ],
  ["Invalid login token. Not a Cognito token.", "token", /ID token, not the access token/],
  ["Logins don't match. Please include at least one valid login.", "token", /login provider/],
  ["Access to Identity 'eu-west-1:1' is forbidden.", "guest", /signed-in user/],
];
for (const [message, who, hint] of hints) {
  test(`the error “${message}” has a hint`, async () => {
    const { service, provider } = setUp(who === "guest" ? {} : { logins: { [GOOGLE]: "a token" } });
    service.intercept = () => failure("NotAuthorizedException", message);
    await assert.rejects(provider(), {
      name: "ServiceError",
      code: "NotAuthorizedException",
      service: "cognito-identity",
      status: 400,
      retryable: false,
      message: `Cognito Identity: ${message}`,
      hint,
    });
  });
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { CredentialCache } from "../../../js/credentials/cache.ts";
import { Clock } from "../../../js/credentials/clock.ts";
import { cognito } from "../../../js/credentials/cognito.ts";
import { webIdentity } from "../../../js/credentials/web-identity.ts";
import { FakeTime } from "../support/time.ts";
import { FakeCognito, FakeStorage, failure, POOL } from "./support/fake-cognito.ts";
import { stsFailure, stsReply } from "./support/fake-sts.ts";

const TOKEN = "eyJhbGciOiJodXNoIn0.eyJzdWIiOiJodXNoLWh1c2gifQ.aHVzaC1zaWduYXR1cmU";
const SECRET = /hush|eyJ|aHVzaC/;

function setUp() {
  const time = new FakeTime();
  const service = new FakeCognito(time);
  const storage = new FakeStorage();
  const provider = cognito(
    { identityPoolId: POOL, storage, userIdentifier: "ada", logins: { "a.example": TOKEN } },
    time.host(service.fetch),
  );
  const cache = new CredentialCache(provider, new Clock(time.now));
  return { time, service, storage, provider, cache };
}

/** Returns all texts that a program can print of a value, with hidden properties and causes. */
function printed(value: unknown): string {
  const own =
    typeof value === "object" && value !== null
      ? Object.getOwnPropertyNames(value).map((name) => Reflect.get(value, name))
      : [];
  return [
    String(value),
    JSON.stringify(value),
    JSON.stringify(own),
    inspect(value, { depth: null, showHidden: true }),
  ].join("\n");
}

async function rejectionOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof Error);
    return error;
  }
  throw new assert.AssertionError({ message: "It did not reject" });
}

test("only identity ids are stored", async () => {
  const { storage, cache } = setUp();
  await cache.get();
  const written = JSON.stringify([...storage.entries]);
  assert.match(written, /eu-west-1:9999/);
  assert.doesNotMatch(written, SECRET);
});

test("a cache with a provider prints no secret", async () => {
  const { cache } = setUp();
  assert.match(JSON.stringify(await cache.get()), SECRET);
  assert.doesNotMatch(printed(cache), SECRET);
});

test("a cache with a fixed set prints no secret", () => {
  const cache = new CredentialCache(
    { accessKeyId: "AKIA", secretAccessKey: "hush", sessionToken: "hush" },
    new Clock(),
  );
  assert.doesNotMatch(printed(cache), SECRET);
});

test("providers print no login", () => {
  const { provider } = setUp();
  assert.doesNotMatch(printed(provider), SECRET);
  const other = webIdentity({ roleArn: "arn", token: TOKEN, region: "eu-west-1" });
  assert.doesNotMatch(printed(other), SECRET);
});

const QUOTES: [string, string][] = [
  ["whole", `Value '${TOKEN}' at 'logins' failed to satisfy constraint`],
  ["cut", `Value '${TOKEN.slice(0, 30)}' failed`],
  ["in part", `Signature ${TOKEN.split(".")[2]} does not match`],
  ["in another user's name", "Token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJib2IifQ.c2ln is not valid"],
];
for (const [name, message] of QUOTES) {
  test(`a token that Cognito quotes ${name} is not in the error`, async () => {
    const { service, provider } = setUp();
    service.intercept = () => failure("InvalidParameterException", message);
    const error = await rejectionOf(provider());
    assert.doesNotMatch(printed(error), SECRET);
    assert.match(error.message, /\[hidden\]/);
  });

  test(`a token that STS quotes ${name} is not in the error`, async () => {
    const provider = webIdentity(
      { roleArn: "arn", token: TOKEN, region: "eu-west-1" },
      { fetch: async () => stsFailure("ValidationError", message) },
    );
    assert.doesNotMatch(printed(await rejectionOf(provider())), SECRET);
  });
}

test("a token in place of the error's code is not in the error", async () => {
  const { service, provider } = setUp();
  service.intercept = () => failure(TOKEN);
  const error = await rejectionOf(provider());
  assert.doesNotMatch(printed(error), SECRET);
  assert.equal((error as { code?: string }).code, "UnknownError");
});

test("a long message of many lines becomes one line of bounded length", async () => {
  const { service, provider } = setUp();
  service.intercept = () => failure("AException", `one\r\ntwo\u001b[31m ${"x".repeat(9_999)}`);
  const { message } = await rejectionOf(provider());
  assert.match(message, /^Cognito Identity: one two \[31m x+…$/);
  assert.ok(message.length < 600);
});

test("a truncated response with credentials is not quoted", async () => {
  const { service, provider } = setUp();
  service.intercept = ({ operation }) =>
    operation === "GetId"
      ? undefined
      : new Response('{"Credentials":{"AccessKeyId":"ASIA","SecretKey":"hush');
  assert.doesNotMatch(printed(await rejectionOf(provider())), SECRET);
});

test("malformed credentials of STS are not quoted", async () => {
  const provider = webIdentity(
    { roleArn: "arn", token: TOKEN, region: "eu-west-1" },
    { fetch: async () => stsReply({ SecretAccessKey: "hush&nbsp;hush" }) },
  );
  assert.doesNotMatch(printed(await rejectionOf(provider())), SECRET);
});

test("the error of malformed credentials does not quote them", async () => {
  for (const bad of [
    { accessKeyId: "AKIA", secretAccessKey: "hush\n" },
    { accessKeyId: "AKIA", secretAccessKey: "hush", expiration: "hush" },
    { accessKeyId: "AKIA", secretAccessKey: { hush: "hush" } },
  ]) {
    const cache = new CredentialCache(async () => bad as never, new Clock());
    assert.doesNotMatch(printed(await rejectionOf(cache.get())), SECRET);
  }
});

test("nothing is written to the console", async (context) => {
  const methods = ["debug", "error", "info", "log", "trace", "warn"] as const;
  const mocks = methods.map((method) => context.mock.method(console, method, () => {}));
  const { time, service, cache } = setUp();
  await cache.get();
  service.intercept = () => failure("NotAuthorizedException", TOKEN);
  time.instant += 3_600_000;
  await rejectionOf(cache.get());
  service.intercept = () => Promise.reject(new TypeError("Failed to fetch"));
  await rejectionOf(time.until(cache.get()));
  assert.deepEqual(
    mocks.map((mock) => mock.mock.callCount()),
    methods.map(() => 0),
  );
});

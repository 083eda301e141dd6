import assert from "node:assert/strict";
import { test } from "node:test";
import { basicFlow } from "../../../js/credentials/basic-flow.ts";
import { cognito } from "../../../js/credentials/cognito.ts";
import { webIdentity } from "../../../js/credentials/web-identity.ts";
import { CredentialsError } from "../../../js/errors.ts";
import { FakeTime } from "../support/time.ts";
import { FakeCognito, FakeStorage, POOL } from "./support/fake-cognito.ts";

const ROLE = "arn:aws:iam::123456789012:role/uploader";
const pool = { identityPoolId: POOL };
const identity = { roleArn: ROLE, token: "eyJodXNo", region: "eu-west-1" };

const throwing = {
  get logins() {
    throw new Error("hush");
  },
};
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

/** Options of `cognito`, the field at fault, and the message. */
const cognitoCases: [string, unknown, string, RegExp][] = [
  ["nothing", undefined, "identityPoolId", /^`identityPoolId` must be the id of an identity pool/],
  ["null", null, "identityPoolId", /^`identityPoolId` must be/],
  ["a string", POOL, "options", /^`options` must be an object/],
  ["an array", [POOL], "options", /^`options` must be an object/],
  ["a revoked proxy", revoked(), "options", /^`options` must be/],
  ["a numeric pool", { identityPoolId: 5 }, "identityPoolId", /must be a string/],
  ["`login`", { ...pool, login: {} }, "login", /is not an option; did you mean `logins`\?$/],
  ["`IdentityPoolId`", { IdentityPoolId: POOL }, "IdentityPoolId", /mean `identityPoolId`\?$/],
  ["`clientConfig`", { ...pool, clientConfig: {} }, "clientConfig", /^`clientConfig` is not an/],
  ["a getter that throws", { ...pool, __proto__: throwing }, "logins", /can be read\.$/],
  ["a Map of logins", { ...pool, logins: new Map([["a", "b"]]) }, "logins", /must be an object of/],
  ["a login token alone", { ...pool, logins: "eyJodXNo" }, "logins", /^`logins` must be an object/],
  ["a numeric account", { ...pool, accountId: 123 }, "accountId", /must be a string\.$/],
  ["an account name", { ...pool, accountId: "me" }, "accountId", /must be a string of digits/],
  ["a numeric custom role", { ...pool, customRoleArn: 5 }, "customRoleArn", /must be a string/],
  ["a numeric user", { ...pool, userIdentifier: 7 }, "userIdentifier", /must be a string/],
  ["an empty user", { ...pool, userIdentifier: "" }, "userIdentifier", /must not be empty/],
  [
    "a storage without methods",
    { ...pool, storage: {} },
    "storage",
    /methods getItem, setItem, rem/,
  ],
  ["storage as text", { ...pool, storage: "local" }, "storage", /methods getItem/],
  ["a role as the flow", { ...pool, flow: ROLE }, "flow", /methods getCredentials/],
  ["a numeric endpoint", { ...pool, endpoint: 5 }, "endpoint", /^`endpoint` must be a string/],
];

/** The same for `basicFlow`. */
const basicFlowCases: [string, unknown, string, RegExp][] = [
  ["a role's ARN alone", ROLE, "options", /must be an object/],
  ["`roleArn`", { roleArn: ROLE }, "roleArn", /is not an option/],
  ["`sesionName`", { arn: ROLE, sesionName: "a" }, "sesionName", /n `sessionName`\?/],
  ["a session name of 1", { arn: ROLE, sessionName: "a" }, "sessionName", /2 to 64/],
  ["a numeric session name", { arn: ROLE, sessionName: 5 }, "sessionName", /must be a string/],
];

/** The same for `webIdentity`. */
const webIdentityCases: [string, unknown, string, RegExp][] = [
  ["nothing", undefined, "roleArn", /^`roleArn` must be the ARN of a role\.$/],
  ["an empty object", {}, "roleArn", /^`roleArn` must be/],
  ["a number", 5, "options", /^`options` must be an object/],
  ["no token", { ...identity, token: undefined }, "token", /^`token` must be the identity prov/],
  ["an empty token", { ...identity, token: "" }, "token", /^`token` must be the identity prov/],
  ["a token object", { ...identity, token: {} }, "token", /^`token` must be the identity prov/],
  [
    "no region",
    { ...identity, region: undefined },
    "region",
    /^`region` must be the name of an AWS/,
  ],
  ["a numeric region", { ...identity, region: 1 }, "region", /^`region` must be a string/],
  ["`duration`", { ...identity, durationSecond: 9 }, "durationSecond", /`durationSeconds`\?$/],
  ["`RoleArn`", { RoleArn: ROLE }, "RoleArn", /did you mean `roleArn`\?$/],
  ["a long half second", { ...identity, durationSeconds: 0.5 }, "durationSeconds", /got 0\.5/],
  ["a duration as text", { ...identity, durationSeconds: "900" }, "durationSeconds", /a number/],
  ["a policy object", { ...identity, policy: {} }, "policy", /^`policy` must be a string/],
];

for (const [name, make, cases] of [
  ["cognito", cognito, cognitoCases],
  ["basicFlow", basicFlow, basicFlowCases],
  ["webIdentity", webIdentity, webIdentityCases],
] as const) {
  for (const [what, options, field, message] of cases) {
    test(`${name} with ${what} throws an error that names \`${field}\``, () => {
      assert.throws(
        () => (make as (options: unknown) => unknown)(options),
        (error: unknown) => {
          assert.ok(error instanceof CredentialsError);
          assert.deepEqual([error.code, error.field], ["InvalidOption", field]);
          assert.match(error.message, message);
          assert.doesNotMatch(JSON.stringify(error) + error.stack, /hush|eyJ/);
          return true;
        },
      );
    });
  }
}

test("each option of cognito is read once", () => {
  const reads = new Map<PropertyKey, number>();
  const options = new Proxy(
    { ...pool, storage: new FakeStorage(), endpoint: "http://localhost:4566" },
    {
      get(target, name) {
        reads.set(name, (reads.get(name) ?? 0) + 1);
        return Reflect.get(target, name);
      },
    },
  );
  cognito(options);
  for (const name of ["identityPoolId", "storage", "endpoint", "logins"]) {
    assert.equal(reads.get(name), 1, name);
  }
});

test("changes of the options object after the call have no effect", async () => {
  const time = new FakeTime();
  const service = new FakeCognito(time);
  const options = { ...pool, storage: new FakeStorage() };
  const provider = cognito(options, time.host(service.fetch));
  options.identityPoolId = "us-east-1:11111111-1111-1111-1111-111111111111";
  await provider();
  assert.equal(service.count("GetId"), 1);
});

test("webIdentity with an endpoint needs no region", () => {
  const { region: _, ...rest } = identity;
  assert.equal(typeof webIdentity({ ...rest, endpoint: "http://localhost:9000" }), "function");
});

test("logins that throw at a refresh are a CredentialsError", async () => {
  const time = new FakeTime();
  const service = new FakeCognito(time);
  const logins = {
    get "a.example"(): string {
      throw new Error("hush");
    },
  };
  const provider = cognito(
    { ...pool, logins, storage: new FakeStorage() },
    time.host(service.fetch),
  );
  await assert.rejects(provider(), { name: "CredentialsError", field: "logins" });
});

test("a login that is neither a token nor a function is an error that names it", async () => {
  const time = new FakeTime();
  const service = new FakeCognito(time);
  const logins = { "a.example": 5 as unknown as string };
  const provider = cognito(
    { ...pool, logins, storage: new FakeStorage() },
    time.host(service.fetch),
  );
  await assert.rejects(provider(), {
    code: "LoginTokenMissing",
    field: 'logins["a.example"]',
    message: '`logins["a.example"]` must be a token, or a function that returns one.',
  });
});

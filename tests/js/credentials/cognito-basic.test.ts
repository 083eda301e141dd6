import assert from "node:assert/strict";
import { test } from "node:test";
import { basicFlow, type CognitoRole } from "../../../js/credentials/basic-flow.ts";
import { type CognitoOptions, cognito } from "../../../js/credentials/cognito.ts";
import { FakeTime } from "../support/time.ts";
import {
  FakeCognito,
  FakeStorage,
  failure,
  identityId,
  json,
  POOL,
} from "./support/fake-cognito.ts";
import { stsFailure, stsReply } from "./support/fake-sts.ts";

const ROLE = "arn:aws:iam::123456789012:role/uploader";

/** Returns a provider with the fake Cognito, and with STS's responses from `respond`. */
function setUp(
  role: CognitoRole,
  respond: () => Response = stsReply,
  options: Partial<CognitoOptions> = {},
) {
  const time = new FakeTime();
  const service = new FakeCognito(time);
  const storage = new FakeStorage();
  const forms: { url: string; init: RequestInit; form: Record<string, string> }[] = [];
  const both: typeof fetch = async (input, init = {}) => {
    if (!String(input).includes("sts")) return service.fetch(input, init);
    const form = Object.fromEntries(new URLSearchParams(String(init.body)));
    forms.push({ url: String(input), init, form });
    return respond();
  };
  const flow = basicFlow(role);
  const provider = cognito({ identityPoolId: POOL, storage, flow, ...options }, time.host(both));
  return { time, service, storage, forms, provider };
}

test("the basic flow sends GetId, GetOpenIdToken and AssumeRoleWithWebIdentity", async () => {
  const { service, forms, provider } = setUp({ arn: ROLE });
  await provider();
  assert.deepEqual(
    service.requests.map(({ operation, body }) => [operation, body]),
    [
      ["GetId", { IdentityPoolId: POOL }],
      ["GetOpenIdToken", { IdentityId: identityId(1) }],
    ],
  );
  assert.deepEqual(
    forms.map(({ url, form }) => [url, form]),
    [
      [
        "https://sts.eu-west-1.amazonaws.com/",
        {
          Action: "AssumeRoleWithWebIdentity",
          Version: "2011-06-15",
          RoleArn: ROLE,
          RoleSessionName: "s3-signpost",
          WebIdentityToken: "eyJhushhush.eyJopenid.token",
        },
      ],
    ],
  );
});

test("the basic flow returns STS's credentials and Cognito's identity", async () => {
  const { provider } = setUp({ arn: ROLE });
  assert.deepEqual(await provider(), {
    accessKeyId: "ASIAIOSFODNN7EXAMPLE",
    secretAccessKey: "hush/secret&one",
    sessionToken: "hush//session==",
    expiration: new Date(Date.UTC(2026, 0, 2, 4, 4, 5)),
    identityId: identityId(1),
  });
});

test("the session's name, duration and policy are sent to STS", async () => {
  const policy = '{"Version":"2012-10-17","Statement":[]}';
  const { forms, provider } = setUp({
    arn: ROLE,
    sessionName: "ada@example.com",
    durationSeconds: 900,
    policy,
  });
  await provider();
  const { RoleSessionName, DurationSeconds, Policy } = forms[0]?.form ?? {};
  assert.deepEqual([RoleSessionName, DurationSeconds, Policy], ["ada@example.com", "900", policy]);
});

test("the endpoints of the pool and of the flow set the two addresses", async () => {
  const { service, forms, provider } = setUp(
    { arn: ROLE, endpoint: "http://127.0.0.1:4566/sts" },
    stsReply,
    { endpoint: "http://127.0.0.1:4566/cognito" },
  );
  await provider();
  assert.equal(service.requests[0]?.url, "http://127.0.0.1:4566/cognito");
  assert.equal(forms[0]?.url, "http://127.0.0.1:4566/sts");
});

test("the identity that GetOpenIdToken returns is the one that is stored", async () => {
  const { service, storage, provider } = setUp({ arn: ROLE });
  service.intercept = ({ operation }) =>
    operation === "GetOpenIdToken"
      ? json({ IdentityId: identityId(9), Token: "eyJhushhush.eyJopenid.token" })
      : undefined;
  assert.equal((await provider()).identityId, identityId(9));
  assert.deepEqual([...storage.entries.values()], [identityId(9)]);
});

test("a stale identity is replaced in the basic flow as well", async () => {
  const { service, provider } = setUp({ arn: ROLE });
  await provider();
  service.intercept = ({ body }) =>
    body["IdentityId"] === identityId(1) ? failure("ResourceNotFoundException") : undefined;
  assert.equal((await provider()).identityId, identityId(2));
});

test("an error of STS does not remove the stored identity", async () => {
  const { service, storage, provider } = setUp({ arn: ROLE }, () =>
    stsFailure("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", 403),
  );
  await assert.rejects(provider(), {
    name: "ServiceError",
    service: "sts",
    code: "AccessDenied",
    status: 403,
    requestId: "c6104cbe-af31-11e0-8154-cbc7ccf896c7",
    hint: /trust policy/,
  });
  assert.equal(service.count("GetId"), 1);
  assert.equal(storage.entries.size, 1);
});

test("an error of STS with a code of Cognito's does not remove the stored identity", async () => {
  const { service, provider } = setUp({ arn: ROLE }, () =>
    stsFailure("NotAuthorizedException", "No."),
  );
  await provider().catch(() => {});
  await assert.rejects(provider(), { service: "sts" });
  assert.equal(service.count("GetId"), 1);
});

test("the error of a pool without the basic flow has a hint", async () => {
  const { service, provider } = setUp({ arn: ROLE });
  service.intercept = ({ operation }) =>
    operation === "GetOpenIdToken"
      ? failure(
          "InvalidParameterException",
          "Basic (classic) flow is not enabled, please use enhanced flow.",
        )
      : undefined;
  await assert.rejects(provider(), { code: "InvalidParameterException", hint: /leave out `flow`/ });
});

const invalid: [string, Partial<CognitoOptions>, RegExp][] = [
  ["no pool", { identityPoolId: undefined as unknown as string }, /identityPoolId/],
  ["a user pool's id", { identityPoolId: "eu-west-1_Ab12Cd34E" }, /identityPoolId/],
  ["a pool id with a path", { identityPoolId: "evil.example/x:11111111" }, /identityPoolId/],
  [
    "a pool id that is too long",
    { identityPoolId: `eu-west-1:${"1".repeat(46)}` },
    /identityPoolId/,
  ],
  ["both kinds of role", { flow: basicFlow({ arn: ROLE }), customRoleArn: ROLE }, /customRoleArn/],
  ["a role as the flow", { flow: { arn: ROLE } as never }, /flow/],
  ["an endpoint without a scheme", { endpoint: "localhost:4566" }, /endpoint/],
  ["an endpoint with a password", { endpoint: "https://ada:hush@example.com" }, /endpoint/],
];

const invalidRoles: [string, object, RegExp][] = [
  ["a role without its ARN", {}, /`arn`/],
  ["a session name with a space", { arn: ROLE, sessionName: "a b" }, /`sessionName`/],
  ["half a second", { arn: ROLE, durationSeconds: 900.5 }, /`durationSeconds`/],
  ["a policy object", { arn: ROLE, policy: {} }, /`policy`/],
  ["a script for STS", { arn: ROLE, endpoint: "javascript:alert(1)" }, /`endpoint`/],
];
for (const [name, call, message] of [
  ...invalid.map(
    ([name, options, message]) =>
      [name, () => cognito({ identityPoolId: POOL, ...options }), message] as const,
  ),
  ...invalidRoles.map(
    ([name, role, message]) => [name, () => basicFlow(role as CognitoRole), message] as const,
  ),
]) {
  test(`${name} throws an InvalidOption error that names the option`, () => {
    assert.throws(call, (error: Error) => {
      assert.equal((error as { code?: string }).code, "InvalidOption");
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /hush/);
      return true;
    });
  });
}

for (const [region, host] of [
  ["us-gov-west-1", "cognito-identity.us-gov-west-1.amazonaws.com"],
  ["cn-north-1", "cognito-identity.cn-north-1.amazonaws.com.cn"],
  ["eusc-de-east-1", "cognito-identity.eusc-de-east-1.amazonaws.eu"],
] as const) {
  test(`requests for a pool in ${region} are sent to ${host}`, async () => {
    const time = new FakeTime();
    const service = new FakeCognito(time);
    await cognito(
      { identityPoolId: `${region}:11111111-2222-3333-4444-555555555555` },
      time.host(service.fetch),
    )();
    assert.equal(service.requests[0]?.url, `https://${host}/`);
  });
}

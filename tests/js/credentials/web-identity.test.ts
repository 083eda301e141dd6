import assert from "node:assert/strict";
import { test } from "node:test";
import { type WebIdentityOptions, webIdentity } from "../../../js/credentials/web-identity.ts";
import { FakeTime } from "../support/time.ts";
import { stsFailure, stsReply } from "./support/fake-sts.ts";

const TOKEN = "eyJhbGciOiJub25l.eyJzdWIiOiJodXNoIn0.c2lnbmF0dXJl";
const OPTIONS: WebIdentityOptions = {
  roleArn: "arn:aws:iam::123456789012:role/uploader",
  token: TOKEN,
  region: "eu-west-1",
};

function setUp(
  options: Partial<WebIdentityOptions> = {},
  ...responses: (() => Response | Promise<Response>)[]
) {
  const time = new FakeTime();
  const sent: { url: string; init: RequestInit; form: URLSearchParams }[] = [];
  const provider = webIdentity(
    { ...OPTIONS, ...options },
    time.host(async (input, init = {}) => {
      sent.push({ url: String(input), init, form: new URLSearchParams(String(init.body)) });
      return (responses.length > 1 ? responses.shift() : responses[0])?.() ?? stsReply();
    }),
  );
  return { time, sent, provider };
}

function xml(body: string, status = 200): () => Response {
  return () => new Response(body, { status });
}

test("the request is a form that needs no preflight", async () => {
  const { sent, provider } = setUp();
  await provider();
  assert.equal(sent[0]?.url, "https://sts.eu-west-1.amazonaws.com/");
  assert.deepEqual(sent[0]?.init.headers, {
    "content-type": "application/x-www-form-urlencoded",
  });
  assert.deepEqual(Object.fromEntries(sent[0]?.form ?? []), {
    Action: "AssumeRoleWithWebIdentity",
    Version: "2011-06-15",
    RoleArn: OPTIONS.roleArn,
    RoleSessionName: "s3-signpost",
    WebIdentityToken: TOKEN,
  });
});

test("the response in AWS's documentation is parsed", async () => {
  const { provider } = setUp();
  assert.deepEqual(await provider(), {
    accessKeyId: "ASIAIOSFODNN7EXAMPLE",
    secretAccessKey: "hush/secret&one",
    sessionToken: "hush//session==",
    expiration: new Date(Date.UTC(2026, 0, 2, 4, 4, 5)),
  });
});

test("the response in MinIO's documentation is parsed", async () => {
  const { provider } = setUp(
    {},
    xml(`<?xml version="1.0" encoding="UTF-8"?>
<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleWithWebIdentityResult>
    <AssumedRoleUser>
      <Arn/>
      <AssumeRoleId/>
    </AssumedRoleUser>
    <Credentials>
      <AccessKeyId>Y4RJU1RNFGK48LGO9I2S</AccessKeyId>
      <SecretAccessKey>sYLRKS1Z7hSjluf6gEbb9066hnx315wHTiACPAjg</SecretAccessKey>
      <Expiration>2019-08-08T20:26:12Z</Expiration>
      <SessionToken>eyJhbGciOiJIUzUxMiIsInR5cCI6IkpXVCJ9.eyJhY2Nlc3NLZXkiOiJZNFJKVTFSTkZHSzQ4TEdPOUkyUyJ9.jZ45</SessionToken>
    </Credentials>
  </AssumeRoleWithWebIdentityResult>
  <ResponseMetadata/>
</AssumeRoleWithWebIdentityResponse>`),
  );
  const { accessKeyId, expiration } = await provider();
  assert.equal(accessKeyId, "Y4RJU1RNFGK48LGO9I2S");
  assert.equal(expiration.getTime(), Date.UTC(2019, 7, 8, 20, 26, 12));
});

test("endpoint is used unchanged", async () => {
  const { sent, provider } = setUp({ endpoint: "https://minio.example.com:9000" });
  await provider();
  assert.equal(sent[0]?.url, "https://minio.example.com:9000/");
});

test("an empty role ARN is not sent, so that MinIO uses the token's claims", async () => {
  const { sent, provider } = setUp({ roleArn: "" });
  await provider();
  assert.equal(sent[0]?.form.has("RoleArn"), false);
});

test("a token function is called at each refresh", async () => {
  let calls = 0;
  const { sent, provider } = setUp({ token: () => `token ${++calls}` });
  await provider();
  await provider();
  assert.deepEqual(
    sent.map(({ form }) => form.get("WebIdentityToken")),
    ["token 1", "token 2"],
  );
});

test("a token function that throws is LoginFailed for `token`", async () => {
  const { provider } = setUp({ token: () => Promise.reject(new Error("signed out")) });
  await assert.rejects(provider(), { code: "LoginFailed", message: /`token`/ });
});

test("an error without a message has its status in the message", async () => {
  const { provider } = setUp({}, () => new Response("", { status: 404 }));
  await assert.rejects(provider(), { code: "UnknownError", message: "STS: HTTP 404", status: 404 });
});

test("the error of an expired token has a hint", async () => {
  const { provider } = setUp({}, () => stsFailure("ExpiredTokenException", "Token expired"));
  await assert.rejects(provider(), {
    name: "ServiceError",
    service: "sts",
    code: "ExpiredTokenException",
    hint: /function that returns a current one/,
  });
});

test("IDPCommunicationError is retried", async () => {
  const { time, sent, provider } = setUp(
    {},
    () => stsFailure("IDPCommunicationError", "no response"),
    () => stsReply(),
  );
  await time.until(provider());
  assert.equal(sent.length, 2);
});

test("an error of Ceph without `ErrorResponse` is parsed", async () => {
  const { provider } = setUp(
    {},
    xml("<Error><Code>AccessDenied</Code><RequestId>tx0</RequestId></Error>", 403),
  );
  await assert.rejects(provider(), { code: "AccessDenied", status: 403, requestId: "tx0" });
});

const incomplete: [string, string][] = [
  ["a page of HTML", "<!doctype html><html><body>Sign in to the network</body></html>"],
  ["nothing", ""],
  ["another operation's reply", "<GetCallerIdentityResponse/>"],
  ["a reply without credentials", "<AssumeRoleWithWebIdentityResponse/>"],
];
for (const [name, body] of incomplete) {
  test(`${name} is InvalidResponse`, async () => {
    const { sent, provider } = setUp({}, xml(body));
    await assert.rejects(provider(), {
      name: "ServiceError",
      code: "InvalidResponse",
      hint: /endpoint/,
    });
    assert.equal(sent.length, 1);
  });
}

for (const field of ["AccessKeyId", "SecretAccessKey", "Expiration"]) {
  test(`a response without ${field} is InvalidResponse`, async () => {
    const { provider } = setUp({}, () => stsReply({ [field]: "" }));
    await assert.rejects(provider(), { code: "InvalidResponse" });
  });
}

for (const [name, options, message] of [
  ["no region", { region: "" }, /`region`/],
  ["a region with a host in it", { region: "x.evil.example/" }, /`region`/],
  ["no role", { roleArn: undefined as unknown as string }, /`roleArn`/],
  ["a duration of no seconds", { durationSeconds: 0 }, /`durationSeconds`/],
] as const) {
  test(`${name} throws an InvalidOption error that names the option`, () => {
    assert.throws(() => webIdentity({ ...OPTIONS, ...options }), {
      name: "CredentialsError",
      code: "InvalidOption",
      message,
    });
  });
}

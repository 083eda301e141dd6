import assert from "node:assert/strict";
import { test } from "node:test";
import { CredentialCache } from "../../../js/credentials/cache.ts";
import { Clock } from "../../../js/credentials/clock.ts";
import { cognito } from "../../../js/credentials/cognito.ts";
import { FakeTime, settled } from "../support/time.ts";
import { FakeCognito, FakeStorage, failure, json, POOL } from "./support/fake-cognito.ts";

/** A provider at a service that answers its first requests so, and works from then on. */
function setUp(...answers: (() => Response | Promise<Response>)[]) {
  const time = new FakeTime();
  const service = new FakeCognito(time);
  service.interfere = () => answers.shift()?.();
  const provider = cognito(
    { identityPoolId: POOL, storage: new FakeStorage() },
    time.host(service.fetch),
  );
  return { time, service, provider };
}

const passing: [string, () => Response | Promise<Response>][] = [
  ["TooManyRequestsException, which comes as HTTP 400", () => failure("TooManyRequestsException")],
  ["LimitExceededException", () => failure("LimitExceededException")],
  ["ExternalServiceException", () => failure("ExternalServiceException")],
  ["InternalErrorException", () => failure("InternalErrorException", "Oops", 500)],
  ["HTTP 503 without a body", () => new Response("", { status: 503 })],
  ["HTTP 502 from a proxy", () => new Response("<html>Bad gateway</html>", { status: 502 })],
  ["HTTP 429", () => new Response("", { status: 429 })],
  ["no connection", () => Promise.reject(new TypeError("Failed to fetch"))],
  [
    "a connection that breaks inside the reply",
    () => new Response(new ReadableStream({ start: (body) => body.error(new TypeError("cut")) })),
  ],
];
for (const [name, answer] of passing) {
  test(`${name} is tried again`, async () => {
    const { time, service, provider } = setUp(answer, answer);
    await time.until(provider());
    assert.equal(service.count("GetId"), 3);
  });

  test(`${name} is tried three times and no more`, async () => {
    const { time, service, provider } = setUp(answer, answer, answer);
    await assert.rejects(time.until(provider()));
    assert.equal(service.requests.length, 3);
  });
}

for (const name of [
  "InvalidParameterException",
  "ResourceNotFoundException",
  "NotAuthorizedException",
  "ResourceConflictException",
]) {
  test(`${name} is not tried again`, async () => {
    const { service, provider } = setUp(() => failure(name));
    await assert.rejects(provider(), { code: name, retryable: false });
    assert.equal(service.requests.length, 1);
  });
}

test("an error that passes is marked as one when it did not pass", async () => {
  const answer = () => failure("TooManyRequestsException", "Rate exceeded");
  const { time, provider } = setUp(answer, answer, answer);
  await assert.rejects(time.until(provider()), {
    code: "TooManyRequestsException",
    status: 400,
    retryable: true,
    hint: /quota/,
  });
});

test("waits are drawn from the whole range up to 400 and 800 milliseconds", async () => {
  const first: number[] = [];
  const second: number[] = [];
  const { time, service, provider } = setUp();
  for (let times = 0; times < 200; times += 1) {
    let refusals = 2;
    service.interfere = () => (refusals-- > 0 ? failure("TooManyRequestsException") : undefined);
    const before = time.fired.length;
    await time.until(provider());
    const [one = Number.NaN, two = Number.NaN] = time.fired.slice(before);
    first.push(one);
    second.push(two);
  }
  assert.ok(Math.min(...first) < 40 && Math.max(...first) > 360 && Math.max(...first) <= 400);
  assert.ok(Math.min(...second) < 80 && Math.max(...second) > 720 && Math.max(...second) <= 800);
});

for (const [name, answer] of [
  ["the header", () => json({}, { status: 400, headers: { "x-amzn-errortype": "AException:" } })],
  ["`code`", () => json({ code: "AException", __type: "BException" }, { status: 400 })],
  ["`__type`", () => json({ __type: "AException" }, { status: 400 })],
  ["a name with its namespace", () => failure("com.amazonaws.cognito#AException")],
  [
    "a name with its namespace and an address",
    () => failure("aws.cognito#AException:http://internal.amazon.com/coral/com.amazon.coral/"),
  ],
] as const) {
  test(`the error's name is taken from ${name}`, async () => {
    const { provider } = setUp(answer);
    await assert.rejects(provider(), { code: "AException" });
  });
}

test("the message is taken from `Message` too", async () => {
  const { provider } = setUp(() => json({ __type: "AException", Message: "No." }, { status: 400 }));
  await assert.rejects(provider(), { message: "Cognito Identity: No." });
});

test("the request id comes with the error", async () => {
  const { provider } = setUp(() =>
    json({ __type: "AException" }, { status: 400, headers: { "x-amzn-requestid": "r-1" } }),
  );
  await assert.rejects(provider(), { requestId: "r-1" });
});

test("a service that cannot be reached is an error that says what to check", async () => {
  const offline = () => Promise.reject(new TypeError("Failed to fetch"));
  const { time, provider } = setUp(offline, offline, offline);
  await assert.rejects(time.until(provider()), {
    name: "CredentialsError",
    code: "EndpointUnreachable",
    hint: /online.*CORS/,
  });
});

test("a service that does not answer is given fifteen seconds three times", async () => {
  const silent = () => new Promise<Response>(() => {});
  const { time, provider } = setUp(silent, silent, silent);
  await assert.rejects(time.until(provider()), { code: "EndpointUnreachable" });
  assert.equal(time.fired.filter((wait) => wait === 15_000).length, 3);
});

test("nothing is left waiting once a request is done", async () => {
  const { time, provider } = setUp(() => failure("TooManyRequestsException"));
  await time.until(provider());
  assert.equal(time.pending, 0);
});

test("an abort ends a request that is out", async () => {
  const { service, provider } = setUp(() => new Promise<Response>(() => {}));
  const controller = new AbortController();
  const waiting = provider({ signal: controller.signal });
  await settled();
  controller.abort();
  await assert.rejects(waiting, { name: "AbortError" });
  assert.equal(service.requests[0]?.init.signal?.aborted, true);
});

test("an abort ends the wait between two tries", async () => {
  const { time, service, provider } = setUp(() => failure("TooManyRequestsException"));
  const controller = new AbortController();
  const waiting = provider({ signal: controller.signal });
  await settled();
  assert.equal(time.pending, 1);
  controller.abort();
  await assert.rejects(waiting, { name: "AbortError" });
  assert.equal(service.requests.length, 1);
  assert.equal(time.pending, 0);
});

for (const [name, body] of [
  ["a page of HTML", "<html></html>"],
  ["JSON that is no object", "null"],
  ["an identity id that is none", '{"IdentityId":"../../x"}'],
] as const) {
  test(`${name} is not taken for an identity`, async () => {
    const { service, provider } = setUp(() => new Response(body));
    await assert.rejects(provider(), { name: "ServiceError", code: "InvalidResponse" });
    assert.equal(service.requests.length, 1);
  });
}

const HOUR = 3_600_000;
for (const [name, ahead] of [
  ["an hour fast", HOUR],
  ["an hour slow", -HOUR],
  ["a day fast", 24 * HOUR],
  ["a day slow", -24 * HOUR],
] as const) {
  test(`a device that is ${name} learns the time from Cognito, and its credentials last their hour`, async () => {
    const { time, service, provider } = setUp();
    service.deviceAhead = ahead;
    service.headers = { date: new Date(time.instant - ahead).toUTCString() };
    const clock = new Clock(time.now);
    const cache = new CredentialCache(provider, clock);
    await cache.get();
    assert.ok(Math.abs(clock.offset + ahead) <= 1_000);
    time.instant += 54 * 60_000;
    await cache.get();
    await settled();
    assert.equal(service.count("GetCredentialsForIdentity"), 1);
    time.instant += 7 * 60_000;
    service.headers = {};
    await cache.get();
    assert.equal(service.count("GetCredentialsForIdentity"), 2);
  });
}

test("a device a day fast that cannot read the Date is told to look at its clock", async () => {
  const { time, service, provider } = setUp();
  service.deviceAhead = 24 * HOUR;
  await assert.rejects(new CredentialCache(provider, new Clock(time.now)).get(), {
    code: "CredentialsExpired",
    hint: /device's clock/,
  });
});

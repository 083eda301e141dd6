import assert from "node:assert/strict";
import { test } from "node:test";
import { CredentialCache } from "../../../js/credentials/cache.ts";
import { Clock } from "../../../js/credentials/clock.ts";
import { cognito } from "../../../js/credentials/cognito.ts";
import { FakeTime, settled } from "../support/time.ts";
import { FakeCognito, FakeStorage, failure, json, POOL } from "./support/fake-cognito.ts";

/** Returns a provider whose service sends these responses first, and works after them. */
function setUp(...responses: (() => Response | Promise<Response>)[]) {
  const time = new FakeTime();
  const service = new FakeCognito(time);
  service.intercept = () => responses.shift()?.();
  const provider = cognito(
    { identityPoolId: POOL, storage: new FakeStorage() },
    time.host(service.fetch),
  );
  return { time, service, provider };
}

const TRANSIENT: [string, () => Response | Promise<Response>][] = [
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
for (const [name, response] of TRANSIENT) {
  test(`${name} is retried`, async () => {
    const { time, service, provider } = setUp(response, response);
    await time.until(provider());
    assert.equal(service.count("GetId"), 3);
  });

  test(`${name} fails after three attempts`, async () => {
    const { time, service, provider } = setUp(response, response, response);
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
  test(`${name} is not retried`, async () => {
    const { service, provider } = setUp(() => failure(name));
    await assert.rejects(provider(), { code: name, retryable: false });
    assert.equal(service.requests.length, 1);
  });
}

test("a transient error is retryable after the last attempt", async () => {
  const response = () => failure("TooManyRequestsException", "Rate exceeded");
  const { time, provider } = setUp(response, response, response);
  await assert.rejects(time.until(provider()), {
    code: "TooManyRequestsException",
    status: 400,
    retryable: true,
    hint: /quota/,
  });
});

test("back-off has full jitter up to 400 and 800 milliseconds", async () => {
  const first: number[] = [];
  const second: number[] = [];
  const { time, service, provider } = setUp();
  for (let times = 0; times < 200; times += 1) {
    let rejections = 2;
    service.intercept = () => (rejections-- > 0 ? failure("TooManyRequestsException") : undefined);
    const before = time.fired.length;
    await time.until(provider());
    const [one = Number.NaN, two = Number.NaN] = time.fired.slice(before);
    first.push(one);
    second.push(two);
  }
  assert.ok(Math.min(...first) < 40 && Math.max(...first) > 360 && Math.max(...first) <= 400);
  assert.ok(Math.min(...second) < 80 && Math.max(...second) > 720 && Math.max(...second) <= 800);
});

for (const [name, response] of [
  ["the header", () => json({}, { status: 400, headers: { "x-amzn-errortype": "AException:" } })],
  ["`code`", () => json({ code: "AException", __type: "BException" }, { status: 400 })],
  ["`__type`", () => json({ __type: "AException" }, { status: 400 })],
  ["a name with its namespace", () => failure("com.amazonaws.cognito#AException")],
  [
    "a name with its namespace and an address",
    () => failure("aws.cognito#AException:http://internal.amazon.com/coral/com.amazon.coral/"),
  ],
] as const) {
  test(`the error's code is read from ${name}`, async () => {
    const { provider } = setUp(response);
    await assert.rejects(provider(), { code: "AException" });
  });
}

test("the error's message is read from `Message` as well", async () => {
  const { provider } = setUp(() => json({ __type: "AException", Message: "No." }, { status: 400 }));
  await assert.rejects(provider(), { message: "Cognito Identity: No." });
});

test("the error has the request id", async () => {
  const { provider } = setUp(() =>
    json({ __type: "AException" }, { status: 400, headers: { "x-amzn-requestid": "r-1" } }),
  );
  await assert.rejects(provider(), { requestId: "r-1" });
});

test("EndpointUnreachable has a hint", async () => {
  const offline = () => Promise.reject(new TypeError("Failed to fetch"));
  const { time, provider } = setUp(offline, offline, offline);
  await assert.rejects(time.until(provider()), {
    name: "CredentialsError",
    code: "EndpointUnreachable",
    hint: /online.*CORS/,
  });
});

test("a service that does not respond gets three attempts of 15 seconds", async () => {
  const silent = () => new Promise<Response>(() => {});
  const { time, provider } = setUp(silent, silent, silent);
  await assert.rejects(time.until(provider()), { code: "EndpointUnreachable" });
  assert.equal(time.fired.filter((wait) => wait === 15_000).length, 3);
});

test("no timer is left after a request", async () => {
  const { time, provider } = setUp(() => failure("TooManyRequestsException"));
  await time.until(provider());
  assert.equal(time.pending, 0);
});

test("an abort ends a request", async () => {
  const { service, provider } = setUp(() => new Promise<Response>(() => {}));
  const controller = new AbortController();
  const waiting = provider({ signal: controller.signal });
  await settled();
  controller.abort();
  await assert.rejects(waiting, { name: "AbortError" });
  assert.equal(service.requests[0]?.init.signal?.aborted, true);
});

test("an abort ends the back-off", async () => {
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
  test(`${name} is InvalidResponse to GetId`, async () => {
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
  test(`the clock of a device that is ${name} is corrected by Cognito, and credentials last their hour`, async () => {
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

test("the hint mentions the clock on a device a day fast that cannot read Date", async () => {
  const { time, service, provider } = setUp();
  service.deviceAhead = 24 * HOUR;
  await assert.rejects(new CredentialCache(provider, new Clock(time.now)).get(), {
    code: "CredentialsExpired",
    hint: /device's clock/,
  });
});

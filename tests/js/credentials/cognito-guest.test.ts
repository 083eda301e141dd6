import assert from "node:assert/strict";
import { test } from "node:test";
import { CredentialCache } from "../../../js/credentials/cache.ts";
import { Clock } from "../../../js/credentials/clock.ts";
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

function setUp(options: Partial<CognitoOptions> = {}) {
  const time = new FakeTime();
  const service = new FakeCognito(time);
  const storage = new FakeStorage();
  const provider = cognito({ identityPoolId: POOL, storage, ...options }, time.host(service.fetch));
  return { time, service, storage, provider };
}

test("a guest's requests are byte for byte the two that Cognito documents", async () => {
  const { service, provider } = setUp();
  await provider();
  assert.deepEqual(
    service.requests.map(({ url, init }) => ({ url, headers: init.headers, body: init.body })),
    [
      {
        url: "https://cognito-identity.eu-west-1.amazonaws.com/",
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": "AWSCognitoIdentityService.GetId",
        },
        body: `{"IdentityPoolId":"${POOL}"}`,
      },
      {
        url: "https://cognito-identity.eu-west-1.amazonaws.com/",
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": "AWSCognitoIdentityService.GetCredentialsForIdentity",
        },
        body: `{"IdentityId":"${identityId(1)}"}`,
      },
    ],
  );
});

test("requests carry no cookies, use no cache and follow no redirect", async () => {
  const { service, provider } = setUp();
  await provider();
  for (const { init } of service.requests) {
    assert.equal(init.method, "POST");
    assert.equal(init.credentials, "omit");
    assert.equal(init.cache, "no-store");
    assert.equal(init.redirect, "manual");
  }
});

for (const [name, status] of [
  ["a redirect", 307],
  ["a redirect whose status a browser hides", 0],
] as const) {
  test(`${name} is not followed, and reported as EndpointUnreachable`, async () => {
    const time = new FakeTime();
    const requests: string[] = [];
    const response = new Response(null, { headers: { location: "https://example.test/" } });
    Object.defineProperties(response, { status: { value: status }, ok: { value: false } });
    const host = time.host(async (url) => {
      requests.push(String(url));
      return response;
    });
    const provider = cognito({ identityPoolId: POOL, storage: new FakeStorage() }, host);
    await assert.rejects(time.until(provider()), { code: "EndpointUnreachable" });
    assert.deepEqual([...new Set(requests)], ["https://cognito-identity.eu-west-1.amazonaws.com/"]);
  });
}

test("Cognito's fields become the SDK's, and epoch seconds become a Date", async () => {
  const { time, provider } = setUp();
  assert.deepEqual(await provider(), {
    accessKeyId: "ASIA0000000000000001",
    secretAccessKey: "hush/secret+1",
    sessionToken: "hush//session==1",
    expiration: new Date(time.instant + 3_600_000),
    identityId: identityId(1),
  });
});

test("1,000 concurrent callers make one GetId and one GetCredentialsForIdentity", async () => {
  const { time, service, provider } = setUp();
  const cache = new CredentialCache(provider, new Clock(time.now));
  const all = await Promise.all(Array.from({ length: 1_000 }, () => cache.get()));
  assert.equal(new Set(all).size, 1);
  assert.deepEqual(
    service.requests.map(({ operation }) => operation),
    ["GetId", "GetCredentialsForIdentity"],
  );
});

test("a stored guest is used without another GetId", async () => {
  const { time, service, storage, provider } = setUp();
  await provider();
  const later = cognito({ identityPoolId: POOL, storage }, time.host(service.fetch));
  assert.equal((await later()).identityId, identityId(1));
  assert.equal(service.count("GetId"), 1);
});

for (const name of ["ResourceNotFoundException", "NotAuthorizedException"]) {
  test(`a stored guest that Cognito rejects with ${name} is replaced`, async () => {
    const { service, storage, provider } = setUp();
    await provider();
    const [key] = storage.entries.keys();
    service.intercept = ({ operation, body }) =>
      operation === "GetCredentialsForIdentity" && body["IdentityId"] === identityId(1)
        ? failure(name)
        : undefined;
    assert.equal((await provider()).identityId, identityId(2));
    assert.equal(storage.getItem(key ?? ""), identityId(2));
  });
}

test("a stale guest is replaced once, and a second rejection is the error", async () => {
  const { service, provider } = setUp();
  await provider();
  service.intercept = ({ operation }) =>
    operation === "GetCredentialsForIdentity" ? failure("NotAuthorizedException") : undefined;
  await assert.rejects(provider(), { name: "ServiceError", code: "NotAuthorizedException" });
  assert.equal(service.count("GetId"), 2);
  assert.equal(service.count("GetCredentialsForIdentity"), 3);
});

test("an error that does not concern the identity does not remove it from the storage", async () => {
  const { service, storage, provider } = setUp();
  await provider();
  service.intercept = () => failure("InvalidIdentityPoolConfigurationException");
  await assert.rejects(provider(), { code: "InvalidIdentityPoolConfigurationException" });
  assert.deepEqual([...storage.entries.values()], [identityId(1)]);
});

test("an error that does not concern the identity causes no GetId", async () => {
  const { service, provider } = setUp();
  await provider();
  service.intercept = ({ operation }) =>
    operation === "GetId" ? undefined : failure("InvalidIdentityPoolConfigurationException");
  await assert.rejects(provider());
  assert.equal(service.count("GetId"), 1);
});

test("two tabs that start at the same time get the same guest", async () => {
  const { time, service, storage, provider } = setUp();
  const other = cognito({ identityPoolId: POOL, storage }, time.host(service.fetch));
  const [first, second] = await Promise.all([provider(), other()]);
  assert.equal(first.identityId, second.identityId);
  assert.deepEqual([...storage.entries.values()], [first.identityId]);
});

test("a tab that removes a stale guest uses the one that another tab stored meanwhile", async () => {
  const { service, storage, provider } = setUp();
  await provider();
  const [key] = storage.entries.keys();
  service.intercept = ({ body }) => {
    if (body["IdentityId"] !== identityId(1)) return undefined;
    storage.setItem(key ?? "", identityId(77));
    return failure("ResourceNotFoundException");
  };
  assert.equal((await provider()).identityId, identityId(77));
  assert.equal(storage.getItem(key ?? ""), identityId(77));
});

const denied = () => {
  throw new DOMException("denied", "SecurityError");
};

test("the guest is kept in memory if the storage throws", async () => {
  const { service, provider } = setUp({
    storage: { getItem: denied, setItem: denied, removeItem: denied },
  });
  await provider();
  await provider();
  assert.equal(service.count("GetId"), 1);
});

test("a stale guest that the storage cannot remove is not used again", async () => {
  const storage = new FakeStorage();
  storage.setItem(`s3-signpost:cognito-identity:${POOL}:guest`, identityId(66));
  const { service, provider } = setUp({
    storage: { getItem: (key) => storage.getItem(key), setItem: denied, removeItem: denied },
  });
  service.intercept = ({ body }) =>
    body["IdentityId"] === identityId(66) ? failure("ResourceNotFoundException") : undefined;
  assert.equal((await provider()).identityId, identityId(1));
  assert.equal((await provider()).identityId, identityId(1));
  assert.equal(service.count("GetId"), 1);
});

test("a stored value that is no identity id is ignored", async () => {
  const storage = new FakeStorage();
  storage.setItem(`s3-signpost:cognito-identity:${POOL}:guest`, '{"id":"<script>"}');
  const { service, provider } = setUp({ storage });
  await provider();
  assert.equal(service.requests[1]?.body["IdentityId"], identityId(1));
});

test("the default storage is localStorage", async () => {
  const storage = new FakeStorage();
  Object.defineProperty(globalThis, "localStorage", { value: storage, configurable: true });
  try {
    const time = new FakeTime();
    const service = new FakeCognito(time);
    await cognito({ identityPoolId: POOL }, time.host(service.fetch))();
    assert.deepEqual([...storage.entries.values()], [identityId(1)]);
  } finally {
    Reflect.deleteProperty(globalThis, "localStorage");
  }
});

test("a page that is denied `localStorage` gets credentials", async () => {
  Object.defineProperty(globalThis, "localStorage", { get: denied, configurable: true });
  try {
    const time = new FakeTime();
    const service = new FakeCognito(time);
    const credentials = await cognito({ identityPoolId: POOL }, time.host(service.fetch))();
    assert.equal(credentials.identityId, identityId(1));
  } finally {
    Reflect.deleteProperty(globalThis, "localStorage");
  }
});

test("the identity that GetCredentialsForIdentity returns is the one that is stored", async () => {
  const { service, storage, provider } = setUp();
  service.intercept = ({ operation }) =>
    operation === "GetCredentialsForIdentity"
      ? json({
          IdentityId: identityId(42),
          Credentials: {
            AccessKeyId: "ASIA0000000000000042",
            SecretKey: "hush",
            SessionToken: "hush",
            Expiration: 4_000_000_000,
          },
        })
      : undefined;
  assert.equal((await provider()).identityId, identityId(42));
  assert.deepEqual([...storage.entries.values()], [identityId(42)]);
});

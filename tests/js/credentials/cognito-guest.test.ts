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

test("a guest's requests are the two that Cognito documents, byte for byte", async () => {
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
    assert.equal(init.redirect, "error");
  }
});

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

test("a remembered guest is not asked for again", async () => {
  const { time, service, storage, provider } = setUp();
  await provider();
  const later = cognito({ identityPoolId: POOL, storage }, time.host(service.fetch));
  assert.equal((await later()).identityId, identityId(1));
  assert.equal(service.count("GetId"), 1);
});

for (const name of ["ResourceNotFoundException", "NotAuthorizedException"]) {
  test(`a remembered guest that is refused with ${name} is replaced`, async () => {
    const { service, storage, provider } = setUp();
    await provider();
    const [key] = storage.entries.keys();
    service.interfere = ({ operation, body }) =>
      operation === "GetCredentialsForIdentity" && body["IdentityId"] === identityId(1)
        ? failure(name)
        : undefined;
    assert.equal((await provider()).identityId, identityId(2));
    assert.equal(storage.getItem(key ?? ""), identityId(2));
  });
}

test("a stale guest is replaced once, and the second refusal is the answer", async () => {
  const { service, provider } = setUp();
  await provider();
  service.interfere = ({ operation }) =>
    operation === "GetCredentialsForIdentity" ? failure("NotAuthorizedException") : undefined;
  await assert.rejects(provider(), { name: "ServiceError", code: "NotAuthorizedException" });
  assert.equal(service.count("GetId"), 2);
  assert.equal(service.count("GetCredentialsForIdentity"), 3);
});

test("an error that says nothing about the identity leaves it remembered", async () => {
  const { service, storage, provider } = setUp();
  await provider();
  service.interfere = () => failure("InvalidIdentityPoolConfigurationException");
  await assert.rejects(provider(), { code: "InvalidIdentityPoolConfigurationException" });
  assert.deepEqual([...storage.entries.values()], [identityId(1)]);
});

test("an error that says nothing about the identity asks for no other", async () => {
  const { service, provider } = setUp();
  await provider();
  service.interfere = ({ operation }) =>
    operation === "GetId" ? undefined : failure("InvalidIdentityPoolConfigurationException");
  await assert.rejects(provider());
  assert.equal(service.count("GetId"), 1);
});

test("two tabs that start at once end with the same guest", async () => {
  const { time, service, storage, provider } = setUp();
  const other = cognito({ identityPoolId: POOL, storage }, time.host(service.fetch));
  const [first, second] = await Promise.all([provider(), other()]);
  assert.equal(first.identityId, second.identityId);
  assert.deepEqual([...storage.entries.values()], [first.identityId]);
});

test("a tab that drops a stale guest takes the one another tab has found since", async () => {
  const { service, storage, provider } = setUp();
  await provider();
  const [key] = storage.entries.keys();
  service.interfere = ({ body }) => {
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

test("a storage that throws is as good as none: the guest is remembered in memory", async () => {
  const { service, provider } = setUp({
    storage: { getItem: denied, setItem: denied, removeItem: denied },
  });
  await provider();
  await provider();
  assert.equal(service.count("GetId"), 1);
});

test("a full storage that still holds a stale guest does not bring it back", async () => {
  const storage = new FakeStorage();
  storage.setItem(`s3-signpost:cognito-identity:${POOL}:guest`, identityId(66));
  const { service, provider } = setUp({
    storage: { getItem: (key) => storage.getItem(key), setItem: denied, removeItem: denied },
  });
  service.interfere = ({ body }) =>
    body["IdentityId"] === identityId(66) ? failure("ResourceNotFoundException") : undefined;
  assert.equal((await provider()).identityId, identityId(1));
  assert.equal((await provider()).identityId, identityId(1));
  assert.equal(service.count("GetId"), 1);
});

test("what is not an identity id is not taken from the storage", async () => {
  const storage = new FakeStorage();
  storage.setItem(`s3-signpost:cognito-identity:${POOL}:guest`, '{"id":"<script>"}');
  const { service, provider } = setUp({ storage });
  await provider();
  assert.equal(service.requests[1]?.body["IdentityId"], identityId(1));
});

test("without a storage of its own the provider uses localStorage", async () => {
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

test("a page that may not even read `localStorage` gets its credentials all the same", async () => {
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

test("the identity that GetCredentialsForIdentity names is the one remembered", async () => {
  const { service, storage, provider } = setUp();
  service.interfere = ({ operation }) =>
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

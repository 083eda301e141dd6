import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { CredentialCache } from "../../../js/credentials/cache.ts";
import { Clock } from "../../../js/credentials/clock.ts";
import type { Credentials, ProviderCall } from "../../../js/credentials/provider.ts";
import { ServiceError } from "../../../js/errors.ts";
import { FakeTime, settled } from "../support/time.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type Provide = (call: ProviderCall) => Credentials | Promise<Credentials>;

/** Returns a cache whose provider issues numbered credentials of one hour; `state.provide` can be replaced. */
function setUp(lifetime = HOUR) {
  const time = new FakeTime();
  const clock = new Clock(time.now);
  const calls: ProviderCall[] = [];
  const issue = (milliseconds = lifetime): Credentials => ({
    accessKeyId: `ASIA${calls.length}`,
    secretAccessKey: "hush",
    sessionToken: "hush",
    expiration: new Date(time.instant + milliseconds),
  });
  const state: { provide: Provide } = { provide: () => issue() };
  const cache = new CredentialCache(
    async (options) => {
      calls.push({ ...options });
      return state.provide(options ?? {});
    },
    clock,
    time.random,
  );
  return { time, clock, calls, issue, state, cache };
}

const failing: Provide = () => {
  throw new Error("not today");
};

function never(): Promise<never> {
  return new Promise(() => {});
}

test("concurrent callers cause one provider call", async () => {
  const { cache, calls } = setUp();
  const all = await Promise.all(Array.from({ length: 1_000 }, () => cache.get()));
  assert.equal(calls.length, 1);
  assert.equal(new Set(all).size, 1);
});

test("credentials with a long remaining lifetime are not replaced", async () => {
  const { cache, calls, time } = setUp();
  await cache.get();
  time.instant += 55 * MINUTE;
  await cache.get();
  await settled();
  assert.equal(calls.length, 1);
});

test("with less than five minutes left, the old credentials are returned and replaced in the background", async () => {
  const { cache, calls, time } = setUp();
  const old = await cache.get();
  time.instant += 55 * MINUTE + 1;
  assert.equal(await cache.get(), old);
  await settled();
  assert.equal(calls.length, 2);
  assert.equal((await cache.get()).accessKeyId, "ASIA2");
});

test("credentials that live for a minute are not replaced by every call", async () => {
  const { cache, calls, time } = setUp(MINUTE);
  for (let second = 0; second < 30; second += 1) {
    await cache.get();
    await settled();
    time.instant += 1_000;
  }
  assert.equal(calls.length, 1);
});

test("credentials that expire during a burst of calls are replaced by one provider call", async () => {
  const { cache, calls, time } = setUp();
  await cache.get();
  const burst: Promise<{ accessKeyId: string }>[] = [];
  time.instant += 54 * MINUTE;
  for (let index = 0; index < 1_000; index += 1) {
    if (index === 500) time.instant += 6 * MINUTE;
    burst.push(cache.get());
  }
  const ids = (await Promise.all(burst)).map(({ accessKeyId }) => accessKeyId);
  assert.equal(calls.length, 2);
  assert.deepEqual([...new Set(ids.slice(0, 500))], ["ASIA1"]);
  assert.deepEqual([...new Set(ids.slice(500))], ["ASIA2"]);
});

test("credentials are not returned at the instant of their expiry", async () => {
  const { cache, time, state } = setUp();
  await cache.get();
  time.instant += HOUR;
  state.provide = failing;
  await assert.rejects(cache.get(), { code: "ProviderFailed" });
});

test("every caller gets credentials while a background refresh fails twice", async () => {
  const { cache, calls, time, state, issue } = setUp();
  await cache.get();
  state.provide = (call) => (calls.length <= 3 ? failing(call) : issue());
  time.instant += 56 * MINUTE;
  const seen = new Set<string>();
  for (let second = 0; second < 60; second += 1) {
    seen.add((await cache.get()).accessKeyId);
    await settled();
    time.instant += 1_000;
  }
  assert.equal(calls.length, 4);
  assert.deepEqual([...seen], ["ASIA1", "ASIA4"]);
});

test("failing refreshes back off to about one a minute", async () => {
  const { cache, calls, time, state } = setUp(100 * HOUR);
  await cache.get({ forceRefresh: true });
  state.provide = failing;
  time.instant += 100 * HOUR - 5 * MINUTE + 1_000;
  for (let second = 0; second < 290; second += 1) {
    await cache.get();
    await settled();
    time.instant += 1_000;
  }
  assert.ok(calls.length >= 6 && calls.length <= 16, `${calls.length} calls`);
});

test("a successful refresh resets the back-off", async () => {
  const { cache, calls, time, state, issue } = setUp();
  await cache.get();
  const failuresInTenSeconds = async () => {
    state.provide = failing;
    time.instant += 56 * MINUTE;
    const before = calls.length;
    for (let second = 0; second < 10; second += 1) {
      await cache.get();
      await settled();
      time.instant += 1_000;
    }
    return calls.length - before;
  };
  const first = await failuresInTenSeconds();
  state.provide = () => issue();
  await cache.get({ forceRefresh: true });
  assert.equal(await failuresInTenSeconds(), first);
});

test("a successful forced refresh ends the back-off after a failed one", async () => {
  const { cache, state, issue } = setUp();
  await cache.get();
  state.provide = failing;
  await assert.rejects(cache.get({ forceRefresh: true }));
  state.provide = () => issue();
  const rejected = await cache.get({ forceRefresh: true });
  assert.equal((await cache.get({ forceRefresh: true, rejected })).accessKeyId, "ASIA4");
});

test("a failed first call does not delay the next one", async () => {
  const { cache, calls, state, issue } = setUp();
  state.provide = failing;
  await assert.rejects(cache.get(), { name: "CredentialsError", code: "ProviderFailed" });
  state.provide = () => issue();
  assert.equal((await cache.get()).accessKeyId, "ASIA2");
  assert.equal(calls.length, 2);
});

test("all callers that wait for a failing provider call reject", async () => {
  const { cache, calls, state } = setUp();
  state.provide = failing;
  const results = await Promise.allSettled(Array.from({ length: 50 }, () => cache.get()));
  assert.ok(results.every(({ status }) => status === "rejected"));
  assert.equal(calls.length, 1);
});

test("the provider's error is the cause, and not in the message", async () => {
  const { cache, state } = setUp();
  const cause = new Error("token eyJhush");
  state.provide = () => {
    throw cause;
  };
  await assert.rejects(cache.get(), (error: Error) => {
    assert.equal(error.cause, cause);
    assert.doesNotMatch(error.message, /hush/);
    return true;
  });
});

test("a ServiceError of the provider is not wrapped", async () => {
  const { cache, state } = setUp();
  const error = new ServiceError("NotAuthorizedException", "No.", {
    service: "cognito-identity",
    status: 400,
    retryable: false,
  });
  state.provide = () => {
    throw error;
  };
  await assert.rejects(cache.get(), error);
});

test("a provider that throws synchronously is ProviderFailed", async () => {
  const cache = new CredentialCache(() => {
    throw new Error("at once");
  }, new Clock());
  await assert.rejects(cache.get(), { code: "ProviderFailed" });
  await assert.rejects(cache.get(), { code: "ProviderFailed" });
});

for (const malformed of [undefined, null, "AKIA", 42, [], {}, { credentials: {} }]) {
  test(`a provider that returns ${JSON.stringify(malformed)} fails with a CredentialsError`, async () => {
    const { cache, state } = setUp();
    state.provide = () => malformed as unknown as Credentials;
    await assert.rejects(cache.get(), { code: "CredentialsMissing" });
  });
}

test("a provider that returns expired credentials fails with CredentialsExpired", async () => {
  const { cache, state, issue } = setUp();
  state.provide = () => issue(-1);
  await assert.rejects(cache.get(), { name: "CredentialsError", code: "CredentialsExpired" });
});

test("expired credentials from a refresh do not replace usable ones", async () => {
  const { cache, time, state, issue } = setUp();
  const old = await cache.get();
  time.instant += 58 * MINUTE;
  state.provide = () => issue(-1);
  await cache.get();
  await settled();
  assert.equal(await cache.get(), old);
});

test("credentials without an expiration are never replaced", async () => {
  const { cache, calls, time, state } = setUp();
  state.provide = () => ({ accessKeyId: "AKIA", secretAccessKey: "hush" });
  await cache.get();
  time.instant += 10_000 * HOUR;
  await cache.get({ coverSeconds: 604_800 });
  await settled();
  assert.equal(calls.length, 1);
});

test("a presign that outlasts the current credentials waits for new ones that last", async () => {
  const { cache, time } = setUp();
  await cache.get();
  time.instant += 30 * MINUTE;
  assert.equal((await cache.get({ coverSeconds: 1_800 })).accessKeyId, "ASIA1");
  assert.equal((await cache.get({ coverSeconds: 1_801 })).accessKeyId, "ASIA2");
});

test("concurrent presigns that need new credentials share one provider call", async () => {
  const { cache, calls, time } = setUp();
  await cache.get();
  time.instant += 30 * MINUTE;
  await Promise.all(Array.from({ length: 100 }, () => cache.get({ coverSeconds: 3_000 })));
  assert.equal(calls.length, 2);
});

test("a presign in the last minute of the credentials waits for new ones, whatever its expiresIn", async () => {
  const { cache, time } = setUp();
  await cache.get();
  time.instant += 59 * MINUTE;
  assert.equal((await cache.get({ coverSeconds: 604_800 })).accessKeyId, "ASIA1");
  await settled();
  const { cache: late, time: clock } = setUp();
  await late.get();
  clock.instant += 59 * MINUTE + 1;
  assert.equal((await late.get({ coverSeconds: 604_800 })).accessKeyId, "ASIA2");
});

test("a presign that the last minute of the credentials covers does not wait", async () => {
  const { cache, time } = setUp();
  await cache.get();
  time.instant += 59 * MINUTE + 1;
  assert.equal((await cache.get({ coverSeconds: 59 })).accessKeyId, "ASIA1");
});

test("a presign longer than any credentials live causes no provider call", async () => {
  const { cache, calls, time } = setUp();
  for (let minute = 0; minute < 50; minute += 1) {
    await cache.get({ coverSeconds: 604_800 });
    await settled();
    time.instant += MINUTE;
  }
  assert.equal(calls.length, 1);
});

test("new credentials with a shorter lifetime do not cause a provider call for each presign", async () => {
  const { cache, calls, time, state, issue } = setUp();
  await cache.get();
  state.provide = () => issue(20 * MINUTE);
  time.instant += 30 * MINUTE;
  for (let times = 0; times < 10; times += 1) await cache.get({ coverSeconds: 3_000 });
  assert.equal(calls.length, 2);
});

test("a presign whose refresh fails gets the current credentials", async () => {
  const { cache, calls, time, state } = setUp();
  const old = await cache.get();
  time.instant += 30 * MINUTE;
  state.provide = failing;
  assert.equal(await cache.get({ coverSeconds: 3_000 }), old);
  assert.equal(await cache.get({ coverSeconds: 3_000 }), old);
  assert.equal(calls.length, 2);
});

test("a refresh sets forceRefresh, the first call does not", async () => {
  const { cache, calls, time } = setUp();
  await cache.get();
  time.instant += 59 * MINUTE;
  await cache.get();
  await settled();
  assert.deepEqual(
    calls.map(({ forceRefresh }) => forceRefresh),
    [false, true],
  );
});

test("a call after the credentials expired sets forceRefresh", async () => {
  const { cache, calls, time } = setUp();
  await cache.get();
  time.instant += HOUR;
  await cache.get();
  assert.equal(calls[1]?.forceRefresh, true);
});

test("a forced refresh replaces credentials that have not expired", async () => {
  const { cache } = setUp();
  await cache.get();
  assert.equal((await cache.get({ forceRefresh: true })).accessKeyId, "ASIA2");
  assert.equal((await cache.get()).accessKeyId, "ASIA2");
});

test("concurrent forced refreshes cause one provider call", async () => {
  const { cache, calls } = setUp();
  await cache.get();
  await Promise.all(Array.from({ length: 100 }, () => cache.get({ forceRefresh: true })));
  assert.equal(calls.length, 2);
});

test("requests that fail one after another with the same credentials cause one refresh", async () => {
  const { cache, calls } = setUp();
  const rejected = await cache.get();
  for (let times = 0; times < 10; times += 1) {
    const next = await cache.get({ forceRefresh: true, rejected });
    assert.equal(next.accessKeyId, "ASIA2");
  }
  assert.equal(calls.length, 2);
});

test("new credentials that are rejected as well are not replaced at once", async () => {
  const { cache, calls, time } = setUp();
  const replaced = await cache.get({ forceRefresh: true, rejected: await cache.get() });
  time.instant += 9_999;
  assert.equal(await cache.get({ forceRefresh: true, rejected: replaced }), replaced);
  assert.equal(calls.length, 2);
  time.instant += 1;
  assert.notEqual(await cache.get({ forceRefresh: true, rejected: replaced }), replaced);
});

test("the interval between replacements doubles while the service rejects each set", async () => {
  const { cache, calls, time } = setUp();
  for (let second = 0; second < 3_600; second += 1) {
    await cache.get({ forceRefresh: true, rejected: await cache.get() });
    time.instant += 1_000;
  }
  assert.ok(calls.length >= 10 && calls.length <= 20, `${calls.length} calls`);
});

test("rejections that are far apart each cause a replacement", async () => {
  const { cache, calls, time } = setUp();
  for (let times = 0; times < 10; times += 1) {
    await cache.get({ forceRefresh: true, rejected: await cache.get() });
    time.instant += 20_000;
  }
  assert.equal(calls.length, 11);
});

test("rejected credentials are not replaced during the back-off of the provider", async () => {
  const { cache, calls, state } = setUp();
  const rejected = await cache.get();
  state.provide = failing;
  await assert.rejects(cache.get({ forceRefresh: true, rejected }), { code: "ProviderFailed" });
  for (let times = 0; times < 50; times += 1) {
    assert.equal(await cache.get({ forceRefresh: true, rejected }), rejected);
  }
  assert.equal(calls.length, 2);
});

test("a device clock that is set back does not prolong the back-off", async () => {
  const { cache, clock, time, state, issue } = setUp();
  const rejected = await cache.get();
  state.provide = failing;
  await assert.rejects(cache.get({ forceRefresh: true }));
  state.provide = () => issue(25 * HOUR);
  time.instant -= 24 * HOUR;
  clock.offset = 24 * HOUR;
  assert.notEqual(await cache.get({ forceRefresh: true, rejected }), rejected);
});

test("a failed forced refresh rejects, and the next caller gets the current credentials", async () => {
  const { cache, state } = setUp();
  const old = await cache.get();
  state.provide = failing;
  await assert.rejects(cache.get({ forceRefresh: true }), { code: "ProviderFailed" });
  assert.equal(await cache.get(), old);
});

test("an abort rejects at once while the provider hangs", async () => {
  const { cache, state } = setUp();
  state.provide = never;
  const controller = new AbortController();
  const waiting = cache.get({ signal: controller.signal });
  await settled();
  const reason = new Error("the page was left");
  controller.abort(reason);
  await assert.rejects(waiting, reason);
});

test("an aborted signal causes no provider call", async () => {
  const { cache, calls } = setUp();
  await assert.rejects(cache.get({ signal: AbortSignal.abort() }), { name: "AbortError" });
  await settled();
  assert.equal(calls.length, 0);
});

test("a signal used for many calls does not accumulate listeners", async () => {
  const { cache } = setUp();
  const { signal } = new AbortController();
  for (let times = 0; times < 20; times += 1) await cache.get({ forceRefresh: true, signal });
  await settled();
  assert.equal(getEventListeners(signal, "abort").length, 0);
});

test("an abort of one caller does not affect the others", async () => {
  const { cache, state, calls, issue } = setUp();
  const gate = withResolvers<void>();
  state.provide = async () => {
    await gate.promise;
    return issue();
  };
  const controller = new AbortController();
  const leaving = cache.get({ signal: controller.signal });
  const staying = cache.get();
  await settled();
  controller.abort();
  await assert.rejects(leaving, { name: "AbortError" });
  assert.equal(calls[0]?.signal?.aborted, false);
  gate.resolve();
  assert.equal((await staying).accessKeyId, "ASIA1");
});

test("an abort of the last caller aborts the provider's signal, and the next caller starts a new call", async () => {
  const { cache, state, calls, issue } = setUp();
  state.provide = never;
  const controller = new AbortController();
  const waiting = [1, 2].map(() => cache.get({ signal: controller.signal }));
  await settled();
  controller.abort();
  await Promise.allSettled(waiting);
  assert.equal(calls[0]?.signal?.aborted, true);
  state.provide = () => issue();
  assert.equal((await cache.get()).accessKeyId, "ASIA2");
});

test("credentials that arrive after all callers aborted do not replace newer ones", async () => {
  const { cache, state, issue } = setUp();
  const late = withResolvers<Credentials>();
  state.provide = () => late.promise;
  const controller = new AbortController();
  const waiting = cache.get({ signal: controller.signal });
  await settled();
  controller.abort();
  await assert.rejects(waiting);
  state.provide = () => issue();
  const newer = await cache.get();
  late.resolve({ accessKeyId: "LATE", secretAccessKey: "hush" });
  await settled();
  assert.equal(await cache.get(), newer);
});

test("a failed background refresh is no unhandled rejection", async () => {
  const { cache, time, state } = setUp();
  const unhandled: unknown[] = [];
  const listen = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", listen);
  await cache.get();
  state.provide = failing;
  time.instant += 58 * MINUTE;
  await cache.get();
  await settled();
  await settled();
  process.off("unhandledRejection", listen);
  assert.deepEqual(unhandled, []);
});

test("a fixed set is returned until it expires", async () => {
  const time = new FakeTime();
  const cache = new CredentialCache(
    { accessKeyId: "AKIA", secretAccessKey: "hush", expiration: time.instant + 1_000 },
    new Clock(time.now),
  );
  assert.equal((await cache.get({ coverSeconds: 3_600, forceRefresh: true })).accessKeyId, "AKIA");
  time.instant += 1_000;
  await assert.rejects(cache.get(), { name: "CredentialsError", code: "CredentialsExpired" });
});

test("a fixed set that seems expired is returned if the clock proves to be fast", async () => {
  const time = new FakeTime();
  const clock = new Clock(time.now);
  const cache = new CredentialCache(
    { accessKeyId: "AKIA", secretAccessKey: "hush", expiration: time.instant - HOUR },
    clock,
    time.random,
    async () => {
      clock.offset = -2 * HOUR;
    },
  );
  assert.equal((await cache.get()).accessKeyId, "AKIA");
});

test("an expired fixed set causes one check of the clock", async () => {
  const time = new FakeTime();
  let checks = 0;
  const cache = new CredentialCache(
    { accessKeyId: "AKIA", secretAccessKey: "hush", expiration: time.instant },
    new Clock(time.now),
    time.random,
    async () => {
      checks += 1;
    },
  );
  for (let times = 0; times < 3; times += 1) {
    await assert.rejects(cache.get(), { code: "CredentialsExpired" });
  }
  assert.equal(checks, 1);
});

test("a provider's new credentials that seem expired are returned if the clock proves to be fast", async () => {
  const time = new FakeTime();
  const clock = new Clock(time.now);
  const cache = new CredentialCache(
    async () => ({ accessKeyId: "ASIA", secretAccessKey: "hush", expiration: time.instant - HOUR }),
    clock,
    time.random,
    async () => {
      clock.offset = -2 * HOUR;
    },
  );
  assert.equal((await cache.get()).accessKeyId, "ASIA");
});

/** Lets the clock learn from a service in the year 2050. */
function learnWrongTime(clock: Clock): void {
  const sentAt = clock.local();
  const date = new Date(Date.UTC(2050, 0)).toUTCString();
  clock.learn({ headers: new Headers({ date }), sentAt, receivedAt: sentAt });
}

for (const [what, source] of [
  ["a fixed set", (set: Credentials) => set],
  ["a provider's set", (set: Credentials) => async () => set],
] as const) {
  test(`${what} does not stay expired after a service lied about the time`, async () => {
    const time = new FakeTime();
    const clock = new Clock(time.now);
    const set = { accessKeyId: "AKIA", secretAccessKey: "hush", expiration: time.instant + HOUR };
    const cache = new CredentialCache(source(set), clock, time.random);
    for (let times = 0; times < 3; times += 1) {
      learnWrongTime(clock);
      assert.equal((await cache.get()).accessKeyId, "AKIA");
      assert.equal(clock.offset, 0);
    }
  });
}

test("the clock is checked again for an expired fixed set after five minutes", async () => {
  const time = new FakeTime();
  let checks = 0;
  const cache = new CredentialCache(
    { accessKeyId: "AKIA", secretAccessKey: "hush", expiration: time.instant },
    new Clock(time.now),
    time.random,
    async () => {
      checks += 1;
    },
  );
  for (let minute = 0; minute < 15; minute += 1) {
    await assert.rejects(cache.get(), { code: "CredentialsExpired" });
    time.instant += MINUTE;
  }
  assert.equal(checks, 3);
});

test("a malformed fixed set throws in the constructor", () => {
  assert.throws(() => new CredentialCache({} as Credentials, new Clock()), {
    code: "CredentialsMissing",
  });
});

test("a lifetime measured before the clock was corrected is corrected as well", async () => {
  // On a device that is an hour slow, credentials of one hour seem to last for two.
  const { cache, calls, clock } = setUp(2 * HOUR);
  await cache.get();
  clock.offset = HOUR;
  await cache.get({ coverSeconds: 3_601 });
  assert.equal(calls.length, 1);
});

function withResolvers<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

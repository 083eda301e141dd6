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

/** A cache whose provider issues numbered credentials of one hour, unless `provide` says otherwise. */
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

test("many callers at once ask the provider once", async () => {
  const { cache, calls } = setUp();
  const all = await Promise.all(Array.from({ length: 1_000 }, () => cache.get()));
  assert.equal(calls.length, 1);
  assert.equal(new Set(all).size, 1);
});

test("credentials that are good for long are not asked for again", async () => {
  const { cache, calls, time } = setUp();
  await cache.get();
  time.instant += 55 * MINUTE;
  await cache.get();
  await settled();
  assert.equal(calls.length, 1);
});

test("with less than five minutes left, the old are returned at once and new ones fetched behind", async () => {
  const { cache, calls, time } = setUp();
  const old = await cache.get();
  time.instant += 55 * MINUTE + 1;
  assert.equal(await cache.get(), old);
  await settled();
  assert.equal(calls.length, 2);
  assert.equal((await cache.get()).accessKeyId, "ASIA2");
});

test("credentials of a minute are not replaced at every call", async () => {
  const { cache, calls, time } = setUp(MINUTE);
  for (let second = 0; second < 30; second += 1) {
    await cache.get();
    await settled();
    time.instant += 1_000;
  }
  assert.equal(calls.length, 1);
});

test("when they end in the middle of a burst, one request brings the new ones", async () => {
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

test("at the very instant of their end they are not returned any more", async () => {
  const { cache, time, state } = setUp();
  await cache.get();
  time.instant += HOUR;
  state.provide = failing;
  await assert.rejects(cache.get(), { code: "ProviderFailed" });
});

test("a refresh that fails twice and then works leaves no caller without credentials", async () => {
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

test("while refreshes fail, they become rarer, to about one a minute", async () => {
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

test("a refresh that worked lets the next failure be retried as soon as a first one", async () => {
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

test("a forced refresh that works ends the wait after a failed one", async () => {
  const { cache, state, issue } = setUp();
  await cache.get();
  state.provide = failing;
  await assert.rejects(cache.get({ forceRefresh: true }));
  state.provide = () => issue();
  const rejected = await cache.get({ forceRefresh: true });
  assert.equal((await cache.get({ forceRefresh: true, rejected })).accessKeyId, "ASIA4");
});

test("a first request that fails is not held against the next", async () => {
  const { cache, calls, state, issue } = setUp();
  state.provide = failing;
  await assert.rejects(cache.get(), { name: "CredentialsError", code: "ProviderFailed" });
  state.provide = () => issue();
  assert.equal((await cache.get()).accessKeyId, "ASIA2");
  assert.equal(calls.length, 2);
});

test("callers that wait for a request that fails are all told", async () => {
  const { cache, calls, state } = setUp();
  state.provide = failing;
  const results = await Promise.allSettled(Array.from({ length: 50 }, () => cache.get()));
  assert.ok(results.every(({ status }) => status === "rejected"));
  assert.equal(calls.length, 1);
});

test("what the provider threw is the cause, and not in the message", async () => {
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

test("a service's error comes through as it is", async () => {
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

test("a provider that throws before it has a promise is a failing one", async () => {
  const cache = new CredentialCache(() => {
    throw new Error("at once");
  }, new Clock());
  await assert.rejects(cache.get(), { code: "ProviderFailed" });
  await assert.rejects(cache.get(), { code: "ProviderFailed" });
});

for (const rubbish of [undefined, null, "AKIA", 42, [], {}, { credentials: {} }]) {
  test(`a provider that returns ${JSON.stringify(rubbish)} is told so`, async () => {
    const { cache, state } = setUp();
    state.provide = () => rubbish as unknown as Credentials;
    await assert.rejects(cache.get(), { code: "CredentialsMissing" });
  });
}

test("a provider that returns expired credentials is told so", async () => {
  const { cache, state, issue } = setUp();
  state.provide = () => issue(-1);
  await assert.rejects(cache.get(), { name: "CredentialsError", code: "CredentialsExpired" });
});

test("expired credentials from a refresh do not replace those that still work", async () => {
  const { cache, time, state, issue } = setUp();
  const old = await cache.get();
  time.instant += 58 * MINUTE;
  state.provide = () => issue(-1);
  await cache.get();
  await settled();
  assert.equal(await cache.get(), old);
});

test("credentials without an expiration are kept for good", async () => {
  const { cache, calls, time, state } = setUp();
  state.provide = () => ({ accessKeyId: "AKIA", secretAccessKey: "hush" });
  await cache.get();
  time.instant += 10_000 * HOUR;
  await cache.get({ coverSeconds: 604_800 });
  await settled();
  assert.equal(calls.length, 1);
});

test("a presign that the present ones cannot cover waits for new ones that can", async () => {
  const { cache, time } = setUp();
  await cache.get();
  time.instant += 30 * MINUTE;
  assert.equal((await cache.get({ coverSeconds: 1_800 })).accessKeyId, "ASIA1");
  assert.equal((await cache.get({ coverSeconds: 1_801 })).accessKeyId, "ASIA2");
});

test("many presigns that need new ones at once share one request", async () => {
  const { cache, calls, time } = setUp();
  await cache.get();
  time.instant += 30 * MINUTE;
  await Promise.all(Array.from({ length: 100 }, () => cache.get({ coverSeconds: 3_000 })));
  assert.equal(calls.length, 2);
});

test("a presign in the last minute of its credentials waits for new ones, however long it is for", async () => {
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

test("a presign that the last minute of its credentials covers does not wait", async () => {
  const { cache, time } = setUp();
  await cache.get();
  time.instant += 59 * MINUTE + 1;
  assert.equal((await cache.get({ coverSeconds: 59 })).accessKeyId, "ASIA1");
});

test("a presign longer than any credentials live brings about no request", async () => {
  const { cache, calls, time } = setUp();
  for (let minute = 0; minute < 50; minute += 1) {
    await cache.get({ coverSeconds: 604_800 });
    await settled();
    time.instant += MINUTE;
  }
  assert.equal(calls.length, 1);
});

test("when new ones turn out to live shorter than before, a presign does not ask again and again", async () => {
  const { cache, calls, time, state, issue } = setUp();
  await cache.get();
  state.provide = () => issue(20 * MINUTE);
  time.instant += 30 * MINUTE;
  for (let times = 0; times < 10; times += 1) await cache.get({ coverSeconds: 3_000 });
  assert.equal(calls.length, 2);
});

test("a presign whose refresh fails gets the credentials that still work", async () => {
  const { cache, calls, time, state } = setUp();
  const old = await cache.get();
  time.instant += 30 * MINUTE;
  state.provide = failing;
  assert.equal(await cache.get({ coverSeconds: 3_000 }), old);
  assert.equal(await cache.get({ coverSeconds: 3_000 }), old);
  assert.equal(calls.length, 2);
});

test("a refresh asks the provider to pass over its own memory, the first request does not", async () => {
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

test("a provider whose credentials have ended must not return them from its memory", async () => {
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

test("forced refreshes at the same time are one", async () => {
  const { cache, calls } = setUp();
  await cache.get();
  await Promise.all(Array.from({ length: 100 }, () => cache.get({ forceRefresh: true })));
  assert.equal(calls.length, 2);
});

test("requests that fail one after another with the same credentials force one refresh", async () => {
  const { cache, calls } = setUp();
  const rejected = await cache.get();
  for (let times = 0; times < 10; times += 1) {
    const next = await cache.get({ forceRefresh: true, rejected });
    assert.equal(next.accessKeyId, "ASIA2");
  }
  assert.equal(calls.length, 2);
});

test("new credentials that are refused as the old ones were are not replaced in their turn", async () => {
  const { cache, calls, time } = setUp();
  const replaced = await cache.get({ forceRefresh: true, rejected: await cache.get() });
  time.instant += 9_999;
  assert.equal(await cache.get({ forceRefresh: true, rejected: replaced }), replaced);
  assert.equal(calls.length, 2);
  time.instant += 1;
  assert.notEqual(await cache.get({ forceRefresh: true, rejected: replaced }), replaced);
});

test("credentials that the service goes on refusing are replaced ever more rarely", async () => {
  const { cache, calls, time } = setUp();
  for (let second = 0; second < 3_600; second += 1) {
    await cache.get({ forceRefresh: true, rejected: await cache.get() });
    time.instant += 1_000;
  }
  assert.ok(calls.length >= 10 && calls.length <= 20, `${calls.length} calls`);
});

test("refusals that are far apart are each followed by new credentials", async () => {
  const { cache, calls, time } = setUp();
  for (let times = 0; times < 10; times += 1) {
    await cache.get({ forceRefresh: true, rejected: await cache.get() });
    time.instant += 20_000;
  }
  assert.equal(calls.length, 11);
});

test("refused credentials are not replaced again right after the provider failed", async () => {
  const { cache, calls, state } = setUp();
  const rejected = await cache.get();
  state.provide = failing;
  await assert.rejects(cache.get({ forceRefresh: true, rejected }), { code: "ProviderFailed" });
  for (let times = 0; times < 50; times += 1) {
    assert.equal(await cache.get({ forceRefresh: true, rejected }), rejected);
  }
  assert.equal(calls.length, 2);
});

test("a device clock that is set back does not stop refreshes after a failure", async () => {
  const { cache, clock, time, state, issue } = setUp();
  const rejected = await cache.get();
  state.provide = failing;
  await assert.rejects(cache.get({ forceRefresh: true }));
  state.provide = () => issue(25 * HOUR);
  time.instant -= 24 * HOUR;
  clock.offset = 24 * HOUR;
  assert.notEqual(await cache.get({ forceRefresh: true, rejected }), rejected);
});

test("a forced refresh that fails says so, and the next caller is not affected", async () => {
  const { cache, state } = setUp();
  const old = await cache.get();
  state.provide = failing;
  await assert.rejects(cache.get({ forceRefresh: true }), { code: "ProviderFailed" });
  assert.equal(await cache.get(), old);
});

test("a provider that hangs can be left by an abort", async () => {
  const { cache, state } = setUp();
  state.provide = never;
  const controller = new AbortController();
  const waiting = cache.get({ signal: controller.signal });
  await settled();
  const reason = new Error("the page was left");
  controller.abort(reason);
  await assert.rejects(waiting, reason);
});

test("a signal that has been aborted asks nothing", async () => {
  const { cache, calls } = setUp();
  await assert.rejects(cache.get({ signal: AbortSignal.abort() }), { name: "AbortError" });
  await settled();
  assert.equal(calls.length, 0);
});

test("a signal that serves many calls does not gather listeners", async () => {
  const { cache } = setUp();
  const { signal } = new AbortController();
  for (let times = 0; times < 20; times += 1) await cache.get({ forceRefresh: true, signal });
  await settled();
  assert.equal(getEventListeners(signal, "abort").length, 0);
});

test("aborting one caller leaves the others their credentials", async () => {
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

test("when the last caller leaves, the provider's signal is aborted and the next caller starts afresh", async () => {
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

test("credentials that come after everyone has left do not replace newer ones", async () => {
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

test("a background refresh that fails is no unhandled rejection", async () => {
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

test("a fixed set of credentials is returned for as long as it works", async () => {
  const time = new FakeTime();
  const cache = new CredentialCache(
    { accessKeyId: "AKIA", secretAccessKey: "hush", expiration: time.instant + 1_000 },
    new Clock(time.now),
  );
  assert.equal((await cache.get({ coverSeconds: 3_600, forceRefresh: true })).accessKeyId, "AKIA");
  time.instant += 1_000;
  await assert.rejects(cache.get(), { name: "CredentialsError", code: "CredentialsExpired" });
});

test("a fixed set that seems to have ended is returned where the clock turns out to be fast", async () => {
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

test("of a fixed set that has ended the time is asked once", async () => {
  const time = new FakeTime();
  let asked = 0;
  const cache = new CredentialCache(
    { accessKeyId: "AKIA", secretAccessKey: "hush", expiration: time.instant },
    new Clock(time.now),
    time.random,
    async () => {
      asked += 1;
    },
  );
  for (let times = 0; times < 3; times += 1) {
    await assert.rejects(cache.get(), { code: "CredentialsExpired" });
  }
  assert.equal(asked, 1);
});

test("a provider's new credentials that seem to have ended are returned where the clock is fast", async () => {
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

/** The clock learns that it is the year 2050. */
function deceive(clock: Clock): void {
  const sentAt = clock.local();
  const date = new Date(Date.UTC(2050, 0)).toUTCString();
  clock.learn({ headers: new Headers({ date }), sentAt, receivedAt: sentAt });
}

for (const [what, source] of [
  ["a fixed set", (set: Credentials) => set],
  ["a provider's set", (set: Credentials) => async () => set],
] as const) {
  test(`${what} is not expired for good by a service that lies about the time`, async () => {
    const time = new FakeTime();
    const clock = new Clock(time.now);
    const set = { accessKeyId: "AKIA", secretAccessKey: "hush", expiration: time.instant + HOUR };
    const cache = new CredentialCache(source(set), clock, time.random);
    for (let times = 0; times < 3; times += 1) {
      deceive(clock);
      assert.equal((await cache.get()).accessKeyId, "AKIA");
      assert.equal(clock.offset, 0);
    }
  });
}

test("of a fixed set that has ended the time is asked again after five minutes", async () => {
  const time = new FakeTime();
  let asked = 0;
  const cache = new CredentialCache(
    { accessKeyId: "AKIA", secretAccessKey: "hush", expiration: time.instant },
    new Clock(time.now),
    time.random,
    async () => {
      asked += 1;
    },
  );
  for (let minute = 0; minute < 15; minute += 1) {
    await assert.rejects(cache.get(), { code: "CredentialsExpired" });
    time.instant += MINUTE;
  }
  assert.equal(asked, 3);
});

test("a fixed set that is malformed is refused where it is given", () => {
  assert.throws(() => new CredentialCache({} as Credentials, new Clock()), {
    code: "CredentialsMissing",
  });
});

test("a lifetime observed before the clock was put right is judged by the right clock", async () => {
  // To a device that is an hour slow, credentials of one hour look as if they were good for two.
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

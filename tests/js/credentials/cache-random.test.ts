import assert from "node:assert/strict";
import { test } from "node:test";
import { CredentialCache } from "../../../js/credentials/cache.ts";
import { Clock } from "../../../js/credentials/clock.ts";
import type { Credentials } from "../../../js/credentials/provider.ts";
import type { ResolvedCredentials } from "../../../js/credentials/resolve.ts";
import { CredentialsError } from "../../../js/errors.ts";
import { FakeTime, settled } from "../support/time.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Park and Miller's minimal standard generator. */
function generator(seed: number) {
  let state = seed * 7_919 + 1;
  const next = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return {
    next,
    pick: <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T,
  };
}

const PROVIDER_MODES = [
  "good",
  "good",
  "short",
  "same",
  "expired",
  "failing",
  "hanging",
  "malformed",
] as const;
const CLOCK_FAULTS = ["correct", "correct", "wrong time", "set back", "set forward"] as const;

/** A page with random faults of its provider, services and device clock, that signs and aborts at random. */
class Page {
  readonly time = new FakeTime();
  readonly clock = new Clock(() => this.time.instant + this.deviceError);
  readonly random: ReturnType<typeof generator>;
  /** Error of the device's clock in milliseconds; `time` itself is correct. */
  deviceError = 0;
  mode: (typeof PROVIDER_MODES)[number] = "good";
  issued = 0;
  last: Credentials | undefined;
  readonly cache: CredentialCache;

  constructor(seed: number) {
    this.random = generator(seed);
    this.cache = new CredentialCache(
      ({ signal } = {}) => this.provide(signal),
      this.clock,
      this.random.next,
      async () => this.respond(this.time.instant),
      this.time.host(fetch),
    );
  }

  provide(signal: AbortSignal | undefined): Promise<Credentials> {
    const lifetimes = {
      good: this.random.pick([15 * MINUTE, HOUR, 12 * HOUR]),
      short: 40 * SECOND,
    };
    switch (this.mode) {
      case "failing":
        return Promise.reject(new Error("failed"));
      case "hanging":
        return new Promise((_, reject) =>
          signal?.addEventListener("abort", () => reject(signal.reason)),
        );
      case "malformed":
        return Promise.resolve({} as Credentials);
      case "same":
        if (this.last) return Promise.resolve(this.last);
        return this.issue(HOUR);
      case "expired":
        return this.issue(-SECOND);
      default:
        return this.issue(lifetimes[this.mode]);
    }
  }

  async issue(lifetime: number): Promise<Credentials> {
    this.issued += 1;
    const expiration = this.time.instant + lifetime;
    this.last = { accessKeyId: `ASIA${this.issued}`, secretAccessKey: "hush", expiration };
    return this.last;
  }

  /** Lets the clock learn from a service's response at `instant`. */
  respond(instant: number): void {
    const sentAt = this.clock.local();
    const headers = new Headers({ date: new Date(instant).toUTCString() });
    this.clock.learn({ headers, sentAt, receivedAt: sentAt });
  }

  disturbClock(): void {
    const fault = this.random.pick(CLOCK_FAULTS);
    if (fault === "correct") this.respond(this.time.instant);
    if (fault === "wrong time")
      this.respond(
        this.random.pick([0, 2027, 2050, 9999]) * 365.25 * 24 * HOUR - 62_167_219_200_000,
      );
    if (fault === "set back")
      this.deviceError = -this.random.pick([2 * HOUR, 40 * 365 * 24 * HOUR]);
    if (fault === "set forward") this.deviceError = this.random.pick([0, 2 * HOUR]);
  }

  /** Makes one call, and returns its credentials; undefined for a typed error. */
  async get(): Promise<ResolvedCredentials | undefined> {
    const { random, cache } = this;
    const controller = new AbortController();
    const rejected = random.next() < 0.2 ? await this.settle(cache.get()) : undefined;
    const call = cache.get({
      coverSeconds: random.pick([0, 1, 900, 3_600, 604_800]),
      ...(rejected === undefined ? {} : { forceRefresh: true, rejected }),
      signal: controller.signal,
    });
    call.catch(() => {});
    if (random.next() < 0.2) {
      await settled();
      controller.abort();
    }
    return this.settle(call);
  }

  async settle(call: Promise<ResolvedCredentials>): Promise<ResolvedCredentials | undefined> {
    const startedAt = this.time.instant;
    try {
      const credentials = await this.time.until(call);
      const end = credentials.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
      assert.ok(end > this.clock.now(), "expired credentials were returned");
      return credentials;
    } catch (error) {
      const isAbort = error instanceof DOMException && error.name === "AbortError";
      assert.ok(isAbort || error instanceof CredentialsError, String(error));
      return undefined;
    } finally {
      assert.ok(this.time.instant - startedAt <= 2 * MINUTE, "a call hung");
    }
  }
}

for (let seed = 1; seed <= 30; seed += 1) {
  test(`every call settles with random faults, and the cache recovers after them (seed ${seed})`, async () => {
    const page = new Page(seed);
    for (let step = 0; step < 60; step += 1) {
      page.mode = page.random.pick(PROVIDER_MODES);
      if (page.random.next() < 0.3) page.disturbClock();
      await page.get();
      page.time.instant += page.random.pick([0, SECOND, MINUTE, 20 * MINUTE, HOUR]);
    }
    page.mode = "good";
    page.time.instant += 13 * HOUR;
    page.respond(page.time.instant);
    const credentials = await page.settle(page.cache.get());
    assert.ok(credentials, "no credentials after the faults ended");
    const before = page.issued;
    for (let second = 0; second < 60; second += 1) {
      await page.settle(page.cache.get({ coverSeconds: 3_600 }));
      page.time.instant += SECOND;
    }
    assert.ok(page.issued - before <= 2, `${page.issued - before} provider calls in a minute`);
  });
}

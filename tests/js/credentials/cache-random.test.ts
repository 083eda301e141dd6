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

const provisions = [
  "good",
  "good",
  "short",
  "same",
  "expired",
  "failing",
  "hanging",
  "rubbish",
] as const;
const clocks = ["honest", "honest", "lies", "set back", "set forward"] as const;

/** A page whose provider, services and device clock misbehave at random, and that signs and aborts at random. */
class Page {
  readonly time = new FakeTime();
  readonly clock = new Clock(() => this.time.instant + this.deviceError);
  readonly random: ReturnType<typeof generator>;
  /** Milliseconds by which the device's clock is wrong; virtual time itself is the truth. */
  deviceError = 0;
  mode: (typeof provisions)[number] = "good";
  issued = 0;
  last: Credentials | undefined;
  readonly cache: CredentialCache;

  constructor(seed: number) {
    this.random = generator(seed);
    this.cache = new CredentialCache(
      ({ signal } = {}) => this.provide(signal),
      this.clock,
      this.random.next,
      async () => this.reply(this.time.instant),
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
        return Promise.reject(new Error("not today"));
      case "hanging":
        return new Promise((_, reject) =>
          signal?.addEventListener("abort", () => reject(signal.reason)),
        );
      case "rubbish":
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

  /** A service's reply that says it is `instant`. */
  reply(instant: number): void {
    const sentAt = this.clock.local();
    const headers = new Headers({ date: new Date(instant).toUTCString() });
    this.clock.learn({ headers, sentAt, receivedAt: sentAt });
  }

  disturb(): void {
    const what = this.random.pick(clocks);
    if (what === "honest") this.reply(this.time.instant);
    if (what === "lies")
      this.reply(this.random.pick([0, 2027, 2050, 9999]) * 365.25 * 24 * HOUR - 62_167_219_200_000);
    if (what === "set back") this.deviceError = -this.random.pick([2 * HOUR, 40 * 365 * 24 * HOUR]);
    if (what === "set forward") this.deviceError = this.random.pick([0, 2 * HOUR]);
  }

  /** One call, settled: the credentials, or undefined for a typed error. */
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
    const began = this.time.instant;
    try {
      const found = await this.time.until(call);
      const end = found.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
      assert.ok(end > this.clock.now(), "expired credentials were handed out");
      return found;
    } catch (error) {
      const isAbort = error instanceof DOMException && error.name === "AbortError";
      assert.ok(isAbort || error instanceof CredentialsError, String(error));
      return undefined;
    } finally {
      assert.ok(this.time.instant - began <= 2 * MINUTE, "a call hung");
    }
  }
}

for (let seed = 1; seed <= 30; seed += 1) {
  test(`random misbehaviour ${seed} ends every call, and an honest world recovers`, async () => {
    const page = new Page(seed);
    for (let step = 0; step < 60; step += 1) {
      page.mode = page.random.pick(provisions);
      if (page.random.next() < 0.3) page.disturb();
      await page.get();
      page.time.instant += page.random.pick([0, SECOND, MINUTE, 20 * MINUTE, HOUR]);
    }
    page.mode = "good";
    page.time.instant += 13 * HOUR;
    page.reply(page.time.instant);
    const found = await page.settle(page.cache.get());
    assert.ok(found, "no credentials in an honest world");
    const before = page.issued;
    for (let second = 0; second < 60; second += 1) {
      await page.settle(page.cache.get({ coverSeconds: 3_600 }));
      page.time.instant += SECOND;
    }
    assert.ok(page.issued - before <= 2, `${page.issued - before} provider calls in a minute`);
  });
}

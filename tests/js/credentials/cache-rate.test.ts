import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { CredentialCache } from "../../../js/credentials/cache.ts";
import { Clock } from "../../../js/credentials/clock.ts";
import { S3 } from "../../../js/s3.ts";
import { FakeTime, settled } from "../support/time.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Lifetimes of credentials, in milliseconds: services round them, and responses take a moment. */
const LIFETIMES = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR - SECOND, HOUR, HOUR + SECOND, 12 * HOUR];
const EXPIRES_IN = [1, 60, 900, 3_600, 43_200, 604_800];

/** Signs every `step` milliseconds over `span`, with a provider whose credentials live for `lifetime`. */
async function simulate(lifetime: number, coverSeconds: number, span: number, step: number) {
  const time = new FakeTime();
  let calls = 0;
  const cache = new CredentialCache(
    async () => {
      calls += 1;
      return {
        accessKeyId: `ASIA${calls}`,
        secretAccessKey: "hush",
        expiration: time.instant + lifetime,
      };
    },
    new Clock(time.now),
    time.random,
  );
  let shortest = Number.POSITIVE_INFINITY;
  for (const end = time.instant + span; time.instant < end; time.instant += step) {
    const { expiration } = await cache.get({ coverSeconds });
    await settled();
    shortest = Math.min(shortest, (expiration?.getTime() ?? 0) - time.instant);
  }
  return { calls, shortest };
}

for (const lifetime of LIFETIMES) {
  for (const coverSeconds of EXPIRES_IN) {
    const title = `credentials of ${lifetime / SECOND} s and expiresIn ${coverSeconds} s`;
    test(`${title}: each set is used for at least a quarter of its lifetime`, async () => {
      const span = Math.max(3 * HOUR, 3 * lifetime);
      const { calls, shortest } = await simulate(lifetime, coverSeconds, span, span / 1_500);
      const least = Math.max(lifetime / 4, Math.min(MINUTE, lifetime / 2));
      assert.ok(calls <= 1 + span / least, `${calls} provider calls`);
      assert.ok(shortest > 0, "expired credentials were used");
      const covered = Math.min(coverSeconds * SECOND, 0.75 * lifetime - MINUTE);
      if (lifetime >= coverSeconds * SECOND) assert.ok(shortest >= covered, `${shortest} ms left`);
    });
  }
}

test("a burst of URLs that last as long as the credentials causes one provider call", async () => {
  for (const lifetime of [HOUR, HOUR + 1, HOUR + SECOND]) {
    const { calls } = await simulate(lifetime, 3_600, 3 * SECOND, 50);
    assert.equal(calls, 1);
  }
});

test("a provider that returns the same credentials again is not called by every call", async () => {
  const time = new FakeTime();
  const expiration = time.instant + HOUR;
  let calls = 0;
  const cache = new CredentialCache(async () => {
    calls += 1;
    return { accessKeyId: "ASIA", secretAccessKey: "hush", expiration };
  }, new Clock(time.now));
  for (; time.instant < expiration; time.instant += SECOND) {
    await cache.get({ coverSeconds: 3_600 });
    await settled();
  }
  assert.ok(calls <= 20, `${calls} provider calls`);
});

test("downloads that fail with ExpiredToken replace the credentials once", async () => {
  mock.timers.enable({ apis: ["Date"], now: Date.UTC(2026, 6, 1) });
  let calls = 0;
  const s3 = new S3({
    region: "eu-west-1",
    bucket: "photos",
    credentials: async () => {
      calls += 1;
      return {
        accessKeyId: `ASIA${calls}`,
        secretAccessKey: "hush",
        sessionToken: "hush",
        expiration: Date.now() + HOUR,
      };
    },
    fetch: async () => new Response("<Error><Code>ExpiredToken</Code></Error>", { status: 400 }),
  });
  for (let times = 0; times < 50; times += 1) {
    const failures = [1, 2, 3, 4].map((key) =>
      assert.rejects(s3.download(`${key}`), { code: "ExpiredToken" }),
    );
    await Promise.all(failures);
    mock.timers.tick(100);
  }
  mock.timers.reset();
  assert.equal(calls, 2);
});

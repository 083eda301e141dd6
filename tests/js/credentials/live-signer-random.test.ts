import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import fc from "fast-check";
import type { Credentials } from "../../../js/credentials/provider.ts";
import { S3 } from "../../../js/s3.ts";
import { FakeTime } from "../support/time.ts";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/** One step of a page: time passes or stands still for timers, the provider changes, the page signs. */
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ sign: fc.constant(true) }) },
  { weight: 3, arbitrary: fc.record({ pass: fc.integer({ min: 0, max: 20 * 60 * SECOND }) }) },
  { weight: 1, arbitrary: fc.record({ sleep: fc.integer({ min: 0, max: 3 * HOUR }) }) },
  { weight: 1, arbitrary: fc.record({ lifetime: fc.integer({ min: SECOND, max: 12 * HOUR }) }) },
  { weight: 1, arbitrary: fc.record({ provider: fc.constantFrom("works", "fails", "hangs") }) },
  { weight: 1, arbitrary: fc.record({ clock: fc.integer({ min: -600, max: 600 }) }) },
) as fc.Arbitrary<{
  sign?: true;
  pass?: number;
  sleep?: number;
  lifetime?: number;
  provider?: "works" | "fails" | "hangs";
  clock?: number;
}>;

let time: FakeTime;

beforeEach(() => {
  time = new FakeTime();
  mock.method(Date, "now", () => time.instant);
  mock.method(globalThis, "setTimeout", (run: () => void, delay: number) =>
    time.setTimeout(run, delay),
  );
  mock.method(globalThis, "clearTimeout", (timer: unknown) => time.clearTimeout(timer));
});
afterEach(() => mock.restoreAll());

test("a signed URL works, CredentialsExpired is true, and nothing goes on after stop()", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      time = new FakeTime();
      const started = time.instant;
      let lifetime = HOUR;
      let provider = "works";
      const ends = new Map<string, number>();
      const s3 = new S3({
        region: "eu-west-1",
        bucket: "photos",
        credentials: async ({ signal } = {}): Promise<Credentials> => {
          if (provider === "fails") throw new Error("not today");
          if (provider === "hangs") {
            await new Promise((_, reject) =>
              signal?.addEventListener("abort", () => reject(signal.reason)),
            );
          }
          const accessKeyId = `ASIA${ends.size}`;
          // The service's time is the corrected time of the client.
          const end = time.instant + s3.clockOffset + lifetime;
          ends.set(accessKeyId, end);
          return { accessKeyId, secretAccessKey: "hush", sessionToken: "hush", expiration: end };
        },
      });
      const signer = await s3.signer();
      for (const { sign, pass, sleep, clock, ...changes } of steps) {
        if (changes.lifetime !== undefined) lifetime = changes.lifetime;
        if (changes.provider !== undefined) provider = changes.provider;
        if (pass !== undefined) await time.pass(pass);
        if (sleep !== undefined) time.instant += sleep;
        if (clock !== undefined) s3.clockOffset = clock * SECOND;
        if (!sign) continue;
        const now = time.instant + s3.clockOffset;
        try {
          const { url } = signer.presign("a");
          const key = /X-Amz-Credential=(\w+)/.exec(url)?.[1] as string;
          assert.ok((ends.get(key) as number) > now, `${key} has ended`);
        } catch (error) {
          assert.equal((error as { code?: string }).code, "CredentialsExpired");
          assert.ok(([...ends.values()].at(-1) as number) <= now, "newer credentials were there");
        }
      }
      provider = "works";
      lifetime = HOUR;
      // The back-off, the time limit of a provider that hangs, and the next check.
      await time.pass(4 * 60 * SECOND);
      assert.match(signer.presign("a").url, /X-Amz-Signature=/);
      const seconds = (time.instant - started) / SECOND;
      assert.ok(ends.size <= 20 + seconds, `${ends.size} sets in ${seconds} seconds`);
      signer.stop();
      await time.pass(61 * SECOND);
      assert.equal(time.pending, 0);
      assert.throws(() => signer.presign("a"), { code: "PresignerFreed" });
    }),
    { numRuns: 150, seed: 13 },
  );
});

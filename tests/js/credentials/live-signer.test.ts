import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { afterEach, beforeEach, mock, test } from "node:test";
import { promisify } from "node:util";
import type { Credentials } from "../../../js/credentials/provider.ts";
import { CredentialsError } from "../../../js/errors.ts";
import { inspect } from "../../../js/inspect.ts";
import type { LiveSigner } from "../../../js/live-signer.ts";
import { S3, type S3Options } from "../../../js/s3.ts";
import { inRoot } from "../../../scripts/paths.mjs";
import { FakeTime, settled } from "../support/time.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let time: FakeTime;
/** Number of calls of the provider. */
let calls: number;
let lifetime: number;
/** Replaces the provider's result. */
let provide: (() => Credentials | Promise<Credentials>) | undefined;
let signers: LiveSigner[];

beforeEach(() => {
  time = new FakeTime();
  calls = 0;
  lifetime = HOUR;
  provide = undefined;
  signers = [];
  mock.method(Date, "now", time.now);
  mock.method(globalThis, "setTimeout", time.setTimeout as typeof setTimeout);
  mock.method(globalThis, "clearTimeout", time.clearTimeout as typeof clearTimeout);
});

afterEach(() => {
  for (const signer of signers) signer.stop();
  mock.restoreAll();
});

function issue(milliseconds = lifetime): Credentials {
  return {
    accessKeyId: `ASIA${calls}`,
    secretAccessKey: "hush",
    sessionToken: "hush",
    expiration: new Date(time.instant + milliseconds),
  };
}

function client(options: Partial<S3Options> = {}): S3 {
  return new S3({
    region: "eu-west-1",
    bucket: "photos",
    fetch: async () => {
      throw new TypeError("no network");
    },
    credentials: async () => {
      calls += 1;
      return provide ? provide() : issue();
    },
    ...options,
  });
}

async function live(options?: Parameters<S3["signer"]>[0], s3: S3 = client()): Promise<LiveSigner> {
  const signer = await s3.signer(options);
  signers.push(signer);
  return signer;
}

/** Returns the key id that signed a URL. */
function keyOf(url: string): string | undefined {
  return /X-Amz-Credential=(\w+)/.exec(url)?.[1];
}

function fail(): never {
  throw new Error("not today");
}

test("signs at once, in every way that a presigner does", async () => {
  const signer = await live();
  const { url } = signer.presign("a");
  assert.match(url, /^https:\/\/photos\.s3\.eu-west-1\.amazonaws\.com\/a\?.*X-Amz-Signature=/);
  assert.equal(signer.presign({ key: "a" }).url, url);
  assert.deepEqual(signer.presignMany(["a", "b"]), [url, signer.presign("b").url]);
  assert.equal(signer.presignPost({ key: "a" }).fields["key"], "a");
  const signed = signer.sign("https://photos.s3.eu-west-1.amazonaws.com/a");
  assert.match(signed, /^https:\/\/photos\.s3\.eu-west-1\.amazonaws\.com\/a\?.*X-Amz-Signature=/);
  assert.equal(signer.sign("https://elsewhere.example/a"), "https://elsewhere.example/a");
});

test("every URL of ten hours is signed with credentials that work at that time", async () => {
  const signer = await live();
  const keys = new Set<string | undefined>();
  for (let minute = 0; minute < 600; minute += 1) {
    const { url } = signer.presign("a");
    keys.add(keyOf(url));
    const until = signer.expiresAt as Date;
    assert.ok(until.getTime() > time.instant, `minute ${minute}`);
    await time.pass(MINUTE);
  }
  assert.equal(calls, keys.size);
  assert.ok(calls >= 10 && calls <= 12, `${calls} calls`);
});

test("the credentials are renewed five minutes before they end although nobody signs", async () => {
  const signer = await live();
  const first = signer.expiresAt;
  await time.pass(55 * MINUTE - 1);
  assert.equal(calls, 1);
  await time.pass(MINUTE);
  assert.equal(calls, 2);
  assert.ok((signer.expiresAt as Date) > (first as Date));
  assert.equal(keyOf(signer.presign("a").url), "ASIA2");
});

test("a failed renewal is repeated with back-off, and the old credentials sign meanwhile", async () => {
  const signer = await live();
  provide = () => (calls < 4 ? fail() : issue());
  await time.pass(55 * MINUTE);
  for (let second = 0; second < 120; second += 1) {
    signer.presign("a");
    await time.pass(1_000);
  }
  assert.equal(calls, 4);
  assert.equal(keyOf(signer.presign("a").url), "ASIA4");
});

test("failing renewals are about one a minute, however often one signs", async () => {
  const signer = await live();
  provide = fail;
  await time.pass(HOUR);
  const before = calls;
  for (let second = 0; second < 600; second += 1) {
    assert.throws(() => signer.presign("a"), { code: "CredentialsExpired" });
    await time.pass(1_000);
  }
  assert.ok(calls - before >= 8 && calls - before <= 22, `${calls - before} calls`);
});

test("CredentialsExpired has the failure of the renewal as its cause", async () => {
  const signer = await live();
  provide = fail;
  await time.pass(HOUR);
  for (const call of [
    () => signer.presign("a"),
    () => signer.presignMany(["a"]),
    () => signer.presignPost({ key: "a" }),
    () => signer.sign("https://photos.s3.eu-west-1.amazonaws.com/a"),
  ]) {
    assert.throws(call, (error) => {
      assert.ok(error instanceof CredentialsError);
      assert.equal(error.code, "CredentialsExpired");
      assert.equal((error.cause as CredentialsError).code, "ProviderFailed");
      return true;
    });
  }
});

test("signing works again once the provider does", async () => {
  const signer = await live();
  provide = fail;
  await time.pass(2 * HOUR);
  assert.throws(() => signer.presign("a"), { code: "CredentialsExpired" });
  provide = undefined;
  await time.pass(2 * MINUTE);
  const { url, expiresAt } = signer.presign("a");
  assert.equal(keyOf(url), `ASIA${calls}`);
  assert.ok(expiresAt.getTime() > time.instant);
});

test("a call after a sleep of the device starts the renewal, and a call after that signs", async () => {
  const signer = await live();
  // Timers stand still while the device sleeps.
  time.instant += 8 * HOUR;
  assert.throws(() => signer.presign("a"), { code: "CredentialsExpired" });
  await settled();
  assert.equal(keyOf(signer.presign("a").url), "ASIA2");
});

test("a device that wakes up renews the credentials within a minute although nobody signs", async () => {
  const signer = await live();
  await time.pass(30_000);
  time.instant += 8 * HOUR;
  await time.pass(MINUTE);
  assert.equal(calls, 2);
  assert.equal(keyOf(signer.presign("a").url), "ASIA2");
});

test("no timer is longer than setTimeout can be", async () => {
  lifetime = 60 * DAY;
  await live();
  await time.pass(HOUR);
  assert.ok(time.timers.every((delay) => delay < 2 ** 31));
  assert.equal(calls, 1);
});

test("credentials of sixty days are renewed five minutes before they end", async () => {
  lifetime = 60 * DAY;
  const signer = await live();
  time.instant += 60 * DAY - 6 * MINUTE;
  await time.pass(2 * MINUTE);
  assert.equal(calls, 2);
  assert.equal(keyOf(signer.presign("a").url), "ASIA2");
});

test("credentials that live for a minute are renewed twice a minute at most", async () => {
  lifetime = MINUTE;
  const signer = await live();
  for (let second = 0; second < 600; second += 1) {
    signer.presign("a");
    await time.pass(1_000);
  }
  assert.ok(calls <= 21, `${calls} calls`);
});

test("a provider that returns the same credentials until they end is called a few times", async () => {
  const fixed = issue();
  provide = () => fixed;
  const signer = await live();
  await time.pass(HOUR - 1_000);
  assert.equal(keyOf(signer.presign("a").url), "ASIA0");
  assert.ok(calls < 12, `${calls} calls`);
});

test("fixed credentials set no timer", async () => {
  const signer = await live({}, client({ credentials: issue() }));
  signer.presign("a");
  assert.equal(time.timers.length, 0);
});

test("fixed credentials that have ended throw CredentialsExpired", async () => {
  const signer = await live({}, client({ credentials: issue() }));
  time.instant += HOUR;
  assert.throws(() => signer.presign("a"), { code: "CredentialsExpired" });
});

test("credentials without an expiration set no timer", async () => {
  provide = () => ({ accessKeyId: "AKIA1", secretAccessKey: "hush" });
  const signer = await live();
  signer.presign("a");
  assert.equal(time.pending, 0);
  assert.equal(signer.expiresAt, undefined);
});

test("signer() rejects with the provider's failure", async () => {
  provide = fail;
  await assert.rejects(live(), { code: "ProviderFailed" });
});

test("signer() rejects without a timer left for a setting out of range", async () => {
  await assert.rejects(live({ expiresIn: 604_801 }), { code: "InvalidExpiry", field: "expiresIn" });
  await assert.rejects(live({ expiresIn: 604_800, cacheWindow: 900 }), {
    code: "InvalidExpiry",
    field: "cacheWindow",
  });
  await assert.rejects(live({ expiresIn: 1.5 }), { code: "InvalidExpiry", field: "expiresIn" });
  await assert.rejects(live({ expires: 60 } as never), { code: "InvalidOption", field: "expires" });
  assert.equal(time.pending, 0);
});

test("the defaults of signer() apply to calls that do not set the options", async () => {
  const signer = await live({ expiresIn: 600, cacheWindow: 300 });
  time.instant += 7_000;
  const seconds = (url: string) => Number(/X-Amz-Expires=(\d+)/.exec(url)?.[1]);
  assert.equal(seconds(signer.presign("a").url), 899);
  assert.equal(seconds(signer.presign({ key: "a", expiresIn: 60 }).url), 359);
  assert.equal(seconds(signer.presign({ key: "a", cacheWindow: 30 }).url), 629);
  assert.equal(seconds(signer.presignMany(["a"])[0] as string), 899);
  assert.equal(seconds(signer.sign("https://photos.s3.eu-west-1.amazonaws.com/a")), 899);
  const form = signer.presignPost({ key: "a" });
  assert.equal(form.expiresAt.getTime(), Math.floor(time.instant / 1_000) * 1_000 + 600_000);
});

test("an expiresAt of a call replaces the default of expiresIn", async () => {
  const signer = await live({ expiresIn: 600 });
  const expiresAt = new Date(Math.floor(time.instant / 1_000) * 1_000 + 90_000);
  assert.deepEqual(signer.presign({ key: "a", expiresAt }).expiresAt, expiresAt);
  assert.deepEqual(signer.presignPost({ key: "a", expiresAt }).expiresAt, expiresAt);
});

test("an S3 URI is signed with the defaults too", async () => {
  const signer = await live({ expiresIn: 60 });
  assert.match(signer.presign("s3://other/b").url, /^https:\/\/other\..*\/b\?.*X-Amz-Expires=60&/);
});

test("with expiresIn, credentials are renewed early enough for URLs that live as long", async () => {
  const signer = await live({ expiresIn: 30 * 60 });
  for (let minute = 0; minute < 300; minute += 1) {
    const { expiresAt } = signer.presign("a");
    assert.ok(expiresAt.getTime() >= time.instant + 28 * MINUTE, `minute ${minute}`);
    await time.pass(MINUTE);
  }
  assert.ok(calls <= 11, `${calls} calls`);
});

test("a corrected clock signs the next URL", async () => {
  const s3 = client();
  const signer = await live({}, s3);
  const dateOf = (url: string) => Number(inspect(url).signedAt);
  const before = dateOf(signer.presign("a").url);
  s3.clockOffset = 10 * MINUTE;
  assert.equal(dateOf(signer.presign("a").url) - before, 10 * MINUTE);
});

test("a clock that turns out slow ends the credentials and renews them", async () => {
  const s3 = client();
  const signer = await live({}, s3);
  provide = () => issue(3 * HOUR);
  s3.clockOffset = HOUR;
  assert.throws(() => signer.presign("a"), { code: "CredentialsExpired" });
  await settled();
  assert.equal(keyOf(signer.presign("a").url), "ASIA2");
});

test("credentials that another call of the client got sign the next URL", async () => {
  const s3 = client();
  const signer = await live({}, s3);
  time.instant += 40 * MINUTE;
  await s3.presign("b");
  assert.equal(keyOf(signer.presign("a").url), "ASIA2");
  assert.equal(calls, 2);
});

test("calls after stop() throw PresignerFreed, and stop() twice is no error", async () => {
  const signer = await live();
  signer.stop();
  signer.stop();
  signer[Symbol.dispose]();
  for (const call of [
    () => signer.presign("a"),
    () => signer.presignMany(["a"]),
    () => signer.presignPost({ key: "a" }),
    () => signer.sign("https://photos.s3.eu-west-1.amazonaws.com/a"),
  ]) {
    assert.throws(call, { code: "PresignerFreed" });
  }
});

for (const [name, defaults] of [
  ["without defaults", {}],
  ["with defaults", { expiresIn: 60 }],
] as const) {
  test(`a getter that stops a signer ${name} makes the call throw PresignerFreed`, async () => {
    const signer = await live(defaults);
    const stopping = () => ({
      get key() {
        signer.stop();
        return "a";
      },
    });
    assert.throws(() => signer.presign(stopping()), { code: "PresignerFreed" });
    assert.throws(() => signer.presignPost(stopping()), { code: "PresignerFreed" });
  });

  test(`a getter that signs with a signer ${name} and new credentials is harmless`, async () => {
    const s3 = client();
    const signer = await live(defaults, s3);
    time.instant += 50 * MINUTE;
    await s3.presign("renews");
    const request = {
      get key() {
        return signer.presign("b").url.slice(0, 5);
      },
    };
    assert.match(signer.presign(request).url, /amazonaws\.com\/https\?.*ASIA2/);
  });
}

test("stop() clears the timer", async () => {
  const signer = await live();
  assert.equal(time.pending, 1);
  signer.stop();
  assert.equal(time.pending, 0);
  await time.pass(2 * HOUR);
  assert.equal(calls, 1);
});

test("stop() during a renewal is final", async () => {
  const signer = await live();
  let finish: (credentials: Credentials) => void = () => {};
  provide = () =>
    new Promise((resolve) => {
      finish = resolve;
    });
  await time.pass(55 * MINUTE + 1_000);
  assert.equal(calls, 2);
  signer.stop();
  finish(issue());
  await time.pass(0);
  assert.equal(time.pending, 0);
  assert.throws(() => signer.presign("a"), { code: "PresignerFreed" });
});

test("a signer that stops leaves the client's other signers alone", async () => {
  const s3 = client();
  const [first, second] = [await live({}, s3), await live({}, s3)];
  first.stop();
  await time.pass(3 * HOUR);
  assert.ok(second.presign("a").expiresAt.getTime() > time.instant);
});

test("no secret shows in a printed signer", async () => {
  const signer = await live();
  assert.doesNotMatch(`${JSON.stringify(signer)} ${String(signer)}`, /hush/);
});

test("a process ends by itself although a signer is live and its provider hangs", async () => {
  mock.restoreAll();
  const script = `
    import { S3 } from "./dist/index.js";
    let calls = 0;
    const s3 = new S3({
      region: "eu-west-1", bucket: "photos",
      credentials: () => {
        calls += 1;
        if (calls > 1) return new Promise(() => {});
        return { accessKeyId: "a", secretAccessKey: "b", sessionToken: "c", expiration: Date.now() + 60_000 };
      },
    });
    const signer = await s3.signer();
    const { now } = Date;
    Date.now = () => now() + 45_000;
    signer.presign("a");
    process.on("exit", () => console.log("calls", calls));
  `;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "--eval", script],
    { cwd: inRoot("."), timeout: 20_000 },
  );
  assert.equal(stdout, "calls 2\n");
});

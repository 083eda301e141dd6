import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, afterEach, before, beforeEach, describe, mock, test } from "node:test";
import { cognito } from "../../../js/credentials/cognito.ts";
import type { Credentials } from "../../../js/credentials/provider.ts";
import { S3, type S3Options } from "../../../js/s3.ts";
import { stackBinary } from "../../../scripts/build.ts";
import { type Stack, startStack } from "../../e2e/stack.ts";

const HOUR = 3_600_000;
/** The machine's clock, whatever a test does to `Date`. */
const machineNow = Date.now;
const HELLO = "Hello from your own S3.\n";

/** As a page sees the replies of a bucket whose CORS rules expose nothing. */
const withoutDate: typeof fetch = async (...request) => {
  const { body, status, headers } = await fetch(...request);
  const shown = new Headers(headers);
  shown.delete("date");
  return new Response(body, { status, headers: shown });
};

const skip = existsSync(await stackBinary()) ? false : "the local stack is not built";

describe("a client on a device whose clock is wrong", { skip }, () => {
  let stack: Stack;
  /** Of a guest, with an hour to live. */
  let credentials: Credentials;

  before(async () => {
    stack = await startStack();
  });
  after(() => stack.stop());
  beforeEach(async () => {
    const { identityPoolId, identity } = stack.ready;
    credentials = await cognito({ identityPoolId, endpoint: identity })();
    await stack.forget();
  });
  afterEach(async () => {
    mock.restoreAll();
    await stack.reset();
  });

  function shiftClock(milliseconds: number): void {
    mock.method(Date, "now", () => machineNow() + milliseconds);
  }

  function client(options: Partial<S3Options> = {}): S3 {
    const { region, bucket, s3: endpoint } = stack.ready;
    return new S3({ region, bucket, endpoint, credentials, fetch: withoutDate, ...options });
  }

  async function asked(): Promise<Record<string, number>> {
    return stack.counts();
  }

  for (const [what, source] of [
    ["a fixed set", () => credentials],
    ["a provider of one's own", () => async () => credentials],
  ] as const) {
    test(`takes ${what} that only a fast clock calls ended, once S3 has told the time`, async () => {
      shiftClock(24 * HOUR);
      const s3 = client({ credentials: source() });
      const { url, expiresAt } = await s3.presign("hello.txt");
      assert.equal(await (await fetch(url)).text(), HELLO);
      assert.ok(expiresAt.getTime() <= new Date(credentials.expiration as Date).getTime());
      assert.deepEqual(await asked(), { "s3 GET": 2 });
    });
  }

  test("says of credentials that have ended that they have, and asks S3 once", async () => {
    await stack.change({ clockOffsetSeconds: 7_200 });
    shiftClock(2 * HOUR);
    const s3 = client();
    for (let times = 0; times < 3; times += 1) {
      await assert.rejects(s3.presign("hello.txt"), { code: "CredentialsExpired" });
    }
    assert.deepEqual(await asked(), { "s3 GET": 1 });
  });

  test("asks S3 the time once for forms that are refused side by side", async () => {
    shiftClock(-2 * HOUR);
    await stack.disturb({
      method: "POST",
      times: 4,
      effect: { type: "delay", milliseconds: 500 },
    });
    const s3 = client();
    const keys = ["a", "b", "c", "d"];
    await Promise.all(keys.map((key) => s3.upload(key, { key: `clocks/${key}` })));
    assert.deepEqual(await asked(), { "s3 POST": 8, "s3 GET": 1 });
  });

  test("asks the bucket of the transfer where it has none of its own", async () => {
    shiftClock(-2 * HOUR);
    const { region, s3: endpoint, bucket } = stack.ready;
    const s3 = new S3({ region, endpoint, credentials, fetch: withoutDate });
    await s3.upload("x", { key: "clocks/x", bucket });
    assert.deepEqual(await asked(), { "s3 POST": 2, "s3 GET": 1 });
  });

  test("fails with S3's own words where S3 does not tell the time", async () => {
    shiftClock(-2 * HOUR);
    await stack.disturb({
      method: "GET",
      times: 0,
      effect: { type: "error", status: 403, code: "AccessDenied" },
    });
    await assert.rejects(client().upload("x", { key: "clocks/x" }), {
      code: "AccessDenied",
      message: "Invalid according to Policy: Policy expired.",
    });
  });

  for (const signature of ["v4", "v2"] as const) {
    test(`learns the time by signature ${signature}, even from the first day of 1970`, async () => {
      shiftClock(-Date.now());
      const s3 = client({ signature });
      await s3.upload("x", { key: "clocks/x" });
      const wrongBy = Date.now() + s3.clockOffset - machineNow();
      assert.ok(Math.abs(wrongBy) < 5_000, String(wrongBy));
    });
  }
});

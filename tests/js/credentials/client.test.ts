import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, afterEach, before, beforeEach, describe, mock, test } from "node:test";
import { cognito } from "../../../js/credentials/cognito.ts";
import type { Credentials } from "../../../js/credentials/provider.ts";
import { S3, type S3Options } from "../../../js/s3.ts";
import { stackBinary } from "../../../scripts/target-folder.ts";
import { type Stack, startStack } from "../../e2e/stack.ts";

const HOUR = 3_600_000;
/** Reads the machine's clock even if a test mocks `Date`. */
const machineNow = Date.now;
const HELLO = "Hello from your own S3.\n";

/** Returns the response as a page gets it from a bucket whose CORS rules expose no header. */
const withoutDate: typeof fetch = async (...request) => {
  const { body, status, headers } = await fetch(...request);
  const visible = new Headers(headers);
  visible.delete("date");
  return new Response(body, { status, headers: visible });
};

const skip = existsSync(await stackBinary()) ? false : "the local stack is not built";

describe("a client on a device whose clock is wrong", { skip }, () => {
  let stack: Stack;
  /** A guest's, with a lifetime of an hour. */
  let credentials: Credentials;

  before(async () => {
    stack = await startStack();
  });
  after(() => stack.stop());
  beforeEach(async () => {
    const { identityPoolId, identity } = stack.ready;
    credentials = await cognito({ identityPoolId, endpoint: identity })();
    await stack.clearRequests();
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

  async function counts(): Promise<Record<string, number>> {
    return stack.counts();
  }

  for (const [name, source] of [
    ["a fixed set", () => credentials],
    ["a provider of one's own", () => async () => credentials],
  ] as const) {
    test(`uses ${name} that only a fast clock finds expired, after S3 stated the time`, async () => {
      shiftClock(24 * HOUR);
      const s3 = client({ credentials: source() });
      const { url, expiresAt } = await s3.presign("hello.txt");
      assert.equal(await (await fetch(url)).text(), HELLO);
      assert.ok(expiresAt.getTime() <= new Date(credentials.expiration as Date).getTime());
      assert.deepEqual(await counts(), { "s3 GET": 2 });
    });
  }

  test("fails with CredentialsExpired for expired credentials, with one request to S3", async () => {
    await stack.changeSettings({ clockOffsetSeconds: 7_200 });
    shiftClock(2 * HOUR);
    const s3 = client();
    for (let times = 0; times < 3; times += 1) {
      await assert.rejects(s3.presign("hello.txt"), { code: "CredentialsExpired" });
    }
    assert.deepEqual(await counts(), { "s3 GET": 1 });
  });

  test("fetches S3's time once for forms that are rejected at the same time", async () => {
    shiftClock(-2 * HOUR);
    await stack.addFaults({
      method: "POST",
      times: 4,
      effect: { type: "delay", milliseconds: 500 },
    });
    const s3 = client();
    const keys = ["a", "b", "c", "d"];
    await Promise.all(keys.map((key) => s3.upload(key, { key: `clocks/${key}` })));
    assert.deepEqual(await counts(), { "s3 POST": 8, "s3 GET": 1 });
  });

  test("fetches the time from the transfer's bucket if the client has none", async () => {
    shiftClock(-2 * HOUR);
    const { region, s3: endpoint, bucket } = stack.ready;
    const s3 = new S3({ region, endpoint, credentials, fetch: withoutDate });
    await s3.upload("x", { key: "clocks/x", bucket });
    assert.deepEqual(await counts(), { "s3 POST": 2, "s3 GET": 1 });
  });

  test("fails with S3's own message if S3 does not state the time", async () => {
    shiftClock(-2 * HOUR);
    await stack.addFaults({
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
    test(`learns the time with signature ${signature}, even on a device in 1970`, async () => {
      shiftClock(-Date.now());
      const s3 = client({ signature });
      await s3.upload("x", { key: "clocks/x" });
      const wrongBy = Date.now() + s3.clockOffset - machineNow();
      assert.ok(Math.abs(wrongBy) < 5_000, String(wrongBy));
    });
  }
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { S3 } from "../../../js/s3.ts";

const HOUR = 3_600_000;
const KEYS = { accessKeyId: "ASIA1", secretAccessKey: "hush" };

/** Returns a service that rejects one good request with the time `lie`; after that its time is correct. */
function service(lie: string): typeof fetch {
  let lies = 1;
  const reject = (serverTime: string) =>
    new Response(
      `<Error><Code>RequestTimeTooSkewed</Code><ServerTime>${serverTime}</ServerTime></Error>`,
      { status: 403, headers: { date: new Date(serverTime).toUTCString() } },
    );
  return async (input) => {
    lies -= 1;
    if (lies >= 0) return reject(lie);
    const signed = new URL(String(input)).searchParams.get("X-Amz-Date") ?? "";
    const [, year, month, day, hour, minute] = (
      /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)/.exec(signed) ?? []
    ).map(Number);
    const at = Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute);
    if (Math.abs(at - Date.now()) > HOUR / 4) return reject(new Date().toISOString());
    return new Response("hello", { headers: { etag: '"1"' } });
  };
}

const sources = {
  "a fixed set without an expiration": () => KEYS,
  "a fixed set of an hour": () => ({ ...KEYS, expiration: Date.now() + HOUR }),
  "a provider": () => async () => ({ ...KEYS, expiration: Date.now() + HOUR }),
};

for (const [name, credentials] of Object.entries(sources)) {
  for (const lie of ["9999-12-31T23:59:59Z", "2050-01-01T00:00:00Z", "2026-01-01T00:00:00Z"]) {
    test(`a service whose time is ${lie} once does not affect later requests with ${name}`, async () => {
      const s3 = new S3({
        region: "eu-west-1",
        bucket: "photos",
        credentials: credentials(),
        fetch: service(lie),
      });
      await s3.download("a").catch(() => {});
      await s3.download("b");
      await s3.presign("c");
      assert.ok(Math.abs(s3.clockOffset) < 5_000, String(s3.clockOffset));
    });
  }
}

test("setting clockOffset beyond 100 years throws", () => {
  const s3 = new S3({ region: "eu-west-1", bucket: "photos", credentials: KEYS });
  assert.throws(
    () => {
      s3.clockOffset = 1e13;
    },
    { code: "InvalidOption", field: "clockOffset" },
  );
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { S3 } from "../../../js/s3.ts";

const HOUR = 3_600_000;
const KEYS = { accessKeyId: "ASIA1", secretAccessKey: "hush" };

/** A service that once refuses a good request and claims to live at `lie`; afterwards it is honest. */
function service(lie: string): typeof fetch {
  let lies = 1;
  const refuse = (serverTime: string) =>
    new Response(
      `<Error><Code>RequestTimeTooSkewed</Code><ServerTime>${serverTime}</ServerTime></Error>`,
      { status: 403, headers: { date: new Date(serverTime).toUTCString() } },
    );
  return async (input) => {
    lies -= 1;
    if (lies >= 0) return refuse(lie);
    const signed = new URL(String(input)).searchParams.get("X-Amz-Date") ?? "";
    const [, year, month, day, hour, minute] = (
      /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)/.exec(signed) ?? []
    ).map(Number);
    const at = Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute);
    if (Math.abs(at - Date.now()) > HOUR / 4) return refuse(new Date().toISOString());
    return new Response("hello", { headers: { etag: '"1"' } });
  };
}

const sources = {
  "a fixed set without an end": () => KEYS,
  "a fixed set of an hour": () => ({ ...KEYS, expiration: Date.now() + HOUR }),
  "a provider": () => async () => ({ ...KEYS, expiration: Date.now() + HOUR }),
};

for (const [name, credentials] of Object.entries(sources)) {
  for (const lie of ["9999-12-31T23:59:59Z", "2050-01-01T00:00:00Z", "2026-01-01T00:00:00Z"]) {
    test(`a service that says once that it is ${lie} disturbs no later request with ${name}`, async () => {
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

test("setting clockOffset beyond 100 years is refused", () => {
  const s3 = new S3({ region: "eu-west-1", bucket: "photos", credentials: KEYS });
  assert.throws(
    () => {
      s3.clockOffset = 1e13;
    },
    { code: "InvalidOption", field: "clockOffset" },
  );
});

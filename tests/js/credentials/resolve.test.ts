import assert from "node:assert/strict";
import { test } from "node:test";
import vm from "node:vm";
import { resolveCredentials } from "../../../js/credentials/resolve.ts";

const INSTANT = Date.UTC(2030, 0, 31, 12, 0, 0);
const KEYS = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "hush" };

test("the SDK's shape is read", () => {
  const expiration = new Date(INSTANT);
  const credentials = { ...KEYS, sessionToken: "token", expiration };
  assert.deepEqual(resolveCredentials(credentials), credentials);
});

const sts = {
  AccessKeyId: KEYS.accessKeyId,
  SecretAccessKey: KEYS.secretAccessKey,
  SessionToken: "token",
  Expiration: "2030-01-31T12:00:00Z",
};
const resolved = { ...KEYS, sessionToken: "token", expiration: new Date(INSTANT) };

test("STS's shape is read", () => {
  assert.deepEqual(resolveCredentials(sts), resolved);
});

test("the shape of Uppy's getCredentials is read", () => {
  assert.deepEqual(resolveCredentials({ credentials: sts, region: "eu-west-1" }), resolved);
});

test("the SDK's shape under `credentials` is read", () => {
  assert.deepEqual(
    resolveCredentials({ credentials: { ...resolved }, region: "eu-west-1" }),
    resolved,
  );
});

test("Cognito's SecretKey is read", () => {
  const { SecretAccessKey, ...others } = sts;
  assert.deepEqual(resolveCredentials({ ...others, SecretKey: SecretAccessKey }), resolved);
});

test("optional fields that are missing stay absent", () => {
  assert.deepEqual(Object.keys(resolveCredentials({ ...KEYS, region: "eu-west-1" })), [
    "accessKeyId",
    "secretAccessKey",
  ]);
});

test("null and an empty string mean no session token and no expiration", () => {
  for (const nothing of [null, undefined, ""]) {
    assert.deepEqual(
      resolveCredentials({ ...KEYS, sessionToken: nothing, expiration: nothing }),
      KEYS,
    );
  }
});

const expirations: Record<string, unknown> = {
  "a Date": new Date(INSTANT),
  "a Date of another realm": vm.runInNewContext(`new Date(${INSTANT})`),
  "epoch milliseconds": INSTANT,
  "epoch seconds": INSTANT / 1000,
  "epoch seconds with a fraction": INSTANT / 1000 + 0.0,
  "epoch seconds in a string": String(INSTANT / 1000),
  "epoch milliseconds in a string": String(INSTANT),
  "ISO 8601 in UTC": "2030-01-31T12:00:00Z",
  "ISO 8601 with milliseconds": "2030-01-31T12:00:00.000Z",
  "ISO 8601 with nanoseconds": "2030-01-31T12:00:00.000000001Z",
  "ISO 8601 with an offset": "2030-01-31T13:30:00+01:30",
  "ISO 8601 with an offset without a colon": "2030-01-31T11:00:00-0100",
  "ISO 8601 without seconds": "2030-01-31T12:00Z",
  "RFC 3339 with a space": "2030-01-31 12:00:00Z",
};

for (const [name, expiration] of Object.entries(expirations)) {
  test(`an expiration may be ${name}`, () => {
    assert.equal(resolveCredentials({ ...KEYS, expiration }).expiration?.getTime(), INSTANT);
  });
}

test("epoch seconds and milliseconds are distinguished for every year from 1973 to 5138", () => {
  for (let year = 1974; year <= 5138; year += 1) {
    const instant = Date.UTC(year, 0, 1);
    for (const expiration of [instant, instant / 1000]) {
      assert.equal(resolveCredentials({ ...KEYS, expiration }).expiration?.getTime(), instant);
    }
  }
});

const bad: [string, unknown][] = [
  ["text", "soon"],
  ["ISO 8601 without a time zone", "2030-01-31T12:00:00"],
  ["a day", "2030-01-31"],
  ["a month 13", "2030-13-31T12:00:00Z"],
  ["not a number", Number.NaN],
  ["infinite", Number.POSITIVE_INFINITY],
  ["negative", -1],
  ["an invalid Date", new Date(Number.NaN)],
  ["an object", {}],
  ["a boolean", true],
];
for (const [name, expiration] of bad) {
  test(`an expiration that is ${name} is a CredentialsMalformed error for the field`, () => {
    assert.throws(() => resolveCredentials({ ...KEYS, expiration }), {
      name: "CredentialsError",
      code: "CredentialsMalformed",
      message: /^`credentials\.expiration` must be/,
    });
  });
}

for (const nothing of [undefined, null, "AKIA", 7, true, () => KEYS]) {
  test(`${typeof nothing} ${String(nothing).slice(0, 9)} is CredentialsMissing`, () => {
    assert.throws(() => resolveCredentials(nothing), {
      name: "CredentialsError",
      code: "CredentialsMissing",
    });
  });
}

for (const field of ["accessKeyId", "secretAccessKey"] as const) {
  test(`a missing ${field} is a CredentialsMissing error for it`, () => {
    for (const value of [undefined, null, ""]) {
      assert.throws(() => resolveCredentials({ ...KEYS, [field]: value }), {
        code: "CredentialsMissing",
        message: new RegExp(`^\`credentials\\.${field}\` must `),
      });
    }
  });
}

for (const field of ["accessKeyId", "secretAccessKey", "sessionToken"] as const) {
  test(`a ${field} that is no string, or ends with a line break, is a CredentialsMalformed error for it`, () => {
    for (const value of [7, {}, "hush\n", " hush", "hu\u0000sh", "hush\r\nx: y"]) {
      assert.throws(() => resolveCredentials({ ...KEYS, [field]: value }), {
        code: "CredentialsMalformed",
        message: new RegExp(`^\`credentials\\.${field}\` must `),
      });
    }
  });
}

test("the result is a frozen copy", () => {
  const source = { ...KEYS };
  const credentials = resolveCredentials(source);
  source.secretAccessKey = "changed";
  assert.equal(credentials.secretAccessKey, "hush");
  assert.ok(Object.isFrozen(credentials));
});

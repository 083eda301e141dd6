import assert from "node:assert/strict";
import { test } from "node:test";
import { ERROR_CATALOGUE } from "../../js/error-catalogue.ts";
import type { PackageErrorCode } from "../../js/error-codes.ts";
import {
  CredentialsError,
  PresignError,
  ServiceError,
  SignpostError,
  TransferError,
} from "../../js/errors.ts";
import { explain } from "../../js/explain.ts";
import { isRetryableService, retryReason } from "../../js/retryable.ts";

/** Returns an error of each class with the code. */
function errorsOf(code: PackageErrorCode): SignpostError[] {
  return ERROR_CATALOGUE[code].classes.map((name) => {
    if (name === "PresignError") return new PresignError(code, "m");
    if (name === "CredentialsError") return new CredentialsError(code, "m");
    if (name === "TransferError") return new TransferError(code, "m", { attempts: 1 });
    if (name === "SignpostError") return new SignpostError(code, "m");
    const details = { service: "sts", status: 200, retryable: false } as const;
    return new ServiceError(code, "m", details);
  });
}

for (const code of Object.keys(ERROR_CATALOGUE) as PackageErrorCode[]) {
  test(`explain agrees with retryable of ${code}`, () => {
    for (const error of errorsOf(code)) assert.equal(explain(error).retryable, error.retryable);
  });
}

test("the retryable codes of this package are those that a later call may not meet", () => {
  const codes = Object.keys(ERROR_CATALOGUE) as PackageErrorCode[];
  assert.deepEqual(
    codes.filter((code) => errorsOf(code).some(({ retryable }) => retryable)).sort(),
    [
      "ChecksumMismatch",
      "CredentialsExpired",
      "EndpointUnreachable",
      "Interrupted",
      "NetworkOrCors",
      "ObjectChanged",
      "Offline",
      "ProviderTimedOut",
      "Stalled",
      "UnreadableReply",
    ],
  );
});

for (const code of ["SlowDown", "InternalError", "NoSuchKey", "AccessDenied", "ExpiredToken"]) {
  test(`explain finds ${code} retryable in S3's document and in an error of the AWS SDK alike`, () => {
    const document = `<Error><Code>${code}</Code><Message>m</Message></Error>`;
    const sdkError = Object.assign(new Error("m"), { name: code });
    const expected = isRetryableService("s3", code, 0, "m");
    assert.equal(explain(document).retryable, expected);
    assert.equal(explain(sdkError).retryable, expected);
  });
}

test("a status alone decides for an error without a known code", () => {
  const statuses = [400, 403, 404, 408, 429, 500, 501, 502, 503, 504, 505];
  assert.deepEqual(
    statuses.filter((status) => retryReason("Http", status) !== undefined),
    [408, 429, 500, 502, 503, 504],
  );
});

test("a status of 429 or 503 is throttling, whatever transient code comes with it", () => {
  assert.equal(retryReason("ServiceUnavailable", 503), "throttling");
  assert.equal(retryReason("InternalError", 429), "throttling");
  assert.equal(retryReason("InternalError", 500), "transient");
});

test("a throttling code is retryable with status 400", () => {
  assert.equal(retryReason("TooManyRequestsException", 400), "throttling");
});

test("a code named like a property of every object is not retryable", () => {
  assert.equal(isRetryableService("s3", "constructor", 400), false);
  assert.equal(isRetryableService("s3", "toString", 403), false);
});

test("an expired token is retryable at S3, and not at STS: there it is the token of the login", () => {
  assert.equal(isRetryableService("s3", "ExpiredToken", 400), true);
  assert.equal(isRetryableService("sts", "ExpiredTokenException", 400), false);
});

test("R2's code for an expired URL is retryable", () => {
  assert.equal(isRetryableService("s3", "ExpiredRequest", 400), true);
});

test("AccessDenied is retryable if its message is about time", () => {
  assert.equal(isRetryableService("s3", "AccessDenied", 403, "Request has expired"), true);
  assert.equal(isRetryableService("s3", "AccessDenied", 403, "Access Denied"), false);
});

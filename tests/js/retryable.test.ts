import assert from "node:assert/strict";
import { test } from "node:test";
import { isRetryableService, retryReason } from "../../js/retryable.ts";

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

test("AccessDenied is retryable if its message is about time", () => {
  assert.equal(isRetryableService("s3", "AccessDenied", 403, "Request has expired"), true);
  assert.equal(isRetryableService("s3", "AccessDenied", 403, "Access Denied"), false);
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { compare, splitCanonicalRequest, withoutSecret } from "../../../www/explain/comparison.ts";

const SCOPE = "AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request";
const QUERY = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${SCOPE}&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=content-type%3Bhost`;
const REQUEST = {
  method: "PUT",
  url: `https://examplebucket.s3.amazonaws.com/test.txt?${QUERY}&X-Amz-Signature=aeeed9bb`,
  headers: { "content-type": "text/plain" },
} as const;
const CANONICAL = `PUT\n/test.txt\n${QUERY}\ncontent-type:text/plain\nhost:examplebucket.s3.amazonaws.com\n\ncontent-type;host\nUNSIGNED-PAYLOAD`;

/** Returns the lines that differ, as `part: ours | theirs`. */
function differences(canonical: string): string[] {
  return compare(canonical, REQUEST)
    .filter(({ ours, theirs }) => ours !== theirs)
    .map(({ part, ours, theirs }) => `${part}: ${ours} | ${theirs}`);
}

describe("the lines of a request", () => {
  test("are equal to those of S3 if S3 signed the same request", () => {
    assert.deepEqual(differences(CANONICAL), []);
  });

  test("differ in each changed part", () => {
    const canonical = CANONICAL.replace("PUT", "GET")
      .replace("/test.txt", "/base/test.txt")
      .replace("text/plain", "text/html")
      .replace("host:examplebucket", "host:proxy");
    assert.deepEqual(differences(canonical), [
      "method: PUT | GET",
      "path: /test.txt | /base/test.txt",
      "headers: content-type:text/plain | content-type:text/html",
      "headers: host:examplebucket.s3.amazonaws.com | host:proxy.s3.amazonaws.com",
    ]);
  });

  test("show an added and a lost parameter", () => {
    const canonical = CANONICAL.replace("&X-Amz-Expires=86400", "").replace(
      "host\nc",
      "host&utm=1\nc",
    );
    assert.deepEqual(differences(canonical), ["query:  | utm=1", "query: X-Amz-Expires=86400 | "]);
  });

  test("are those of the document, in the order of a canonical request", () => {
    const parts = splitCanonicalRequest(CANONICAL).map(({ part }) => part);
    assert.deepEqual(
      [...new Set(parts)],
      ["method", "path", "query", "headers", "signedHeaders", "payload"],
    );
  });
});

test("the values of session tokens are hidden", () => {
  assert.deepEqual(
    ["X-Amz-Security-Token=abc", "x-amz-security-token:abc", "x-amz-acl:a"].map(withoutSecret),
    ["X-Amz-Security-Token=(hidden)", "x-amz-security-token:(hidden)", "x-amz-acl:a"],
  );
});

test("a document of 64 KB of hostile lines is compared in a second of CPU time", () => {
  const start = process.cpuUsage();
  compare(`GET\n/\n${"a=b&".repeat(4_000)}\n${"x:y\n".repeat(4_000)}`, REQUEST);
  // CPU time, which a busy machine does not change.
  const took = process.cpuUsage(start).user / 1_000;
  assert.ok(took < 1_000, `${took} ms`);
});

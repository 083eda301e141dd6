import assert from "node:assert/strict";
import { test } from "node:test";
import { explain, inspect, type PresignError, Presigner, type PresignRequest } from "s3-signpost";

const credentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const signingDate = new Date("2026-01-01T00:00:00Z");

function presigner(options: object = {}): Presigner {
  return new Presigner({ region: "us-east-1", bucket: "examplebucket", credentials, ...options });
}

function signed(request: PresignRequest, options: object = {}) {
  return presigner(options).presign({ key: "a", signingDate, ...request });
}

/** Code and field of the error that a request gives. */
function thrownFor(request: PresignRequest, options: object = {}): [string, string | undefined] {
  try {
    signed(request, options);
  } catch (error) {
    const { code, field } = error as PresignError;
    return [code, field];
  }
  assert.fail("Nothing was thrown.");
}

test("Content-Length of a PUT is signed, and is not in the returned headers", () => {
  const headers = { "content-LENGTH": "9", "x-amz-meta-a": "content-length" };
  const { url, headers: toSet } = signed({ method: "PUT", headers });
  assert.match(url, /&X-Amz-SignedHeaders=content-length%3Bhost%3Bx-amz-meta-a&/);
  assert.deepEqual(toSet, { "x-amz-meta-a": "content-length" });
});

test("a malformed Content-Length is rejected", () => {
  for (const size of ["", "-1", "1.5", "09", "9 bytes", "1e3"]) {
    const headers = { "Content-Length": size };
    assert.deepEqual(thrownFor({ method: "PUT", headers }), [
      "InvalidHeader",
      "headers.content-length",
    ]);
  }
});

test("Content-Length is rejected for methods without a body", () => {
  for (const method of ["GET", "HEAD", "DELETE"] as const) {
    assert.deepEqual(thrownFor({ method, headers: { "Content-Length": "9" } }), [
      "ForbiddenHeader",
      "headers.content-length",
    ]);
  }
});

test("Content-Length is rejected with Signature V2, which does not sign it", () => {
  const headers = { "Content-Length": "9" };
  assert.deepEqual(thrownFor({ method: "PUT", headers }, { signature: "v2" }), [
    "SignatureV4Required",
    "headers.content-length",
  ]);
});

test("an x-amz-* parameter in query is signed and stays in the query", () => {
  const query = { "x-amz-request-payer": "requester", "X-Amz-Meta-Title": "é" };
  const { url, headers } = signed({ query });
  assert.match(url, /&X-Amz-Meta-Title=%C3%A9&X-Amz-SignedHeaders=host&/);
  assert.match(url, /&x-amz-request-payer=requester&X-Amz-Signature=/);
  assert.deepEqual(headers, {});
});

test("the parameters of a signature are reserved in any case", () => {
  for (const name of ["X-Amz-Date", "x-amz-signedheaders", "X-AMZ-SECURITY-TOKEN", "expires"]) {
    assert.deepEqual(thrownFor({ query: { [name]: "1" } }), [
      "ReservedQueryParameter",
      `query.${name}`,
    ]);
  }
});

test("inspect finds no problem in a URL with x-amz-* parameters", () => {
  for (const signature of ["v4", "v2"]) {
    const query = { "x-amz-request-payer": "requester", "x-amz-expected-bucket-owner": "1" };
    const { url } = signed({ query }, { signature });
    const { problems, key, temporary } = inspect(url, signingDate);
    assert.deepEqual({ problems, key, temporary }, { problems: [], key: "a", temporary: false });
  }
});

test("explain names the x-amz-* parameter that changed", () => {
  const request = signed({ query: { "x-amz-request-payer": "requester" } });
  const sent = request.url.replace(/&X-Amz-Signature=.*/, "").split("?")[1] as string;
  const theirs = sent.replace("payer=requester", "payer=other");
  const { difference } = explain(mismatch(`GET\n/a\n${theirs}`, "host", ""), request);
  assert.deepEqual(difference, {
    part: "query",
    ours: "x-amz-request-payer=requester",
    theirs: "x-amz-request-payer=other",
  });
});

test("explain names the size that was sent and not signed", () => {
  const request = signed({ method: "PUT", headers: { "Content-Length": "9" } });
  const query = request.url.replace(/&X-Amz-Signature=.*/, "").split("?")[1] as string;
  const document = mismatch(`PUT\n/a\n${query}`, "content-length;host", "content-length:10\n");
  const { difference, hint } = explain(document, request);
  assert.deepEqual(difference, {
    part: "headers",
    ours: "content-length:(unknown)",
    theirs: "content-length:10",
  });
  assert.match(hint, /body of the signed `Content-Length`/);
});

/** Returns S3's error document for a request with this canonical request. */
function mismatch(start: string, names: string, headers: string): string {
  const host = "host:examplebucket.s3.us-east-1.amazonaws.com";
  const request = `${start}\n${headers}${host}\n\n${names}\nUNSIGNED-PAYLOAD`;
  return `<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>${request.replaceAll("&", "&amp;")}</CanonicalRequest></Error>`;
}

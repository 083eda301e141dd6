import assert from "node:assert/strict";
import { after, before, mock, test } from "node:test";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type fc from "fast-check";
import { Client } from "minio";
import { Presigner } from "../../js/presigner.ts";
import type { SignUrlOptions } from "../../js/types.ts";
import { Botocore } from "./botocore.ts";
import { assertSameUrl, type Case, casesOf, ourUrl, type Signature, type Signer } from "./cases.ts";
import type { SdkConfig } from "./locations.ts";
import { commandOf, sdkClient, sdkUrl } from "./sdk.ts";
import { check, seed } from "./seed.ts";

/** Cases of each operation. */
const CASES = 40;
const OPERATIONS = ["GetObject", "HeadObject", "DeleteObject"];

let botocore: Botocore;
before(() => {
  botocore = new Botocore();
});
after(() => botocore.stop());

/** Cases without headers, which `sign` does not add. */
function withoutHeaders(
  operation: string,
  signer: Signer,
  signature: Signature,
): fc.Arbitrary<Case> {
  return casesOf(operation, signer, signature).map((one) => {
    const input = Object.entries(one.call.input).filter(([name]) =>
      /^(Response|VersionId$|PartNumber$)/.test(name),
    );
    return { ...one, call: { ...one.call, input: Object.fromEntries(input), headers: {} } };
  });
}

/** Signs a URL at the case's own instant. `more` are other options of the signer. */
function signAnew(url: string, one: Case, signature: Signature, bucket?: string): string {
  const { location, credentials, signingDate, expiresIn, call } = one;
  const options = { ...location.ours, signature, credentials };
  const presigner = new Presigner(bucket === undefined ? options : { ...options, bucket });
  const method = call.method as NonNullable<SignUrlOptions["method"]>;
  mock.timers.enable({ apis: ["Date"], now: signingDate });
  try {
    return presigner.sign(url, { method, expiresIn, cacheWindow: 1 });
  } finally {
    mock.timers.reset();
    presigner.free();
  }
}

/** Asserts that another signer's URL is signed as the same request is presigned, and not for another bucket. */
function assertSignedAnew(theirs: string, one: Case, signature: Signature, expected: string): void {
  const { bucket } = one.location;
  for (const own of [undefined, bucket]) {
    assertSameUrl(signAnew(theirs, one, signature, own), expected);
  }
  const message = `SEED=${seed} repeats it.`;
  assert.equal(signAnew(theirs, one, signature, "anotherbucket"), theirs, message);
}

for (const operation of OPERATIONS) {
  for (const signature of ["v4", "v2"] as const) {
    test(`${operation}: a ${signature} URL of botocore is signed anew`, () =>
      check(withoutHeaders(operation, "botocore", signature), CASES, async (one) => {
        const theirs = await botocore.url(one, signature === "v4" ? "s3v4" : "s3");
        assertSignedAnew(theirs, one, signature, ourUrl(one, { signature }));
      }));
  }

  test(`${operation}: a URL of the SDK for JavaScript is signed anew`, () =>
    check(withoutHeaders(operation, "sdk", "v4"), CASES, async (one) => {
      assertSignedAnew(await sdkUrl(one), one, "v4", ourUrl(one));
    }));
}

test("the parameters that getSignedUrl adds by itself are kept", () =>
  check(withoutHeaders("GetObject", "sdk", "v4"), CASES, async (one) => {
    const { location, credentials, key } = one;
    const client = sdkClient(location.sdk as SdkConfig, credentials);
    const command = commandOf("GetObject", { Bucket: location.bucket, Key: key });
    const theirs = await getSignedUrl(client, command);
    client.destroy();
    const query = { "x-amz-checksum-mode": "ENABLED", "x-id": "GetObject" };
    const plain = { ...one, call: { method: "GET", on: "object", input: {} } as const };
    assertSignedAnew(theirs, plain, "v4", ourUrl(plain, {}, { query }));
  }));

test("a URL of minio is signed anew", () =>
  check(
    // minio accepts fewer names of buckets, and no endpoint with a path or an IPv6 address.
    withoutHeaders("GetObject", "sdk", "v4")
      .filter(({ location }) => /^https?:\/\/[\w.]+(:\d+)?$/.test(location.ours.endpoint ?? ""))
      .map((one) => ({ ...one, location: { ...one.location, bucket: "photos" } })),
    CASES,
    async (one) => {
      const { location, credentials, key, signingDate, expiresIn, call } = one;
      const { hostname, port, protocol } = new URL(location.ours.endpoint ?? "");
      const { accessKeyId: accessKey, secretAccessKey: secretKey, sessionToken } = credentials;
      const client = new Client({
        endPoint: hostname,
        ...(port === "" ? {} : { port: Number(port) }),
        useSSL: protocol === "https:",
        region: location.ours.region,
        pathStyle: location.byPath,
        accessKey,
        secretKey,
        ...(sessionToken === undefined ? {} : { sessionToken }),
      });
      const query = { versionId: "a/b+c d" };
      const theirs = await client.presignedUrl(
        "GET",
        location.bucket,
        key,
        expiresIn,
        query,
        signingDate,
      );
      const plain = { ...one, call: { ...call, query, response: {} } };
      assertSignedAnew(theirs, plain, "v4", ourUrl(plain));
    },
  ));

test("presigned URLs of other services are returned as they are", () => {
  const presigner = new Presigner({
    region: "us-east-1",
    credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
  });
  for (const url of [
    "https://d111111abcdef8.cloudfront.net/images/a.jpg?Expires=1767225600&Signature=a~b-c__&Key-Pair-Id=K2JCJMDEHXQW5F",
    "https://cdn.example/a.jpg?Policy=eyJ~&Signature=nit~&Key-Pair-Id=K2JCJMDEHXQW5F",
    "https://storage.googleapis.com/b/a?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Signature=1a",
    "https://account.blob.core.windows.net/c/a?sv=2024-11-04&sig=a%2Bb%3D",
    "https://0123456789abcdef.r2.cloudflarestorage.com/b/a?X-Amz-Signature=1a",
    "https://b.s3-website-us-east-1.amazonaws.com/a",
    "https://execute-api.us-east-1.amazonaws.com/prod/a?X-Amz-Signature=1a",
    "https://b.s3.eu-west-1.amazonaws.com/a?X-Amz-Signature=1a",
    "https://minio.example:9000/b/a?X-Amz-Signature=1a",
  ]) {
    assert.equal(presigner.sign(url), url);
  }
});

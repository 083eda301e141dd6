import assert from "node:assert/strict";
import { test } from "node:test";
import { Presigner } from "s3-signpost";
import {
  bucket,
  credentials,
  expiresIn,
  form,
  keyOf,
  mixedKeyOf,
  region,
} from "../../../bench/case.ts";
import type { Signed } from "../../../bench/signer.ts";
import { sdkPresignedPost, sdkSignedUrl } from "../../../bench/signers/sdk.ts";
import { checkSigned, InvalidSignature } from "../../../bench/validity.ts";

const key = keyOf(7);

/** Returns a URL of the AWS SDK, so that the test does not depend on this package. */
async function sdkUrl(): Promise<string> {
  const [url] = await sdkSignedUrl.create()([key]);
  assert(typeof url === "string");
  return url;
}

async function sdkForm(): Promise<Exclude<Signed, string>> {
  const [signed] = await sdkPresignedPost.create()([key]);
  assert(typeof signed === "object");
  return signed;
}

/** Replaces the last hexadecimal digit. */
function flipped(signature: string): string {
  return signature.slice(0, -1) + (signature.endsWith("0") ? "1" : "0");
}

function assertInvalid(signed: Signed, method: string, key: string): void {
  assert.throws(() => checkSigned(signed, method, key), InvalidSignature);
}

test("a URL of the AWS SDK is valid", async () => {
  checkSigned(await sdkUrl(), "GET", key);
});

test("a URL with one wrong digit in its signature is invalid", async () => {
  const url = await sdkUrl();
  const signature = /X-Amz-Signature=([0-9a-f]{64})/.exec(url)?.[1] ?? "";
  assertInvalid(url.replace(signature, flipped(signature)), "GET", key);
});

test("a URL without a signature is invalid", async () => {
  assertInvalid((await sdkUrl()).replace(/&X-Amz-Signature=[0-9a-f]+/, ""), "GET", key);
});

test("a URL for another method is invalid", async () => {
  assertInvalid(await sdkUrl(), "PUT", key);
});

test("a URL for another key is invalid", async () => {
  assertInvalid(await sdkUrl(), "GET", keyOf(8));
});

test("a URL with another expiry is invalid", () => {
  const signer = new Presigner({ region, bucket, credentials });
  assertInvalid(signer.presign({ key, expiresIn: expiresIn + 1 }).url, "GET", key);
});

test("a URL with other credentials is invalid", () => {
  const { sessionToken: _, ...without } = credentials;
  const signer = new Presigner({ region, bucket, credentials: without });
  assertInvalid(signer.presign({ key, expiresIn }).url, "GET", key);
});

test("a URL for a key with spaces and non-ASCII letters is valid", () => {
  const signer = new Presigner({ region, bucket, credentials });
  const mixed = mixedKeyOf(3);
  checkSigned(signer.presign({ key: mixed, expiresIn }).url, "GET", mixed);
});

test("a form of the AWS SDK is valid", async () => {
  checkSigned(await sdkForm(), "POST", key);
});

test("a form with one wrong digit in its signature is invalid", async () => {
  const { url, fields } = await sdkForm();
  const signature = fields["X-Amz-Signature"] ?? "";
  assertInvalid({ url, fields: { ...fields, "X-Amz-Signature": flipped(signature) } }, "POST", key);
});

test("a form with a field that has no condition is invalid", async () => {
  const { url, fields } = await sdkForm();
  assertInvalid({ url, fields: { ...fields, acl: "public-read" } }, "POST", key);
});

test("a form with a larger maximum size is invalid", () => {
  const signer = new Presigner({ region, bucket, credentials });
  const { url, fields } = signer.presignPost({
    key,
    expiresIn,
    ...form,
    maxSize: form.maxSize + 1,
  });
  assertInvalid({ url, fields }, "POST", key);
});

test("the error has no part of the URL", async () => {
  const url = (await sdkUrl()).replace("X-Amz-Expires=300", "X-Amz-Expires=301");
  assert.throws(
    () => checkSigned(url, "GET", key),
    ({ message }: Error) =>
      !message.includes("X-Amz") && !message.includes(credentials.accessKeyId),
  );
});

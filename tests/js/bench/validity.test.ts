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

/** The AWS SDK's, so that what is checked is not our own. */
async function sdkUrl(): Promise<string> {
  const [url] = await sdkSignedUrl.make()([key]);
  assert(typeof url === "string");
  return url;
}

async function sdkForm(): Promise<Exclude<Signed, string>> {
  const [signed] = await sdkPresignedPost.make()([key]);
  assert(typeof signed === "object");
  return signed;
}

/** Another hexadecimal digit at the end. */
function flipped(signature: string): string {
  return signature.slice(0, -1) + (signature.endsWith("0") ? "1" : "0");
}

function refused(signed: Signed, method: string, of: string): void {
  assert.throws(() => checkSigned(signed, method, of), InvalidSignature);
}

test("a URL of the AWS SDK is found valid", async () => {
  checkSigned(await sdkUrl(), "GET", key);
});

test("a URL whose signature has one other digit is refused", async () => {
  const url = await sdkUrl();
  const signature = /X-Amz-Signature=([0-9a-f]{64})/.exec(url)?.[1] ?? "";
  refused(url.replace(signature, flipped(signature)), "GET", key);
});

test("a URL without a signature is refused", async () => {
  refused((await sdkUrl()).replace(/&X-Amz-Signature=[0-9a-f]+/, ""), "GET", key);
});

test("a URL for another method is refused", async () => {
  refused(await sdkUrl(), "PUT", key);
});

test("a URL for another key is refused", async () => {
  refused(await sdkUrl(), "GET", keyOf(8));
});

test("a URL for another time than was asked for is refused", () => {
  const signer = new Presigner({ region, bucket, credentials });
  refused(signer.presign({ key, expiresIn: expiresIn + 1 }).url, "GET", key);
});

test("a URL by other credentials is refused", () => {
  const { sessionToken: _, ...without } = credentials;
  const signer = new Presigner({ region, bucket, credentials: without });
  refused(signer.presign({ key, expiresIn }).url, "GET", key);
});

test("a URL of a key with spaces and letters beyond ASCII is found valid", () => {
  const signer = new Presigner({ region, bucket, credentials });
  const mixed = mixedKeyOf(3);
  checkSigned(signer.presign({ key: mixed, expiresIn }).url, "GET", mixed);
});

test("a form of the AWS SDK is found valid", async () => {
  checkSigned(await sdkForm(), "POST", key);
});

test("a form whose signature has one other digit is refused", async () => {
  const { url, fields } = await sdkForm();
  const signature = fields["X-Amz-Signature"] ?? "";
  refused({ url, fields: { ...fields, "X-Amz-Signature": flipped(signature) } }, "POST", key);
});

test("a form with a field that its policy does not speak of is refused", async () => {
  const { url, fields } = await sdkForm();
  refused({ url, fields: { ...fields, acl: "public-read" } }, "POST", key);
});

test("a form that takes a larger file than was asked for is refused", () => {
  const signer = new Presigner({ region, bucket, credentials });
  const { url, fields } = signer.presignPost({
    key,
    expiresIn,
    ...form,
    maxSize: form.maxSize + 1,
  });
  refused({ url, fields }, "POST", key);
});

test("a refusal holds nothing of the URL", async () => {
  const url = (await sdkUrl()).replace("X-Amz-Expires=300", "X-Amz-Expires=301");
  assert.throws(
    () => checkSigned(url, "GET", key),
    ({ message }: Error) =>
      !message.includes("X-Amz") && !message.includes(credentials.accessKeyId),
  );
});

import assert from "node:assert/strict";
import type { PresignedUrl } from "../../../js/types.ts";
import type { Feature } from "../feature.ts";
import { type Server, type SignatureVersion, signatureVersions } from "../server.ts";
import { assertRejected, assertSuccess } from "../support/assertions.ts";
import { signerFor } from "../support/clients.ts";
import { send, sendForm, sendSigned } from "../support/http.ts";
import { uniqueKey } from "../support/objects.ts";

/** Returns a signed request with one change. */
type UrlTampering = (signed: PresignedUrl) => PresignedUrl;

/** Tampering with a signed GET that has the parameter `response-cache-control` and the header `x-amz-meta-a`. */
const urlTamperings: Record<SignatureVersion, Record<string, UrlTampering>> = {
  v4: {
    "different method": (signed) => ({ ...signed, method: "DELETE" }),
    "different key": replaceInUrl("/tampered", "/tampereD"),
    "added parameter": (signed) => ({ ...signed, url: `${signed.url}&versionId=1` }),
    "removed parameter": replaceInUrl("response-cache-control=no-store&", ""),
    "changed parameter": replaceInUrl("no-store", "no-cache"),
    "removed header": (signed) => ({ ...signed, headers: {} }),
    "changed header": (signed) => ({ ...signed, headers: { "x-amz-meta-a": "other" } }),
    "added x-amz header": (signed) => ({
      ...signed,
      headers: { ...signed.headers, "x-amz-acl": "private" },
    }),
    "different signing date": replaceInUrl(/(?<=X-Amz-Date=\d{8}T\d{5})\d/, otherDigit),
    "later expiry": replaceInUrl("X-Amz-Expires=600", "X-Amz-Expires=700"),
    "different access key ID": replaceInUrl(/X-Amz-Credential=([A-Z0-9]+)/, "X-Amz-Credential=$1X"),
    "different region": replaceInUrl(
      /(X-Amz-Credential=[^&]*%2F\d{8}%2F)[a-z0-9-]+/,
      "$1xx-east-9",
    ),
    "shorter list of signed headers": replaceInUrl("host%3Bx-amz-meta-a", "host"),
    "different signature": replaceInUrl(/.$/, otherDigit),
  },
  v2: {
    "different method": (signed) => ({ ...signed, method: "DELETE" }),
    "different key": replaceInUrl("/tampered", "/tampereD"),
    "added parameter that V2 signs": (signed) => ({ ...signed, url: `${signed.url}&versionId=1` }),
    "removed parameter": replaceInUrl("response-cache-control=no-store&", ""),
    "changed parameter": replaceInUrl("no-store", "no-cache"),
    "removed header": (signed) => ({ ...signed, headers: {} }),
    "changed header": (signed) => ({ ...signed, headers: { "x-amz-meta-a": "other" } }),
    "later expiry": replaceInUrl(/Expires=(\d+)/, "Expires=1$1"),
    "different access key ID": replaceInUrl(/AWSAccessKeyId=([A-Z0-9]+)/, "AWSAccessKeyId=$1X"),
    "different signature": replaceInUrl(/Signature=../, "Signature=AA"),
  },
};

/** Tampering with a form whose policy fixes the key and `x-amz-meta-a`, and allows 2 to 10 bytes. */
const formTamperings: Record<string, (form: FormData) => void> = {
  "different key": (form) => form.set("key", `${form.get("key")}x`),
  "changed field": (form) => form.set("x-amz-meta-a", "other"),
  "removed field": (form) => form.delete("x-amz-meta-a"),
  "added field": (form) => insertBeforeFile(form, "x-amz-meta-b", "more"),
  "changed policy": (form) => form.set("policy", raiseSizeLimit(form.get("policy") as string)),
  "different signature": (form) => {
    const name = form.has("signature") ? "signature" : "x-amz-signature";
    const signature = form.get(name) as string;
    form.set(name, (signature.startsWith("A") ? "B" : "A") + signature.slice(1));
  },
  "file above the maximum size": (form) => form.set("file", new Blob(["eleven byte"])),
  "file below the minimum size": (form) => form.set("file", new Blob(["x"])),
};

/** A signature is valid only for the request that it was made for, until it expires. */
export const rejectionFeatures: Feature[] = signatureVersions.flatMap((version) => [
  ...Object.entries(urlTamperings[version]).map(
    ([name, tamper]): Feature => ({
      name: `${version} URL rejected: ${name}`,
      verifies: version,
      run: async (server) => {
        const { url, method, headers } = tamper(await workingUrl(server, version));
        assertRejected(await send(url, { method, headers }));
      },
    }),
  ),
  {
    name: `${version} URL rejected: expired`,
    verifies: version,
    run: async (server) => {
      const signingDate = new Date(Date.now() - 120_000);
      const signer = signerFor(server, version);
      const key = uniqueKey("tampered");
      assertSuccess(await sendSigned(signer.presign({ key, method: "PUT" }), "x"));
      assertRejected(await sendSigned(signer.presign({ key, signingDate, expiresIn: 60 })));
    },
  },
  {
    name: `${version} URL rejected: removed session token`,
    verifies: version,
    needs: ["temporaryCredentials"],
    run: async (server) => {
      const { temporaryCredentials: credentials } = server as Required<Server>;
      const signer = signerFor(server, version, { credentials });
      const key = uniqueKey("tampered");
      assertSuccess(await sendSigned(signer.presign({ key, method: "PUT" }), "x"));
      const removeToken = replaceInUrl(/&x-amz-security-token=[^&]*/i, "");
      assertRejected(await sendSigned(removeToken(signer.presign(key))));
    },
  },
  ...Object.entries(formTamperings).map(
    ([name, tamper]): Feature => ({
      name: `${version} form rejected: ${name}`,
      verifies: "policies",
      needs: ["formPost"],
      run: async (server) => {
        const { url, form } = formFor(server, version);
        assertSuccess(await sendForm(url, form));
        tamper(form);
        assertRejected(await sendForm(url, form));
      },
    }),
  ),
  {
    name: `${version} form rejected: expired`,
    verifies: "policies",
    needs: ["formPost"],
    run: async (server) => {
      const { url, form } = formFor(server, version, new Date(Date.now() - 120_000));
      assertRejected(await sendForm(url, form));
    },
  },
]);

/** Returns a signed GET that the server accepts. */
async function workingUrl(server: Server, version: SignatureVersion): Promise<PresignedUrl> {
  const signer = signerFor(server, version);
  const key = uniqueKey("tampered");
  assertSuccess(await sendSigned(signer.presign({ key, method: "PUT" }), "x"));
  const signed = signer.presign({
    key,
    expiresIn: 600,
    response: { cacheControl: "no-store" },
    headers: { "x-amz-meta-a": "b" },
  });
  assertSuccess(await sendSigned(signed));
  return signed;
}

/** Returns a form that is valid for 60 seconds from the signing date. */
function formFor(server: Server, version: SignatureVersion, signingDate = new Date()) {
  const post = signerFor(server, version).presignPost({
    key: uniqueKey("tampered-form"),
    fields: { "x-amz-meta-a": "b" },
    minSize: 2,
    maxSize: 10,
    expiresIn: 60,
    signingDate,
  });
  return { url: post.url, form: post.toFormData(new Blob(["ten bytes."])) };
}

/** Returns a tampering that replaces a part of the URL; it throws if the URL stays the same. */
function replaceInUrl(
  pattern: string | RegExp,
  replacement: string | ((match: string) => string),
): UrlTampering {
  return (signed) => {
    const url =
      typeof replacement === "string"
        ? signed.url.replace(pattern, replacement)
        : signed.url.replace(pattern, replacement);
    assert.notEqual(url, signed.url, `${pattern} is not in the URL`);
    return { ...signed, url };
  };
}

function otherDigit(digit: string): string {
  return digit === "0" ? "1" : "0";
}

/** Adds a field before the file, because S3 ignores fields after it. */
function insertBeforeFile(form: FormData, name: string, value: string): void {
  const file = form.get("file") as Blob;
  form.delete("file");
  form.append(name, value);
  form.append("file", file);
}

/** Returns the policy with a maximum size of 99 instead of 10 bytes. */
function raiseSizeLimit(policy: string): string {
  const text = Buffer.from(policy, "base64").toString("utf8");
  const raised = text.replace('"content-length-range",2,10', '"content-length-range",2,99');
  return Buffer.from(raised).toString("base64");
}

import assert from "node:assert/strict";
import type { PresignedUrl } from "../../../js/types.ts";
import { send, submitForm, use } from "../exchange.ts";
import { type Feature, freshKey, refused, succeeded, versions } from "../feature.ts";
import { type Server, type SignatureVersion, signerFor } from "../server.ts";

/** A URL, the same but for one thing. */
type Tampering = (signed: PresignedUrl) => PresignedUrl;

function replaced(from: string | RegExp, to: string | ((found: string) => string)): Tampering {
  return (signed) => {
    const url =
      typeof to === "string" ? signed.url.replace(from, to) : signed.url.replace(from, to);
    assert.notEqual(url, signed.url, "nothing was replaced");
    return { ...signed, url };
  };
}

function otherDigit(digit: string): string {
  return digit === "0" ? "1" : "0";
}

/** Of a signed GET with a parameter and a header of its own. */
const tamperings: Record<SignatureVersion, Record<string, Tampering>> = {
  v4: {
    "another method": (signed) => ({ ...signed, method: "DELETE" }),
    "another key": replaced("/tampered", "/tampereD"),
    "a parameter more": (signed) => ({ ...signed, url: `${signed.url}&versionId=1` }),
    "a parameter less": replaced("response-cache-control=no-store&", ""),
    "a parameter changed": replaced("no-store", "no-cache"),
    "a header less": (signed) => ({ ...signed, headers: {} }),
    "a header changed": (signed) => ({ ...signed, headers: { "x-amz-meta-a": "other" } }),
    "an x-amz header more": (signed) => ({
      ...signed,
      headers: { ...signed.headers, "x-amz-acl": "private" },
    }),
    "another date": replaced(/(?<=X-Amz-Date=\d{8}T\d{5})\d/, otherDigit),
    "a longer life": replaced("X-Amz-Expires=600", "X-Amz-Expires=700"),
    "another key id": replaced(/X-Amz-Credential=([A-Z0-9]+)/, "X-Amz-Credential=$1X"),
    "another region": replaced(/(X-Amz-Credential=[^&]*%2F\d{8}%2F)[a-z0-9-]+/, "$1xx-east-9"),
    "fewer signed headers": replaced("host%3Bx-amz-meta-a", "host"),
    "another signature": replaced(/.$/, otherDigit),
  },
  v2: {
    "another method": (signed) => ({ ...signed, method: "DELETE" }),
    "another key": replaced("/tampered", "/tampereD"),
    "a signed parameter more": (signed) => ({ ...signed, url: `${signed.url}&versionId=1` }),
    "a parameter less": replaced("response-cache-control=no-store&", ""),
    "a parameter changed": replaced("no-store", "no-cache"),
    "a header less": (signed) => ({ ...signed, headers: {} }),
    "a header changed": (signed) => ({ ...signed, headers: { "x-amz-meta-a": "other" } }),
    "a longer life": replaced(/Expires=(\d+)/, "Expires=1$1"),
    "another key id": replaced(/AWSAccessKeyId=([A-Z0-9]+)/, "AWSAccessKeyId=$1X"),
    "another signature": replaced(/Signature=../, "Signature=AA"),
  },
};

/** Of a form that takes one key and one type, and no more than ten bytes. */
const forgeries: Record<string, (form: FormData) => void> = {
  "another key": (form) => form.set("key", `${form.get("key")}x`),
  "a field changed": (form) => form.set("x-amz-meta-a", "other"),
  "a field less": (form) => form.delete("x-amz-meta-a"),
  "a field more": (form) => insert(form, "x-amz-meta-b", "more"),
  "another policy": (form) => form.set("policy", forged(form.get("policy") as string)),
  "another signature": (form) => {
    const name = form.has("signature") ? "signature" : "x-amz-signature";
    const signature = form.get(name) as string;
    form.set(name, (signature.startsWith("A") ? "B" : "A") + signature.slice(1));
  },
  "a file too large": (form) => form.set("file", new Blob(["eleven byte"])),
  "a file too small": (form) => form.set("file", new Blob(["x"])),
};

/** What is signed for one thing works for no other. */
export const refusalFeatures: Feature[] = versions.flatMap((version) => [
  ...Object.entries(tamperings[version]).map(
    ([what, tamper]): Feature => ({
      name: `${version} URL refused: ${what}`,
      run: async (server) => {
        const signed = await forTampering(server, version);
        const { url, method, headers } = tamper(signed);
        refused(await send(url, { method, headers }));
      },
    }),
  ),
  {
    name: `${version} URL refused: its end has passed`,
    run: async (server) => {
      const signingDate = new Date(Date.now() - 120_000);
      const signer = signerFor(server, version);
      const key = freshKey("tampered");
      succeeded(await use(signer.presign({ key, method: "PUT" }), "x"));
      refused(await use(signer.presign({ key, signingDate, expiresIn: 60 })));
    },
  },
  {
    name: `${version} URL refused: a session token less`,
    needs: "temporary",
    run: async (server) => {
      const { temporary: credentials } = server as Required<Server>;
      const signer = signerFor(server, version, { credentials });
      const key = freshKey("tampered");
      succeeded(await use(signer.presign({ key, method: "PUT" }), "x"));
      const signed = signer.presign(key);
      refused(await use(replaced(/&x-amz-security-token=[^&]*/i, "")(signed)));
    },
  },
  ...Object.entries(forgeries).map(
    ([what, forge]): Feature => ({
      name: `${version} form refused: ${what}`,
      run: async (server) => {
        const { url, form } = formFor(server, version);
        succeeded(await submitForm(url, form));
        forge(form);
        refused(await submitForm(url, form));
      },
    }),
  ),
  {
    name: `${version} form refused: its end has passed`,
    run: async (server) => {
      const { url, form } = formFor(server, version, new Date(Date.now() - 120_000));
      refused(await submitForm(url, form));
    },
  },
]);

/** A GET that works as it stands. */
async function forTampering(server: Server, version: SignatureVersion): Promise<PresignedUrl> {
  const signer = signerFor(server, version);
  const key = freshKey("tampered");
  succeeded(await use(signer.presign({ key, method: "PUT" }), "x"));
  const signed = signer.presign({
    key,
    expiresIn: 600,
    response: { cacheControl: "no-store" },
    headers: { "x-amz-meta-a": "b" },
  });
  succeeded(await use(signed));
  return signed;
}

function formFor(server: Server, version: SignatureVersion, signingDate = new Date()) {
  const post = signerFor(server, version).presignPost({
    key: freshKey("forged"),
    fields: { "x-amz-meta-a": "b" },
    minSize: 2,
    maxSize: 10,
    expiresIn: 60,
    signingDate,
  });
  return { url: post.url, form: post.toFormData(new Blob(["ten bytes."])) };
}

/** Puts a field before the file, since S3 looks at nothing behind it. */
function insert(form: FormData, name: string, value: string): void {
  const file = form.get("file") as Blob;
  form.delete("file");
  form.append(name, value);
  form.append("file", file);
}

/** The same policy, with a limit of more bytes. */
function forged(policy: string): string {
  const text = Buffer.from(policy, "base64").toString("utf8");
  return Buffer.from(
    text.replace('"content-length-range",2,10', '"content-length-range",2,99'),
  ).toString("base64");
}

import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { credentials, expiresIn, form, host, region } from "./case.ts";
import type { Signed } from "./signer.ts";

/** The URL or form differs from the request, or its signature is wrong. The message has no part of the URL. */
export class InvalidSignature extends Error {}

/**
 * Checks the result of a signer: its parameters must be those of the request, and its signature the one that
 * `node:crypto` computes by AWS's steps.
 *
 * <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>
 *
 * @throws {InvalidSignature} if it is wrong, with the name of the wrong part
 */
export function checkSigned(signed: Signed, method: string, key: string): void {
  if (typeof signed === "string") checkUrl(signed, method, key);
  else checkForm(signed.url, signed.fields, key);
}

function checkUrl(url: string, method: string, key: string): void {
  const [, origin, path = "", query = ""] =
    /^(https:\/\/[^/?#]+)([^?#]*)\?([^#]*)$/.exec(url) ?? [];
  requireEqual("origin", origin, `https://${host}`);
  requireEqual("key", decodeURIComponent(path), `/${key}`);
  const pairs = query.split("&").map((pair) => {
    const [name = "", value = ""] = pair.split("=");
    return [decodeURIComponent(name), decodeURIComponent(value)] as const;
  });
  const parameters = new Map(pairs);
  requireEqual("number of parameters", parameters.size, pairs.length);
  const { instant, scope } = checkScope({
    algorithm: parameters.get("X-Amz-Algorithm"),
    credential: parameters.get("X-Amz-Credential"),
    instant: parameters.get("X-Amz-Date"),
    token: parameters.get("X-Amz-Security-Token"),
  });
  requireEqual("lifetime", parameters.get("X-Amz-Expires"), String(expiresIn));
  requireEqual("signed headers", parameters.get("X-Amz-SignedHeaders"), "host");
  const canonicalQuery = pairs
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map((pair) => pair.join("="));
  const request = [
    method,
    `/${key.split("/").map(uriEncode).join("/")}`,
    canonicalQuery.join("&"),
    `host:${host}`,
    "",
    "host",
    "UNSIGNED-PAYLOAD",
  ].join("\n");
  const hash = createHash("sha256").update(request).digest("hex");
  const toSign = ["AWS4-HMAC-SHA256", instant, scope, hash].join("\n");
  checkSignature(parameters.get("X-Amz-Signature"), scope, toSign);
}

function checkForm(url: string, fields: Record<string, string>, key: string): void {
  const values = new Map(
    Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]),
  );
  requireEqual("address", url.replace(/\/$/, ""), `https://${host}`);
  requireEqual("key", values.get("key"), key);
  requireEqual("type", values.get("content-type"), form.contentType);
  const { instant, scope } = checkScope({
    algorithm: values.get("x-amz-algorithm"),
    credential: values.get("x-amz-credential"),
    instant: values.get("x-amz-date"),
    token: values.get("x-amz-security-token"),
  });
  const policy = values.get("policy") ?? "";
  const { expiration, conditions } = JSON.parse(Buffer.from(policy, "base64").toString());
  const seconds = (Date.parse(expiration) - timeOf(instant)) / 1_000;
  // The SDK reads the clock twice, for the date and for the expiration.
  if (Math.abs(seconds - expiresIn) > 2)
    throw new InvalidSignature("The lifetime differs from the request.");
  const all: Condition[] = conditions;
  const exact = all.flatMap(exactConditions);
  for (const [name, value] of values) {
    if (name === "policy" || name === "x-amz-signature") continue;
    const isExact = exact.some(([field, expected]) => field === name && expected === value);
    if (!isExact) throw new InvalidSignature(`The policy has no condition for ${name}.`);
  }
  const size = all.find((one) => Array.isArray(one) && one[0] === "content-length-range");
  requireEqual("size", JSON.stringify(size), `["content-length-range",0,${form.maxSize}]`);
  checkSignature(values.get("x-amz-signature"), scope, policy);
}

type Condition = Record<string, string> | [string, unknown, unknown];

/** Returns the fields that a condition compares with one value. */
function exactConditions(condition: Condition): [name: string, value: unknown][] {
  if (!Array.isArray(condition)) {
    return Object.entries(condition).map(([name, value]) => [name.toLowerCase(), value]);
  }
  const [operator, field, value] = condition;
  return operator === "eq" ? [[String(field).replace(/^\$/, "").toLowerCase(), value]] : [];
}

interface Claims {
  algorithm: string | undefined;
  credential: string | undefined;
  instant: string | undefined;
  token: string | undefined;
}

function checkScope({ algorithm, credential, instant = "", token }: Claims) {
  requireEqual("algorithm", algorithm, "AWS4-HMAC-SHA256");
  const scope = `${instant.slice(0, 8)}/${region}/s3/aws4_request`;
  requireEqual("credential", credential, `${credentials.accessKeyId}/${scope}`);
  requireEqual("token", token, credentials.sessionToken);
  const age = Date.now() - timeOf(instant);
  if (!(Math.abs(age) < 15 * 60_000))
    throw new InvalidSignature("The date differs from the current one.");
  return { instant, scope };
}

/** Parses `20130524T000000Z` into milliseconds since the epoch. */
function timeOf(instant: string): number {
  return Date.parse(
    instant.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"),
  );
}

function checkSignature(hex: string | undefined, scope: string, toSign: string): void {
  let key = Buffer.from(`AWS4${credentials.secretAccessKey}`);
  for (const part of scope.split("/")) key = createHmac("sha256", key).update(part).digest();
  const expected = createHmac("sha256", key).update(toSign).digest();
  const signature = Buffer.from(hex ?? "", "hex");
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
    throw new InvalidSignature("The signature is wrong.");
  }
}

function requireEqual(name: string, actual: unknown, expected: unknown): void {
  if (actual !== expected) throw new InvalidSignature(`The ${name} differs from the request.`);
}

/** AWS's UriEncode: escapes all characters except the unreserved ones of RFC 3986. */
function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

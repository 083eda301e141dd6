import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { credentials, expiresIn, form, host, region } from "./case.ts";
import type { Signed } from "./signer.ts";

/** Not what was asked for, or not signed right. Its text holds no URL. */
export class InvalidSignature extends Error {}

/**
 * Checks what a signer gave for a key: that it says what was asked for, and that its signature is the one that
 * `node:crypto` finds by AWS's steps.
 *
 * <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>
 *
 * @throws {InvalidSignature} saying what is wrong
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
  const parameters = query.split("&").map((pair) => {
    const [name = "", value = ""] = pair.split("=");
    return [decodeURIComponent(name), decodeURIComponent(value)] as const;
  });
  const given = new Map(parameters);
  requireEqual("number of parameters", given.size, parameters.length);
  const { instant, scope } = checkScope({
    algorithm: given.get("X-Amz-Algorithm"),
    credential: given.get("X-Amz-Credential"),
    instant: given.get("X-Amz-Date"),
    token: given.get("X-Amz-Security-Token"),
  });
  requireEqual("lifetime", given.get("X-Amz-Expires"), String(expiresIn));
  requireEqual("signed headers", given.get("X-Amz-SignedHeaders"), "host");
  const canonicalQuery = parameters
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
  checkSignature(given.get("X-Amz-Signature"), scope, toSign);
}

function checkForm(url: string, fields: Record<string, string>, key: string): void {
  const given = new Map(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]));
  requireEqual("address", url.replace(/\/$/, ""), `https://${host}`);
  requireEqual("key", given.get("key"), key);
  requireEqual("type", given.get("content-type"), form.contentType);
  const { instant, scope } = checkScope({
    algorithm: given.get("x-amz-algorithm"),
    credential: given.get("x-amz-credential"),
    instant: given.get("x-amz-date"),
    token: given.get("x-amz-security-token"),
  });
  const policy = given.get("policy") ?? "";
  const { expiration, conditions } = JSON.parse(Buffer.from(policy, "base64").toString());
  const seconds = (Date.parse(expiration) - timeOf(instant)) / 1_000;
  // The SDK takes the clock for the date and for the end one after the other.
  if (Math.abs(seconds - expiresIn) > 2) throw new InvalidSignature("The lifetime is another.");
  const limits: Condition[] = conditions;
  const conditioned = limits.flatMap(conditionOf);
  for (const [name, value] of given) {
    if (name === "policy" || name === "x-amz-signature") continue;
    const equal = conditioned.some(([one, other]) => one === name && other === value);
    if (!equal) throw new InvalidSignature(`The policy has no condition for ${name}.`);
  }
  const size = limits.find((one) => Array.isArray(one) && one[0] === "content-length-range");
  requireEqual("size", JSON.stringify(size), `["content-length-range",0,${form.maxSize}]`);
  checkSignature(given.get("x-amz-signature"), scope, policy);
}

type Condition = Record<string, string> | [string, unknown, unknown];

/** The fields that a condition holds to a value. */
function conditionOf(condition: Condition): [name: string, value: unknown][] {
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
  if (!(Math.abs(age) < 15 * 60_000)) throw new InvalidSignature("The date is not that of now.");
  return { instant, scope };
}

/** Milliseconds since the epoch, of `20130524T000000Z`. */
function timeOf(instant: string): number {
  return Date.parse(
    instant.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"),
  );
}

function checkSignature(given: string | undefined, scope: string, toSign: string): void {
  let key = Buffer.from(`AWS4${credentials.secretAccessKey}`);
  for (const part of scope.split("/")) key = createHmac("sha256", key).update(part).digest();
  const right = createHmac("sha256", key).update(toSign).digest();
  const signature = Buffer.from(given ?? "", "hex");
  if (signature.length !== right.length || !timingSafeEqual(signature, right)) {
    throw new InvalidSignature("The signature is not the right one.");
  }
}

function requireEqual(what: string, given: unknown, wanted: unknown): void {
  if (given !== wanted) throw new InvalidSignature(`The ${what} is another than was asked for.`);
}

/** AWS's UriEncode: everything but RFC 3986's unreserved characters. */
function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

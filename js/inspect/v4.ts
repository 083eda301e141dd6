import { decodeSigned, hasEscape } from "../url/percent.ts";
import { parseDigits } from "../url/text.ts";
import { type Parameters, V4_NAMES } from "./parameters.ts";
import type { Problems } from "./problems.ts";
import { checkedInstant, requireAll, type Signature, setAccessKeyId } from "./signature.ts";

/** S3's limit of `X-Amz-Expires`: 7 days. */
const MAX_EXPIRY_SECONDS = 604_800;

/** S3's service names for buckets, directory buckets, Object Lambda and Outposts. */
const SERVICES = ["s3", "s3express", "s3-object-lambda", "s3-outposts"];

/** Reads the parameters of Signature Version 4 into `read`, and adds their problems. */
export function readV4(parameters: Parameters, read: Signature, problems: Problems): void {
  const [algorithm, credential, date = "", expires, headers, signature] = requireAll(
    parameters,
    V4_NAMES,
    problems,
  );
  problems.addIf(!!algorithm && algorithm !== "AWS4-HMAC-SHA256", "UnknownAlgorithm");
  if (date) {
    read.signedAt = parseAmzDate(date);
    problems.addIf(read.signedAt === undefined, "MalformedDate");
  }
  if (credential) {
    // A malformed date is a problem by itself, and is not compared with the scope.
    readCredential(credential, read.signedAt === undefined ? undefined : date, read, problems);
  }
  if (expires) readExpires(expires, read, problems);
  if (headers) readHeaders(headers, read, problems);
  // 32 bytes in lower-case hex.
  problems.addIf(!!signature && !/^[\da-f]{64}$/.test(signature), "MalformedSignature");
}

/** Parses `20130524T000000Z`. Returns epoch milliseconds; undefined for any other format, and dates that do not exist. */
function parseAmzDate(text: string): number | undefined {
  const iso = text.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5");
  const instant = checkedInstant(Date.parse(iso));
  // Date.parse accepts other formats, and moves February 30 to March.
  const isExact =
    instant !== undefined && new Date(instant).toISOString().replace(/-|:|\.000/g, "") === text;
  return isExact ? instant : undefined;
}

/** Reads `X-Amz-Credential`: `AKIA…/20130524/us-east-1/s3/aws4_request`. */
function readCredential(
  text: string,
  signedAt: string | undefined,
  read: Signature,
  problems: Problems,
): void {
  const isEncodedTwice = hasEscape(text);
  problems.addIf(isEncodedTwice, "DoubleEncoding");
  const parts = (isEncodedTwice ? decodeSigned(text) : text).split("/");
  const [id = "", date = "", region = "", service = "", end] = parts;
  setAccessKeyId(id, read, problems);
  if (end !== "aws4_request" || parts.length !== 5) {
    problems.add("MalformedCredential");
    return;
  }
  if (!/^\p{ASCII}{8}$/u.test(date) || !region) problems.add("MalformedCredential");
  else problems.addIf(signedAt?.startsWith(date) === false, "DateMismatch");
  problems.addIf(!SERVICES.includes(service), "OtherService");
  problems.addIf(read.region !== undefined && read.region !== region, "RegionMismatch");
  read.region = region || undefined;
}

/** Reads `X-Amz-Expires`, in seconds. */
function readExpires(text: string, read: Signature, problems: Problems): void {
  const seconds = parseDigits(text);
  if (!seconds) {
    problems.add("InvalidExpiry");
    return;
  }
  problems.addIf(seconds > MAX_EXPIRY_SECONDS, "ExpiryTooLong");
  read.expiresAt = checkedInstant(Number(read.signedAt) + seconds * 1_000);
}

/** Reads `X-Amz-SignedHeaders`: `content-type;host`. */
function readHeaders(text: string, read: Signature, problems: Problems): void {
  const names = text.split(";");
  const isSafe = /^[\w.;-]*$/.test(text);
  const isSorted = names.every((name, at) => name > (names[at - 1] ?? "") && !/[A-Z]/.test(name));
  // After a lost separator, the list may continue with secret text.
  if (isSafe) read.signedHeaders = names;
  problems.addIf(!isSafe || !isSorted, "MalformedSignedHeaders");
  problems.addIf(!/(^|;)host(;|$)/i.test(text), "HostNotSigned");
}

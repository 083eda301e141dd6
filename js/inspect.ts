import { PresignError } from "./errors.ts";
import { systemNow } from "./http/host.ts";
import { instant, readSafely, timeOf, wellFormed } from "./options.ts";
import { reader } from "./wasm/reader.ts";

/** What a presigned URL says of itself. Nothing of it is proven: only S3 can verify a signature. */
export interface Inspection {
  signature: "v4" | "v2";
  /** Behind an access point, that point's ARN. Empty where the service itself is asked. */
  bucket: string;
  /** Decoded. Empty for the bucket itself. */
  key: string;
  /** The one signed for; for v2 the one in the host, where it names one. */
  region?: string;
  accessKeyId: string;
  /** Signed with credentials that end by themselves: the URL dies with them, which may be before `expiresAt`. */
  temporary: boolean;
  /** v2 does not say. */
  signedAt?: Date;
  /** The URL's own end. An Invalid Date where what it says of that cannot be read. */
  expiresAt: Date;
  /** Whole seconds left; negative once expired. NaN where `expiresAt` cannot be read. */
  remaining: number;
  /** Must be sent as they were signed; the browser itself sends `host`. v2 does not name them. */
  signedHeaders: string[];
  /** All that is found to be wrong with it. */
  problems: InspectionProblem[];
}

export interface InspectionProblem {
  code: InspectionProblemCode;
  /** What is wrong and what to do. It quotes nothing of the URL. */
  message: string;
}

/** Stable; later versions may find more. */
export type InspectionProblemCode =
  | "Expired"
  | "NotYetValid"
  | "ExpiryTooLong"
  | "InvalidExpiry"
  | "MissingParameter"
  | "DuplicateParameter"
  | "MalformedDate"
  | "MalformedCredential"
  | "MalformedSignature"
  | "MalformedSignedHeaders"
  | "DateMismatch"
  | "RegionMismatch"
  | "OtherService"
  | "UnknownAlgorithm"
  | "TokenMissing"
  | "HostNotSigned"
  | "MixedSignatures"
  | "RegionRefusesV2"
  | "PlusInQuery"
  | "PlusInPath"
  | "DoubleEncoding"
  | "MalformedEncoding"
  | "HtmlEscaped"
  | "DotSegment"
  | "Backslash"
  | "Fragment"
  | "NotHttps"
  | (string & {});

/**
 * What a presigned URL says, without a key and without a request: who signed it, for what and until when,
 * and what is wrong with it. Its signature and its session token are never part of the answer.
 *
 * Give the text as it was found: a `URL` has lost what its parser changed, such as `..` in a path. A host
 * that is not AWS's is read by path style. `now` is for judging it at another instant.
 *
 * Throws a `PresignError`: `InvalidUrl` where it is no URL of S3, `NotPresigned` where there is no signature
 * of S3 in it.
 */
export function inspect(url: string | URL, now: Date = new Date(systemNow())): Inspection {
  const text = readSafely("url", PresignError, () =>
    wellFormed(url instanceof URL ? url.href : url, "url", PresignError, LONGEST_URL),
  );
  const milliseconds = timeOf(now, "now");
  // The core has whole seconds: rounded up, a URL has expired once its last instant has passed.
  const second = instant(milliseconds + 999, "now");
  const [
    signature,
    bucket = "",
    key = "",
    region,
    accessKeyId = "",
    temporary,
    signedAt,
    expiresAt,
    signedHeaders,
    problems = "",
  ] = reader((module) => module.inspect(text, second)) as ["v4" | "v2", ...string[]];
  const end = new Date(expiresAt ? Number(expiresAt) * 1_000 : Number.NaN);
  return {
    signature,
    bucket,
    key,
    ...(region ? { region } : {}),
    accessKeyId,
    temporary: Boolean(temporary),
    ...(signedAt ? { signedAt: new Date(Number(signedAt) * 1_000) } : {}),
    expiresAt: end,
    remaining: Math.floor((end.getTime() - milliseconds) / 1_000),
    signedHeaders: signedHeaders ? signedHeaders.split(";") : [],
    problems: problems.split(";").slice(0, -1).map(inWords),
  };
}

/** Far more than any server takes, in UTF-16 units. */
const LONGEST_URL = 65_536;

function inWords(problem: string): InspectionProblem {
  const [place, parameter = ""] = problem.split(" ");
  const [code, words] = Object.entries(WORDS)[Number(place)] as [string, string];
  return { code, message: parameter + words };
}

/** In the order of the core's codes, which tells them by their place. */
const WORDS: Record<string, string> = {
  Expired: "It has expired. Sign a new one.",
  NotYetValid:
    "It is dated in the future, and does not work before: one of the two clocks is wrong.",
  ExpiryTooLong:
    "It asks for more than 604800 seconds (7 days), the longest that S3 allows, and is refused for that.",
  InvalidExpiry: "Its lifetime is no whole number of seconds from 1 up.",
  MissingParameter: " is missing from the query. Was the URL cut?",
  DuplicateParameter:
    " is in the query more than once: S3 refuses it, or takes another one than was signed.",
  MalformedDate: "X-Amz-Date is not an instant written as 20130524T000000Z.",
  MalformedCredential:
    "X-Amz-Credential is not written as id/20130524/region/s3/aws4_request, or the access key id has other characters than an id has.",
  MalformedSignature:
    "The signature is not as long as one, or has other characters. Was the URL cut?",
  MalformedSignedHeaders:
    "X-Amz-SignedHeaders is not a list of lower-case names, in order, between semicolons.",
  DateMismatch: "The day in X-Amz-Credential is not that of X-Amz-Date.",
  RegionMismatch:
    "It is signed for another region than its host is in. Sign for the bucket's region.",
  OtherService: "It is signed for another service than S3.",
  UnknownAlgorithm: "X-Amz-Algorithm is not AWS4-HMAC-SHA256.",
  TokenMissing:
    "It is signed with temporary credentials (ASIA…) and lacks their session token. Sign with all three parts of the credentials.",
  HostNotSigned: "The host is not among the signed headers, as S3 demands.",
  MixedSignatures: "It has parameters of signature versions 2 and 4; S3 takes one of them.",
  RegionRefusesV2: "This region knows signature version 4 only. Sign with that.",
  PlusInQuery:
    "There is a bare + in the query, which S3 reads as a space. A plus is written %2B there, and a space %20.",
  PlusInPath:
    "There is a bare + in the path, which S3 may read as a space. A plus is written %2B there, and a space %20.",
  DoubleEncoding:
    "It seems to be encoded twice: decoded once, it still has %XX in it. Unless the key is so named, do not encode it before it is signed, nor the URL after.",
  MalformedEncoding: "It has a % without two hex digits behind it.",
  HtmlEscaped:
    "It has &amp; where & should stand, as in the source of a page. Copy the link itself.",
  DotSegment:
    'The key has a "." or ".." between slashes, and every browser removes that from a URL before it sends the request.',
  Backslash:
    "There is a bare \\ in the path, of which every browser makes a /. It is written %5C there.",
  Fragment: "What follows the # is not sent. A # in a key is written %23.",
  NotHttps: "It travels in the clear: whoever listens can use it until it ends. Use https.",
};

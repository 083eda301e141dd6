import { PresignError } from "./errors.ts";
import { systemNow } from "./http/host.ts";
import { READER_MESSAGES } from "./messages/core.ts";
import { PROBLEMS } from "./messages/problems.ts";
import { instant, readSafely, timeOf, wellFormed } from "./options.ts";
import { reader } from "./wasm/reader.ts";
import { decodeReply, encodeArguments, INSPECT_ARGUMENTS, INSPECT_REPLY } from "./wire.ts";

/** The contents of a presigned URL. None of it is verified: only S3 can verify a signature. */
export interface Inspection {
  signature: "v4" | "v2";
  /** The bucket's name, or the ARN of an access point. Empty if the URL addresses the service itself. */
  bucket: string;
  /** Decoded. Empty for the bucket itself. */
  key: string;
  /** The signed region; for v2 the host's region, if it names one. */
  region?: string;
  accessKeyId: string;
  /** Whether temporary credentials signed it: it stops working when they expire, which may be before `expiresAt`. */
  temporary: boolean;
  /** The signing date; absent for v2. */
  signedAt?: Date;
  /** The URL's own expiry; an Invalid Date if it cannot be read. */
  expiresAt: Date;
  /** Whole seconds left; negative after the expiry. NaN if `expiresAt` cannot be read. */
  remaining: number;
  /** The headers that must be sent as they were signed; a browser sends `host` by itself. Empty for v2. */
  signedHeaders: string[];
  /** Every problem that was found. */
  problems: InspectionProblem[];
}

export interface InspectionProblem {
  code: InspectionProblemCode;
  /** The problem and its fix. It contains no part of the URL. */
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
 * Inspects a presigned URL without a key and without a request: who signed it, for what and until when, and its problems.
 * The result never contains the signature or the session token.
 *
 * Pass the text as it was found: a `URL` object has lost what its parser changed, such as `..` in a path. The URL of a
 * host that is not AWS's is read as path style. `now` is the instant to inspect it at; the default is the present.
 *
 * Throws a `PresignError`: `InvalidUrl` if it is not a URL of S3, `NotPresigned` if it has no signature of S3.
 */
export function inspect(url: string | URL, now: Date = new Date(systemNow())): Inspection {
  const text = readSafely("url", PresignError, () =>
    wellFormed(url instanceof URL ? url.href : url, "url", PresignError, LONGEST_URL),
  );
  const milliseconds = timeOf(now, "now");
  // The core has whole seconds. Rounded up, a URL has expired once its last instant has passed.
  const second = instant(milliseconds + 999, "now");
  const inspectArguments = encodeArguments(INSPECT_ARGUMENTS, { url: text, now: second });
  const reply = reader((module) => module.inspect(inspectArguments));
  const { signature, bucket, key, region, accessKeyId, temporary, ...rest } = decodeReply(
    INSPECT_REPLY,
    reply,
    READER_MESSAGES,
  );
  const expiresAt = new Date(rest.expiresAt ?? Number.NaN);
  return {
    signature: signature as Inspection["signature"],
    bucket: bucket ?? "",
    key: key ?? "",
    ...(region === undefined ? {} : { region }),
    accessKeyId,
    temporary,
    ...(rest.signedAt === undefined ? {} : { signedAt: new Date(rest.signedAt) }),
    expiresAt,
    remaining: Math.floor((expiresAt.getTime() - milliseconds) / 1_000),
    signedHeaders: rest.signedHeaders?.split(";") ?? [],
    problems: problemsOf(rest.problems),
  };
}

/** Limit of a URL in UTF-16 units; no server accepts as many. */
const LONGEST_URL = 65_536;

/** Makes the problems of a list in which numbers and parameters alternate. */
function problemsOf(list: readonly string[]): InspectionProblem[] {
  const problems: InspectionProblem[] = [];
  for (let at = 0; at < list.length; at += 2) {
    const [code, message] = PROBLEMS[Number(list[at])] as (typeof PROBLEMS)[number];
    problems.push({ code, message: list[at + 1] + message });
  }
  return problems;
}

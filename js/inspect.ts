import { PresignError } from "./errors.ts";
import { systemNow } from "./http/host.ts";
import { checkQuery, checkUrl } from "./inspect/check-url.ts";
import { Parameters, TOKEN_NAMES, V2_MARKERS, V4_MARKERS } from "./inspect/parameters.ts";
import { type InspectionProblem, Problems } from "./inspect/problems.ts";
import type { Signature } from "./inspect/signature.ts";
import { readV2 } from "./inspect/v2.ts";
import { readV4 } from "./inspect/v4.ts";
import { NO_SIGNATURE, SIGNED_FOR_CLOUD_FRONT, SIGNED_FOR_GOOGLE } from "./messages/urls.ts";
import { instant, readSafely, timeOf, wellFormed } from "./options.ts";
import { objectOfUrl } from "./url/object-url.ts";
import { splitUrl, urlError } from "./url/split-url.ts";

export type { InspectionProblem, InspectionProblemCode } from "./inspect/problems.ts";

/** The contents of a presigned URL. None of it is verified: only S3 can verify a signature. */
export interface Inspection {
  /** Signature version. */
  signature: "v4" | "v2";
  /** The bucket's name, or the ARN of an access point. Empty if the URL addresses the service itself. */
  bucket: string;
  /** The object's key, decoded. Empty for the bucket itself. */
  key: string;
  /** The signed region; for v2 the host's region, if it names one. */
  region?: string;
  /** Access key id of the credentials that signed it. */
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
  // URLs have whole seconds. Rounded up, a URL has expired once its last instant has passed.
  const second = instant(milliseconds + 999, "now") * 1_000;
  const parts = splitUrl(text);
  const parameters = new Parameters(parts.query);
  const version = signatureVersion(parameters);
  const { bucket, key, region } = objectOfUrl(parts);
  const problems = new Problems();
  const read: Signature = {
    region,
    accessKeyId: "",
    temporary: parameters.hasOneOf(TOKEN_NAMES),
    signedHeaders: [],
  };
  (version === "v4" ? readV4 : readV2)(parameters, read, problems);
  const { signedAt, expiresAt = Number.NaN } = read;
  problems.addIf(Number(signedAt) > second, "NotYetValid");
  problems.addIf(expiresAt < second, "Expired");
  checkQuery(parts.query, parameters, problems);
  checkUrl(parts, problems);
  return {
    signature: version,
    bucket,
    key,
    ...(read.region === undefined ? {} : { region: read.region }),
    accessKeyId: read.accessKeyId,
    temporary: read.temporary,
    ...(signedAt === undefined ? {} : { signedAt: new Date(signedAt) }),
    expiresAt: new Date(expiresAt),
    remaining: Math.floor((expiresAt - milliseconds) / 1_000),
    signedHeaders: read.signedHeaders,
    problems: problems.list,
  };
}

/** Limit of a URL in UTF-16 units; no server accepts as many. */
const LONGEST_URL = 65_536;

function signatureVersion(parameters: Parameters): Inspection["signature"] {
  if (parameters.hasOneOf(V4_MARKERS)) return "v4";
  if (parameters.hasOneOf(["Key-Pair-Id"])) throw urlError(SIGNED_FOR_CLOUD_FRONT);
  if (parameters.hasOneOf(["X-Goog-Signature"])) throw urlError(SIGNED_FOR_GOOGLE);
  if (parameters.hasOneOf(V2_MARKERS)) return "v2";
  throw urlError(NO_SIGNATURE);
}

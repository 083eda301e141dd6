import { isServiceError, isSignpostError, type SignpostError } from "s3-signpost";
import type { AccountSettings } from "../account/account.ts";
import { REGIONS } from "../account/regions.ts";
import { formatDuration, formatInstant } from "../format/duration.ts";
import { words } from "../words.ts";
import { allowsOrigin } from "./check-connection.ts";
import type { Finding } from "./finding.ts";
import type { Observation } from "./observe.ts";

const { bucket: bucketWords, clock: clockWords, credentials: credentialWords } = words.doctor;

/** Seconds by which a clock may be wrong: without an effect, and until S3 rejects requests. */
const CLOCK_TOLERANCE = 60;
const MAX_CLOCK_SKEW = 900;

/** Codes of errors that only a service with this bucket, in this region, responds with. */
const REJECTED_CREDENTIALS = new Set([
  "InvalidAccessKeyId",
  "SignatureDoesNotMatch",
  "ExpiredToken",
  "InvalidToken",
  "InvalidSecurity",
  "TokenRefreshRequired",
]);

/** Facts about the entered credentials that need no request. */
export interface EnteredCredentials {
  accessKeyId: string;
  isTemporary: boolean;
  expiresAt?: Date | undefined;
  /** Why nothing can be signed with them. */
  error?: SignpostError | undefined;
}

/** Returns whether the bucket exists in the entered region. */
export function checkBucket(
  { cors, listing, host }: Observation,
  { bucket, region, endpoint }: Pick<AccountSettings, "bucket" | "region" | "endpoint">,
  entered: EnteredCredentials | undefined,
): Finding {
  const isAws = endpoint === "";
  const right = regionOf(listing?.error);
  if (right) {
    const { found, meaning, label } = bucketWords.wrongRegion(bucket, right, region);
    return { state: "failed", found, meaning, change: { label, settings: { region: right } } };
  }
  if (codeOf(listing?.error) === "NoSuchBucket") return failure(listing?.error);
  const isKnownRegion = REGIONS.some(([id]) => id === region) || /^(aws-global|s3-)/.test(region);
  if (isAws && !isKnownRegion) {
    return { state: "warning", ...bucketWords.unknownRegion(region) };
  }
  if (cors.problem) return { state: "skipped", found: bucketWords.unreachable };
  if (!listing && isAws && !allowsOrigin(cors)) {
    return { state: "warning", ...bucketWords.hidden(bucket) };
  }
  if (!listing) return { state: "skipped", found: bucketWords.noCors };
  if (!entered) return { state: "skipped", found: bucketWords.noCredentials };
  if (isRejection(listing.error)) return { state: "skipped", found: bucketWords.rejected };
  if (listing.error !== undefined && !isServiceError(listing.error)) {
    return { state: "warning", ...bucketWords.unreadable(host) };
  }
  return { state: "ok", found: bucketWords.found(bucket, host, region) };
}

/** Returns whether the device's clock agrees with the service's. */
export function checkClock({ listing }: Observation): Finding {
  const offset = listing?.clockOffset;
  if (offset === undefined) return { state: "skipped", found: clockWords.unknown };
  const seconds = Math.abs(offset) / 1000;
  if (seconds <= CLOCK_TOLERANCE) return { state: "ok", found: clockWords.agrees };
  const difference = formatDuration(seconds);
  const found = offset > 0 ? clockWords.slow(difference) : clockWords.fast(difference);
  return seconds <= MAX_CLOCK_SKEW
    ? { state: "warning", found, meaning: clockWords.tolerated, fix: clockWords.fix }
    : { state: "failed", found, meaning: clockWords.rejected, fix: clockWords.fix };
}

/** Returns whether the service accepts the credentials. */
export function checkCredentials(
  { listing }: Observation,
  entered: EnteredCredentials | undefined,
): Finding {
  if (!entered) return { state: "skipped", ...credentialWords.none };
  if (entered.error) return failure(entered.error);
  if (!listing) return { state: "skipped", found: credentialWords.noCors };
  const { error } = listing;
  const who = describe(entered);
  if (error === undefined) return { state: "ok", found: credentialWords.accepted, meaning: who };
  if (regionOf(error)) return { state: "skipped", found: credentialWords.otherRegion };
  if (codeOf(error) === "NoSuchBucket") {
    return { state: "ok", found: credentialWords.noBucket, meaning: who };
  }
  if (codeOf(error) === "AccessDenied") {
    const { found, fix } = credentialWords.cannotList;
    return { state: "warning", found, fix, meaning: who };
  }
  return failure(error);
}

function describe({ accessKeyId, isTemporary, expiresAt }: EnteredCredentials): string {
  const kind = isTemporary ? credentialWords.temporary : credentialWords.longTerm;
  const ends = expiresAt && credentialWords.until(formatInstant(expiresAt));
  return credentialWords.who(accessKeyId, kind, ends ?? "");
}

function failure(error: unknown): Finding {
  if (!isSignpostError(error)) return { state: "failed", found: String(error) };
  const origin = isServiceError(error) ? words.parts.responded("S3", error.status) : undefined;
  const meaning = [`\`${error.code}\``, origin].filter(Boolean).join(", ");
  return { state: "failed", found: error.message, meaning, fix: error.hint };
}

function codeOf(error: unknown): string {
  return isSignpostError(error) ? error.code : "";
}

function isRejection(error: unknown): boolean {
  return REJECTED_CREDENTIALS.has(codeOf(error));
}

/** Returns the bucket's region, if the error's hint says to set it. */
function regionOf(error: unknown): string | undefined {
  const hint = isServiceError(error) ? error.hint : undefined;
  return /`region: "([\w-]+)"`/.exec(hint ?? "")?.[1];
}

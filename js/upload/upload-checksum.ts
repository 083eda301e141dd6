import { checksumOf } from "../checksum/blob-checksum.ts";
import { CHECKSUM_PREFIX, checksumHeader, toBase64 } from "../checksum/checksum.ts";
import { ServiceError } from "../errors.ts";
import { transferError } from "../http/transfer-error.ts";
import { CHECKSUM_MISMATCH } from "../messages/transfers.ts";
import type { TransferControl } from "../transfer/control.ts";
import type { TransferEnvironment } from "../transfer/environment.ts";
import type { ChecksumAlgorithm, ObjectChecksum } from "../types.ts";
import type { UploadRequest } from "./upload-request.ts";

/** The checksum of an upload that needs one of any kind: every store that keeps locked objects knows it. */
const COMMON: ChecksumAlgorithm = "CRC32";
const OBJECT_LOCK = "x-amz-object-lock-";

/**
 * The checksum that the request asks for of a body in one piece, or that the service demands; undefined if neither
 * does. It is made once, however often and in however many ways the body is sent.
 */
export async function bodyChecksum(
  control: TransferControl,
  request: UploadRequest,
): Promise<ObjectChecksum | undefined> {
  const { body } = request;
  const isNeeded = needsChecksum(control.environment, request);
  const algorithm = request.checksum || (isNeeded ? COMMON : undefined);
  if (!algorithm) return undefined;
  control.meter.begin(1, 0, body.size);
  const known = made.get(request) ?? checksumOf(control, algorithm, body);
  made.set(request, known);
  return { algorithm, value: toBase64(await known) };
}

const made = new WeakMap<UploadRequest, Promise<Uint8Array>>();

/**
 * Whether S3 takes the upload only with a checksum, which the caller left to the default: it has object lock headers,
 * or goes to a bucket that demanded one before, as a bucket with a default retention does.
 */
export function needsChecksum(environment: TransferEnvironment, request: UploadRequest): boolean {
  const { bucket, checksum, headers } = request;
  const names = Object.keys(headers);
  if (checksum !== undefined || !environment.checksums?.available()) return false;
  if (names.some((name) => name === "content-md5" || name.startsWith(CHECKSUM_PREFIX)))
    return false;
  return names.some((name) => name.startsWith(OBJECT_LOCK)) || demanding(environment).has(bucket);
}

/**
 * Learns from a refusal that the bucket demands a checksum. Whether the upload can be sent again with one, which it
 * was sent without.
 */
export function learnsDemand(
  environment: TransferEnvironment,
  request: UploadRequest,
  error: unknown,
): boolean {
  const isDemand =
    error instanceof ServiceError &&
    error.code === "InvalidRequest" &&
    /content-md5|x-amz-checksum-/i.test(error.message) &&
    /required/i.test(error.message);
  if (!isDemand || needsChecksum(environment, request)) return false;
  demanding(environment).add(request.bucket);
  return needsChecksum(environment, request);
}

const buckets = new WeakMap<TransferEnvironment, Set<string>>();

/** Buckets that demand checksums, so that only the first upload is refused. */
function demanding(environment: TransferEnvironment): Set<string> {
  const known = buckets.get(environment) ?? new Set();
  buckets.set(environment, known);
  return known;
}

/** The request that carries the checksum: as a header, or as a form's field of that name. */
export function carrying(
  request: UploadRequest,
  checksum: ObjectChecksum | undefined,
): UploadRequest {
  if (!checksum) return request;
  const header = { [checksumHeader(checksum.algorithm)]: checksum.value };
  return { ...request, headers: { ...request.headers, ...header } };
}

/**
 * Compares with what the service says that it stored, where it says so.
 *
 * @throws {TransferError} `ChecksumMismatch`
 */
export function checkStored(
  sent: ObjectChecksum | undefined,
  reply: Headers,
  attempt: number,
): void {
  if (!sent) return;
  const stored = reply.get(checksumHeader(sent.algorithm));
  if (stored && stored !== sent.value)
    throw transferError(CHECKSUM_MISMATCH, attempt, { parameters: [sent.algorithm] });
}

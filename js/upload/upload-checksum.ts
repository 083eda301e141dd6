import { checksumOf } from "../checksum/blob-checksum.ts";
import { CHECKSUM_PREFIX, checksumHeader, toBase64 } from "../checksum/checksum.ts";
import { ServiceError } from "../errors.ts";
import { transferError } from "../http/transfer-error.ts";
import { CHECKSUM_MISMATCH } from "../messages/transfers.ts";
import type { TransferControl } from "../transfer/control.ts";
import type { TransferEnvironment } from "../transfer/environment.ts";
import type { ChecksumAlgorithm, ObjectChecksum } from "../types.ts";
import type { UploadRequest } from "./upload-request.ts";

/** The algorithm for uploads that require any checksum: all stores with object lock support it. */
const DEFAULT_REQUIRED: ChecksumAlgorithm = "CRC32";
const OBJECT_LOCK_PREFIX = "x-amz-object-lock-";

/**
 * Returns the checksum to send with a body in one request: the one of the option `checksum`, or one that the bucket
 * requires. It is computed once, however often the body is sent.
 */
export async function bodyChecksum(
  { environment, meter, signal }: TransferControl,
  request: UploadRequest,
): Promise<ObjectChecksum | undefined> {
  const { body } = request;
  const isRequired = requiresChecksum(environment, request);
  const algorithm = request.checksum || (isRequired ? DEFAULT_REQUIRED : undefined);
  if (!algorithm) return undefined;
  meter.startAttempt(1, 0, body.size);
  request.digest ??= checksumOf(environment.checksums, algorithm, body, signal);
  return { algorithm, value: toBase64(await request.digest) };
}

/**
 * Returns whether S3 accepts the upload only with a checksum, and the caller left the option `checksum` out: the upload has
 * object lock headers, or the bucket rejected an upload without a checksum before.
 */
export function requiresChecksum(
  { bucketMemory, checksums }: TransferEnvironment,
  { bucket, checksum, headers }: UploadRequest,
): boolean {
  if (checksum !== undefined || !checksums?.available()) return false;
  const names = Object.keys(headers);
  if (names.some((name) => name === "content-md5" || name.startsWith(CHECKSUM_PREFIX)))
    return false;
  return (
    names.some((name) => name.startsWith(OBJECT_LOCK_PREFIX)) ||
    bucketMemory.bucketsRequiringChecksums.has(bucket)
  );
}

/**
 * Remembers that the bucket requires checksums if the error says so. Returns whether to send the upload again, now with a
 * checksum.
 */
export function learnRequiredChecksum(
  environment: TransferEnvironment,
  request: UploadRequest,
  error: unknown,
): boolean {
  const isRequirement =
    error instanceof ServiceError &&
    error.code === "InvalidRequest" &&
    /content-md5|x-amz-checksum-/i.test(error.message) &&
    /required/i.test(error.message);
  if (!isRequirement || requiresChecksum(environment, request)) return false;
  environment.bucketMemory.bucketsRequiringChecksums.add(request.bucket);
  return requiresChecksum(environment, request);
}

/** Returns the request with the checksum as a header, or as a form field of that name. */
export function withChecksum(
  request: UploadRequest,
  checksum: ObjectChecksum | undefined,
): UploadRequest {
  if (!checksum) return request;
  const header = { [checksumHeader(checksum.algorithm)]: checksum.value };
  return { ...request, headers: { ...request.headers, ...header } };
}

/**
 * Compares the checksum with the one in the response, if there is one.
 *
 * @throws {TransferError} `ChecksumMismatch`
 */
export function checkStoredChecksum(
  sent: ObjectChecksum | undefined,
  response: Headers,
  attempt: number,
): void {
  if (!sent) return;
  const stored = response.get(checksumHeader(sent.algorithm));
  if (stored && stored !== sent.value) {
    throw transferError(CHECKSUM_MISMATCH, attempt, { parameters: [sent.algorithm] });
  }
}

import { checksumOf } from "../checksum/blob-checksum.ts";
import { partCount, toBase64, toHex } from "../checksum/checksum.ts";
import { md5 } from "../checksum/md5.ts";
import { ServiceError, TransferError } from "../errors.ts";
import type { Attempt } from "../http/attempt.ts";
import { ALREADY_EXISTS } from "../messages/transfers.ts";
import { headObject } from "../objects/head.ts";
import type { TransferEnvironment } from "../transfer/environment.ts";
import type { ObjectChecksum, ObjectInfo } from "../types.ts";
import { repeatedHeaders } from "./multipart-headers.ts";
import type { UploadRequest } from "./upload-request.ts";

/** Largest body in bytes whose MD5 is computed, in JavaScript on the page's thread. */
const MAX_MD5_SIZE = 16 * 1024 * 1024;

/** Returns whether S3 rejected the request because the object, or another request for it, breaks its condition. */
export function isConditionFailed(error: unknown): error is ServiceError {
  return error instanceof ServiceError && (error.status === 412 || isConflict(error));
}

/** Returns whether another request was writing or deleting the same object. */
export function isConflict(error: unknown): boolean {
  return error instanceof ServiceError && error.code === "ConditionalRequestConflict";
}

/** Makes the error of an upload with `overwrite: false` whose key is taken. */
export function alreadyExists(cause: unknown, attempts: number): TransferError {
  const [code, message, hint] = ALREADY_EXISTS;
  // The service's own error holds no secret, and `explain` knows its response.
  return new TransferError(code, message, { attempts, hint, cause });
}

/**
 * Returns the object under the upload's key if an earlier attempt, whose response was lost, may have stored it: it then
 * fails the condition of the next attempt. The proof is its size together with its ETag or its checksum.
 */
export async function findStoredBody(
  environment: TransferEnvironment,
  request: UploadRequest,
  attempt: Attempt,
  error: unknown,
): Promise<ObjectInfo | undefined> {
  if (attempt.number === 1 || !isConditionFailed(error)) return undefined;
  attempt.stopStallTimer();
  const { body } = request;
  const { signal } = attempt;
  try {
    const info = await headStored(environment, request, signal, false);
    if (!info || (await hasEtag(body, info.etag))) return info;
    const withChecksum = await headStored(environment, request, signal, true);
    const isSame = await hasChecksum(environment, body, withChecksum?.checksum, signal);
    return isSame ? withChecksum : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the properties of the object under the upload's key if it has the size of the upload's body. */
export async function headStored(
  environment: TransferEnvironment,
  request: UploadRequest,
  signal: AbortSignal,
  checksum: boolean,
): Promise<ObjectInfo | undefined> {
  const { bucket, key, body } = request;
  const headers = repeatedHeaders(request);
  const info = await headObject(environment, { bucket, key, signal, checksum, headers });
  return info.size === body.size ? info : undefined;
}

/** Returns whether the ETag is the MD5 of the body, as S3 computes it unless the object is encrypted with a key of KMS. */
async function hasEtag(body: Blob, etag: string | undefined): Promise<boolean> {
  const digits = /^"?([\da-f]{32})"?$/i.exec(etag ?? "")?.[1]?.toLowerCase();
  if (!digits || body.size > MAX_MD5_SIZE) return false;
  const digest = md5(new Uint8Array(await body.arrayBuffer()));
  return digits === toHex(digest);
}

async function hasChecksum(
  { checksums }: TransferEnvironment,
  body: Blob,
  stored: ObjectChecksum | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  if (!stored || partCount(stored)) return false;
  const digest = await checksumOf(checksums, stored.algorithm, body, signal);
  return toBase64(digest) === stored.value;
}

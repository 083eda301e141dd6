import { checksumOf } from "../checksum/blob-checksum.ts";
import { checksumHeader, toBase64 } from "../checksum/checksum.ts";
import { withRetries } from "../http/retry.ts";
import { checkPut } from "../http/success.ts";
import { transferError } from "../http/transfer-error.ts";
import { ETAG_HIDDEN } from "../messages/transfers.ts";
import type { TransferControl } from "../transfer/control.ts";
import { notify } from "../transfer/progress.ts";
import type { ObjectChecksum } from "../types.ts";
import { repeatedHeaders } from "./multipart-headers.ts";
import { explainDenial, type MultipartUpload } from "./multipart-requests.ts";
import type { ChecksumMode } from "./part-checksums.ts";
import { PartProgress } from "./part-progress.ts";
import type { Part } from "./parts.ts";
import { sendBody, signedSize } from "./put.ts";
import type { UploadRequest } from "./upload-request.ts";

/** A part that the service has. */
export interface SentPart {
  etag: string;
  /** Base64. */
  checksum?: string;
}

/** A multipart upload, and the parts of it that the service has, by their numbers. */
export interface StartedUpload {
  upload: MultipartUpload;
  checksumMode: ChecksumMode | undefined;
  storedParts: Map<number, SentPart>;
  isResumed: boolean;
}

/**
 * Sends the parts that the service does not have, `concurrency` at a time, each with its own retries. The first part that
 * fails ends the others.
 *
 * Returns all parts in order.
 */
export async function sendParts(
  control: TransferControl,
  { upload, checksumMode, storedParts }: StartedUpload,
  parts: Part[],
  concurrency: number,
): Promise<SentPart[]> {
  const { size } = upload.request.body;
  const group = control.fork();
  const done: SentPart[] = [];
  for (const [number, part] of storedParts) done[number - 1] = part;
  const missing = parts.filter(({ number }) => !storedParts.has(number));
  const stored = parts.filter(({ number }) => storedParts.has(number));
  const progress = new PartProgress(control, stored);
  control.meter.startAttempt(1, progress.total, size);
  control.meter.startTransfer(size);
  const queue = missing.values();
  const work = async () => {
    for (const part of queue) {
      done[part.number - 1] = await sendPart(group, upload, part, progress, checksumMode);
    }
  };
  try {
    const workers = Array.from({ length: Math.min(concurrency, missing.length) }, work);
    await Promise.all(workers);
    return done;
  } catch (error) {
    group.abort(error);
    throw error;
  } finally {
    group.end();
  }
}

async function sendPart(
  group: TransferControl,
  upload: MultipartUpload,
  part: Part,
  progress: PartProgress,
  checksumMode: ChecksumMode | undefined,
): Promise<SentPart> {
  const { environment } = group;
  const { request, uploadId } = upload;
  const { bucket, key } = request;
  const body = request.body.slice(part.start, part.end);
  const checksum = await partChecksum(group, request, part, checksumMode);
  return withRetries(group, async (attempt) => {
    progress.startAttempt(part, attempt.number);
    const signed = await environment.signer.presign(
      {
        bucket,
        key,
        method: "PUT",
        query: { partNumber: String(part.number), uploadId },
        headers: {
          ...repeatedHeaders(request),
          ...(checksum ? { [checksumHeader(checksum.algorithm)]: checksum.value } : {}),
        },
        ...signedSize(environment, body),
      },
      attempt.signal,
    );
    const response = await sendBody(environment, signed, attempt, body, checksum, (sent) =>
      progress.update(part, sent),
    ).catch((error) => {
      throw explainDenial(environment, upload, signed, error);
    });
    await checkPut(environment, response, signed, attempt);
    const etag = response.headers.get("etag");
    if (!etag) throw transferError(ETAG_HIDDEN, attempt.number);
    progress.update(part, body.size);
    notify(request.onPart, { number: part.number, etag });
    return checksum ? { etag, checksum: checksum.value } : { etag };
  });
}

/** Returns the checksum of a part; undefined if the upload has none. */
export async function partChecksum(
  { environment, signal }: TransferControl,
  { body }: UploadRequest,
  { start, end }: Part,
  checksumMode: ChecksumMode | undefined,
): Promise<ObjectChecksum | undefined> {
  if (!checksumMode) return undefined;
  const { algorithm } = checksumMode;
  const part = body.slice(start, end);
  const digest = await checksumOf(environment.checksums, algorithm, part, signal);
  return { algorithm, value: toBase64(digest) };
}

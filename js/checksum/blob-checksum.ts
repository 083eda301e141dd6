import { abortable } from "../http/abortable.ts";
import { isChecksumRejection } from "../http/s3-error.ts";
import { transferError } from "../http/transfer-error.ts";
import { BODY_UNREADABLE, CHECKSUM_UNSUPPORTED } from "../messages/transfers.ts";
import { optionError } from "../option-error.ts";
import type { ChecksumAlgorithm, ObjectChecksum } from "../types.ts";
import { type Checksums, toBase64 } from "./checksum.ts";
import { readBlob } from "./read-blob.ts";

/** Largest body in bytes that is read into memory at once, for WebCrypto: larger than a part of the default size. */
const MAX_SIZE_IN_MEMORY = 32 * 1024 * 1024;

/**
 * Reads a body and returns its checksum.
 *
 * @throws {PresignError} `InvalidOption` if the engine cannot compute checksums
 * @throws {TransferError} `BodyUnreadable`
 */
export function checksumOf(
  checksums: Checksums | undefined,
  algorithm: ChecksumAlgorithm,
  body: Blob,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (!checksums?.available()) throw optionError(CHECKSUM_UNSUPPORTED, "checksum");
  return abortable(digestOf(checksums, algorithm, body, signal), signal);
}

/**
 * Returns a handler for errors of the request that sent `body` with the checksum `sent`.
 *
 * If the service rejected the checksum and the body has another one by now, the error is `BodyUnreadable`: Firefox does not
 * report that a file was changed, but sends its new bytes.
 */
export function explainChecksumRejection(
  checksums: Checksums | undefined,
  body: Blob,
  sent: ObjectChecksum | undefined,
  attempt: { number: number; signal: AbortSignal },
): (error: unknown) => Promise<never> {
  return async (error) => {
    if (!sent || !isChecksumRejection(error)) throw error;
    const now = toBase64(await checksumOf(checksums, sent.algorithm, body, attempt.signal));
    if (now === sent.value) throw error;
    throw transferError(BODY_UNREADABLE, attempt.number, { cause: error });
  };
}

async function digestOf(
  checksums: Checksums,
  algorithm: ChecksumAlgorithm,
  body: Blob,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (body.size <= MAX_SIZE_IN_MEMORY && algorithm.startsWith("SHA")) {
    const bytes = await body.arrayBuffer().catch((cause) => {
      throw unreadable(cause);
    });
    const digest = await checksums.digest(algorithm, new Uint8Array(bytes));
    if (digest) return digest;
  }
  const running = checksums.start(algorithm);
  if (!running) throw optionError(CHECKSUM_UNSUPPORTED, "checksum");
  try {
    await readBlob(body, signal, (bytes) => running.update(bytes));
  } catch (cause) {
    running.free();
    signal.throwIfAborted();
    throw unreadable(cause);
  }
  return running.digest();
}

/** Makes the error of reading a Blob: only a file that was changed, moved or deleted fails. */
function unreadable(cause: unknown): Error {
  return transferError(BODY_UNREADABLE, 1, { cause });
}

import { abortable } from "../http/abortable.ts";
import { isChecksumRejection } from "../http/s3-error.ts";
import { transferError } from "../http/transfer-error.ts";
import { BODY_UNREADABLE, CHECKSUM_UNSUPPORTED } from "../messages/transfers.ts";
import { optionError } from "../option-error.ts";
import type { ChecksumAlgorithm, ObjectChecksum } from "../types.ts";
import { type Checksums, toBase64 } from "./checksum.ts";

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
    const digest = await checksums.digest(
      algorithm,
      new Uint8Array(await readable(body.arrayBuffer())),
    );
    if (digest) return digest;
  }
  const running = checksums.start(algorithm);
  if (!running) throw optionError(CHECKSUM_UNSUPPORTED, "checksum");
  const reader = body.stream().getReader();
  for (;;) {
    const { done, value } = await readable(reader.read());
    if (done) return running.digest();
    if (signal.aborted) {
      running.free();
      reader.cancel().catch(() => {});
      throw signal.reason;
    }
    running.update(value);
  }
}

/**
 * Maps the failure of reading a Blob. Only a file that was changed, moved or deleted fails, with a DOMException, or, from a
 * stream of Chromium, with a TypeError "network error".
 */
function readable<T>(reading: Promise<T>): Promise<T> {
  return reading.catch((cause) => {
    throw transferError(BODY_UNREADABLE, 1, { cause });
  });
}

import { PresignError } from "../errors.ts";
import { isChecksumRejection } from "../http/s3-error.ts";
import { transferError } from "../http/transfer-error.ts";
import { BODY_UNREADABLE } from "../messages/transfers.ts";
import type { TransferControl } from "../transfer/control.ts";
import type { ChecksumAlgorithm, ObjectChecksum } from "../types.ts";
import { type Checksums, toBase64 } from "./checksum.ts";

/** Bytes that are taken into memory at once for the browser's own digests: a part of the usual size is less. */
const AT_ONCE = 32 * 1024 * 1024;

/** The checksum of a body's bytes, which are read for it once before they are sent. */
export function checksumOf(
  control: TransferControl,
  algorithm: ChecksumAlgorithm,
  body: Blob,
): Promise<Uint8Array> {
  const { checksums } = control.environment;
  if (!checksums?.available()) throw unsupported();
  const sum = summed(checksums, algorithm, body, control.signal).catch((cause) => {
    // A Blob can be read to its end, unless it is a file that is not what it was.
    throw isUnreadable(cause) ? transferError(BODY_UNREADABLE, 1, { cause }) : cause;
  });
  return control.unlessAborted(sum);
}

/**
 * For the request that sends `body` with this checksum: where it was refused for that and the body has another one by
 * now, it fails with `BodyUnreadable`. Firefox does not tell of a file that was changed, but sends what is there.
 */
export function whenRefused(
  control: TransferControl,
  body: Blob,
  sent: ObjectChecksum | undefined,
  attempt: number,
): (error: unknown) => Promise<never> {
  return async (error) => {
    if (!sent || !isChecksumRejection(error)) throw error;
    const now = toBase64(await checksumOf(control, sent.algorithm, body));
    throw now === sent.value ? error : transferError(BODY_UNREADABLE, attempt, { cause: error });
  };
}

async function summed(
  checksums: Checksums,
  algorithm: ChecksumAlgorithm,
  body: Blob,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (body.size <= AT_ONCE && algorithm.startsWith("SHA")) {
    const digest = await checksums.digest(algorithm, new Uint8Array(await body.arrayBuffer()));
    if (digest) return digest;
  }
  const running = checksums.begin(algorithm);
  if (!running) throw unsupported();
  const reader = body.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return running.digest();
    if (signal.aborted) {
      running.free();
      reader.cancel().catch(() => {});
      throw signal.reason;
    }
    running.update(value);
  }
}

function isUnreadable(error: unknown): boolean {
  return (
    error instanceof DOMException && ["NotReadableError", "NotFoundError"].includes(error.name)
  );
}

function unsupported(): PresignError {
  return new PresignError("InvalidOption", "This engine is too old to sum bytes: it has no SIMD.", {
    field: "checksum",
    hint: "Leave `checksum` out.",
  });
}

import { checksumOf } from "./blob-checksum.ts";
import { checksumHeader, type ObjectChecksum, toBase64 } from "./checksum.ts";
import type { TransferControl } from "./control.ts";
import { checksumMismatch } from "./failures.ts";
import type { UploadRequest } from "./upload-request.ts";

/**
 * The checksum that the request asks for of a body in one piece; undefined where it asks for none. It is made once,
 * however often and in however many ways the body is sent.
 */
export async function bodyChecksum(
  control: TransferControl,
  request: UploadRequest,
): Promise<ObjectChecksum | undefined> {
  const { checksum: algorithm, body } = request;
  if (!algorithm) return undefined;
  control.meter.begin(1, 0, body.size);
  const known = made.get(request) ?? checksumOf(control, algorithm, body);
  made.set(request, known);
  return { algorithm, value: toBase64(await known) };
}

const made = new WeakMap<UploadRequest, Promise<Uint8Array>>();

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
  if (stored && stored !== sent.value) throw checksumMismatch(sent.algorithm, attempt);
}

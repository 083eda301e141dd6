import { type Checksums, fromBase64, toBase64, toHex } from "../checksum/checksum.ts";
import { md5 } from "../checksum/md5.ts";
import type { ChecksumAlgorithm, ObjectChecksum } from "../types.ts";
import type { Part } from "./parts.ts";
import type { UploadRequest } from "./upload-request.ts";

/** Algorithm and type of the checksum of a multipart upload (API reference, "CreateMultipartUpload"). */
export interface ChecksumMode {
  algorithm: ChecksumAlgorithm;
  type: "FULL_OBJECT" | "COMPOSITE";
}

/** Returns the headers of CreateMultipartUpload that set the mode. */
export function checksumModeHeaders(
  { checksum }: UploadRequest,
  mode: ChecksumMode | undefined,
): Record<string, string> {
  if (!mode) return {};
  const { algorithm } = mode;
  // CRC64NVME has no other type. Leaving the header out by default saves buckets a CORS rule for it.
  const isImplied = !checksum && algorithm === "CRC64NVME";
  return { "x-amz-checksum-algorithm": algorithm, ...(isImplied ? {} : checksumTypeHeader(mode)) };
}

/** CRC32 and CRC32C default to COMPOSITE in S3, and CRC64NVME in some stores, so FULL_OBJECT must be requested. */
export function checksumTypeHeader({ type }: ChecksumMode): Record<string, string> {
  return type === "COMPOSITE" ? {} : { "x-amz-checksum-type": type };
}

/**
 * Returns the modes to try, in order. Full-object checksums are more useful to downloads, but not every service supports
 * them for each CRC; most do for CRC64NVME.
 */
export function checksumModesOf(algorithm: ChecksumAlgorithm): ChecksumMode[] {
  const composite: ChecksumMode = { algorithm, type: "COMPOSITE" };
  if (algorithm === "SHA1" || algorithm === "SHA256") return [composite];
  const full: ChecksumMode = { algorithm, type: "FULL_OBJECT" };
  return algorithm === "CRC64NVME" ? [full] : [full, composite];
}

/**
 * Returns the ETag that S3 computes for an object of these parts, without quotes: the MD5 of the parts' MD5s, and their number.
 * Undefined if the ETag of a part is not an MD5, as with some encryptions and some stores.
 */
export function etagOfParts(etags: string[]): string | undefined {
  const digests = new Uint8Array(etags.length * 16);
  for (const [index, etag] of etags.entries()) {
    const digits = /^"?([\da-f]{32})"?$/i.exec(etag)?.[1];
    if (!digits) return undefined;
    for (let at = 0; at < 16; at += 1) {
      digests[index * 16 + at] = Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16);
    }
  }
  return `${toHex(md5(digests))}-${etags.length}`;
}

/** Returns the object's checksum, from those of its parts in base64; undefined if one is missing. */
export function checksumOfParts(
  checksums: Checksums,
  { algorithm, type }: ChecksumMode,
  parts: Part[],
  values: (string | undefined)[],
): ObjectChecksum | undefined {
  const digests: Uint8Array[] = [];
  for (const value of values) {
    const digest = fromBase64(value ?? "");
    if (!digest?.length) return undefined;
    digests.push(digest);
  }
  if (type === "COMPOSITE") {
    const running = checksums.start(algorithm);
    for (const digest of digests) running?.update(digest);
    const digest = running?.digest();
    return digest && { algorithm, value: `${toBase64(digest)}-${digests.length}` };
  }
  let whole = digests[0];
  for (const [index, { start, end }] of parts.entries()) {
    const digest = digests[index];
    if (index === 0) continue;
    whole = whole && digest && checksums.combine(algorithm, whole, digest, end - start);
  }
  return whole && { algorithm, value: toBase64(whole) };
}

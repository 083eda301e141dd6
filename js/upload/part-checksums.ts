import { type Checksums, fromBase64, toBase64 } from "../checksum/checksum.ts";
import { md5 } from "../checksum/md5.ts";
import type { ChecksumAlgorithm, ObjectChecksum } from "../types.ts";
import type { Part } from "./parts.ts";
import type { UploadRequest } from "./upload-request.ts";

/** How an upload in parts is summed: as one, or by the checksums of its parts. */
export interface PartSumming {
  algorithm: ChecksumAlgorithm;
  type: "FULL_OBJECT" | "COMPOSITE";
}

/** The headers that name the checksum when the upload begins (API reference, "CreateMultipartUpload"). */
export function summingHeaders(
  { checksum }: UploadRequest,
  summing: PartSumming | undefined,
): Record<string, string> {
  if (!summing) return {};
  const { algorithm } = summing;
  // CRC64NVME has no other type. By default a CORS rule need not allow one more header for it.
  const isImplied = !checksum && algorithm === "CRC64NVME";
  return { "x-amz-checksum-algorithm": algorithm, ...(isImplied ? {} : typeHeader(summing)) };
}

/** S3 takes CRC32 and CRC32C for COMPOSITE, and some stores CRC64NVME too, unless the type is named. */
export function typeHeader({ type }: PartSumming): Record<string, string> {
  return type === "COMPOSITE" ? {} : { "x-amz-checksum-type": type };
}

/**
 * What to try, in order. CRCs can be combined to the object's own, which is worth more to who downloads it, but
 * not every service does that for each of them; CRC64NVME it is that most do.
 */
export function summingsOf(algorithm: ChecksumAlgorithm): PartSumming[] {
  const composite: PartSumming = { algorithm, type: "COMPOSITE" };
  if (algorithm === "SHA1" || algorithm === "SHA256") return [composite];
  const full: PartSumming = { algorithm, type: "FULL_OBJECT" };
  return algorithm === "CRC64NVME" ? [full] : [full, composite];
}

/**
 * The ETag that S3 gives an object of these parts, without its quotes: the MD5 of their MD5s and their number. Undefined
 * if a part's ETag is no MD5, as with some encryptions and some stores.
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
  const hex = Array.from(md5(digests), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex}-${etags.length}`;
}

/** The object's checksum, from its parts' in base64; undefined where one is missing. */
export function checksumOfParts(
  checksums: Checksums,
  { algorithm, type }: PartSumming,
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
    const running = checksums.begin(algorithm);
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

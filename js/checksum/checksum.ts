import type { ChecksumAlgorithm, ObjectChecksum } from "../types.ts";

/** The checksum of bytes that arrive in chunks. */
export interface RunningChecksum {
  update(bytes: Uint8Array): void;
  /** Returns the value in network byte order and frees the checksum. */
  digest(): Uint8Array;
  free(): void;
}

/** Computes checksums. Results are undefined if the engine cannot run it. */
export interface Checksums {
  available(): boolean;
  start(algorithm: ChecksumAlgorithm): RunningChecksum | undefined;
  digest(
    algorithm: ChecksumAlgorithm,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<Uint8Array | undefined>;
  /**
   * Returns the CRC of two byte sequences together from their CRCs; undefined for other algorithms.
   *
   * @param length bytes of the second sequence
   */
  combine(
    algorithm: ChecksumAlgorithm,
    first: Uint8Array,
    second: Uint8Array,
    length: number,
  ): Uint8Array | undefined;
}

/** The algorithms in the order in which responses are searched for them. S3 stores one checksum for an object. */
export const ALGORITHMS: readonly ChecksumAlgorithm[] = [
  "CRC64NVME",
  "CRC32C",
  "CRC32",
  "SHA256",
  "SHA1",
];

/**
 * The request header without which S3 does not send an object's checksum (API reference, "GetObject"). S3 also accepts it
 * in the signed query, where it needs no preflight; some other services do not.
 */
export const CHECKSUM_MODE = { "x-amz-checksum-mode": "ENABLED" };

/** Prefix of the headers that carry a checksum. */
export const CHECKSUM_PREFIX = "x-amz-checksum-";

export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return CHECKSUM_PREFIX + algorithm.toLowerCase();
}

/** Returns the checksum in a response; undefined if the object has none, none was requested, or CORS hides it. */
export function readChecksum(headers: Headers): ObjectChecksum | undefined {
  for (const algorithm of ALGORITHMS) {
    const value = headers.get(checksumHeader(algorithm));
    if (value) return { algorithm, value };
  }
  return undefined;
}

/** Returns the number of parts of a composite checksum; undefined for a full-object checksum. */
export function partCount({ value }: ObjectChecksum): number | undefined {
  const parts = /-(\d+)$/.exec(value)?.[1];
  return parts === undefined ? undefined : Number(parts);
}

/** Encodes bytes as lower-case hexadecimal digits. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** Decodes base64; undefined if the text is not base64. */
export function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

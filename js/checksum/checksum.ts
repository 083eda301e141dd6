import type { ChecksumAlgorithm } from "../transfer/environment.ts";

/** What S3 checked, or made, when the object was stored. */
export interface ObjectChecksum {
  algorithm: ChecksumAlgorithm;
  /** In base64. One that ends in `-3` is of the checksums of an object's three parts. */
  value: string;
}

/** In the order in which they are looked for; S3 keeps one for an object. */
export const ALGORITHMS: readonly ChecksumAlgorithm[] = [
  "CRC64NVME",
  "CRC32C",
  "CRC32",
  "SHA256",
  "SHA1",
];

/** Without it S3 keeps an object's checksum to itself (API reference, "GetObject"). */
export const CHECKSUM_MODE = { "x-amz-checksum-mode": "ENABLED" };

/** Begins the names of the headers that carry a checksum. */
export const CHECKSUM_PREFIX = "x-amz-checksum-";

export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return CHECKSUM_PREFIX + algorithm.toLowerCase();
}

/** Undefined where the object has none, nobody asked, or CORS hides it. */
export function readChecksum(headers: Headers): ObjectChecksum | undefined {
  for (const algorithm of ALGORITHMS) {
    const value = headers.get(checksumHeader(algorithm));
    if (value) return { algorithm, value };
  }
  return undefined;
}

/** How many parts' checksums it is of; undefined where it is of the object's bytes. */
export function partsIn({ value }: ObjectChecksum): number | undefined {
  const parts = /-(\d+)$/.exec(value)?.[1];
  return parts === undefined ? undefined : Number(parts);
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** Undefined where it is no base64. */
export function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

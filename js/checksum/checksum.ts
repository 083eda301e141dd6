import type { ChecksumAlgorithm, ObjectChecksum } from "../types.ts";

/** A checksum of bytes that come one chunk after another. */
export interface RunningChecksum {
  update(bytes: Uint8Array): void;
  /** The value, highest byte first. Ends it. */
  digest(): Uint8Array;
  /** Ends it without a value. */
  free(): void;
}

/** What sums bytes. Its answers are undefined where the engine cannot run it. */
export interface Checksums {
  available(): boolean;
  begin(algorithm: ChecksumAlgorithm): RunningChecksum | undefined;
  /** Of bytes that are all there. */
  digest(
    algorithm: ChecksumAlgorithm,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<Uint8Array | undefined>;
  /** The CRC of two runs of bytes together, of which the second has so many; undefined for other algorithms. */
  combine(
    algorithm: ChecksumAlgorithm,
    first: Uint8Array,
    second: Uint8Array,
    length: number,
  ): Uint8Array | undefined;
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

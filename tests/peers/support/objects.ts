export const MIB = 1024 * 1024;

/** The smallest part size that S3 allows. */
export const PART_SIZE = 5 * MIB;

/** A file of 11 MiB: two parts of `PART_SIZE` and a smaller third one. */
export const LARGE_FILE = new File([patternOf(11 * MIB)], "large.bin", {
  lastModified: 1_700_000_000_000,
});

/** Returns bytes in a pattern that differs from part to part. */
export function patternOf(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) % 251);
}

let keyCount = 0;

/** Returns a key that no other feature writes to. */
export function uniqueKey(suffix: string): string {
  keyCount += 1;
  return `peers/${process.pid}-${keyCount}/${suffix}`;
}

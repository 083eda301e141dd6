import { type Checksums, partCount, type RunningChecksum, toBase64 } from "../checksum/checksum.ts";
import type { ObjectChecksum } from "../types.ts";

/** Computes the checksum of an object's bytes in the way of the expected one: full-object or composite. */
export class RunningObjectChecksum {
  readonly #expected: ObjectChecksum;
  readonly #checksums: Checksums;
  /** Bytes of every part but the last. */
  readonly #partSize: number;
  /** Number of parts of a composite checksum. */
  readonly #parts: number | undefined;
  /** Checksum of the object's bytes; if it is composite, of the digests of its parts. */
  #whole: RunningChecksum | undefined;
  /** Checksum of the bytes of the current part. */
  #part: RunningChecksum | undefined;
  #partsDone = 0;
  /** Bytes left of the current part. */
  #left: number;

  constructor(checksums: Checksums, expected: ObjectChecksum, partSize = Number.POSITIVE_INFINITY) {
    const { algorithm } = expected;
    this.#checksums = checksums;
    this.#expected = expected;
    this.#partSize = partSize;
    this.#parts = partCount(expected);
    this.#left = partSize;
    this.#whole = checksums.start(algorithm);
    if (this.#parts !== undefined) this.#part = checksums.start(algorithm);
  }

  update(bytes: Uint8Array): void {
    if (this.#parts === undefined) {
      this.#whole?.update(bytes);
      return;
    }
    let rest = bytes;
    while (rest.length > 0) {
      if (this.#left === 0) this.#startPart();
      const own = rest.subarray(0, this.#left);
      this.#part?.update(own);
      this.#left -= own.length;
      rest = rest.subarray(own.length);
    }
  }

  /** Returns whether the bytes match the expected checksum. No call may follow. */
  matches(): boolean {
    if (this.#part) this.#endPart();
    const digest = this.#whole?.digest();
    this.#whole = undefined;
    if (!digest) return false;
    const suffix = this.#parts === undefined ? "" : `-${this.#partsDone}`;
    return toBase64(digest) + suffix === this.#expected.value;
  }

  free(): void {
    this.#whole?.free();
    this.#part?.free();
    this.#whole = undefined;
    this.#part = undefined;
  }

  #startPart(): void {
    this.#endPart();
    this.#part = this.#checksums.start(this.#expected.algorithm);
    this.#left = this.#partSize;
  }

  #endPart(): void {
    const digest = this.#part?.digest();
    this.#part = undefined;
    if (digest) this.#whole?.update(digest);
    this.#partsDone += 1;
  }
}

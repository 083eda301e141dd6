import { type Checksums, partsIn, type RunningChecksum, toBase64 } from "../checksum/checksum.ts";
import type { ObjectChecksum } from "../types.ts";

/** The checksum of bytes that come in order, made as the object's own was: of all of them, or part by part. */
export class RunningObjectChecksum {
  readonly #expected: ObjectChecksum;
  readonly #checksums: Checksums;
  /** Bytes of every part but the last; endless where there are none. */
  readonly #partSize: number;
  readonly #parts: number | undefined;
  /** Of the bytes, or of what is in `#part`. */
  #whole: RunningChecksum | undefined;
  #part: RunningChecksum | undefined;
  #partsDone = 0;
  #left: number;

  constructor(checksums: Checksums, expected: ObjectChecksum, partSize = Number.POSITIVE_INFINITY) {
    this.#checksums = checksums;
    this.#expected = expected;
    this.#partSize = partSize;
    this.#parts = partsIn(expected);
    this.#left = partSize;
    this.restart();
  }

  update(bytes: Uint8Array): void {
    if (this.#parts === undefined) {
      this.#whole?.update(bytes);
      return;
    }
    let rest = bytes;
    while (rest.length > 0) {
      if (this.#left === 0) this.#nextPart();
      const own = rest.subarray(0, this.#left);
      this.#part?.update(own);
      this.#left -= own.length;
      rest = rest.subarray(own.length);
    }
  }

  /** From the first byte again. */
  restart(): void {
    this.free();
    const { algorithm } = this.#expected;
    this.#whole = this.#checksums.begin(algorithm);
    if (this.#parts !== undefined) this.#part = this.#checksums.begin(algorithm);
    this.#partsDone = 0;
    this.#left = this.#partSize;
  }

  /** Whether the bytes are the object's. Ends it. */
  matches(): boolean {
    if (this.#part) this.#endPart();
    const value = this.#whole?.digest();
    this.#whole = undefined;
    if (!value) return false;
    const suffix = this.#parts === undefined ? "" : `-${this.#partsDone}`;
    return toBase64(value) + suffix === this.#expected.value;
  }

  free(): void {
    this.#whole?.free();
    this.#part?.free();
    this.#whole = undefined;
    this.#part = undefined;
  }

  #nextPart(): void {
    this.#endPart();
    this.#part = this.#checksums.begin(this.#expected.algorithm);
    this.#left = this.#partSize;
  }

  #endPart(): void {
    const digest = this.#part?.digest();
    this.#part = undefined;
    if (digest) this.#whole?.update(digest);
    this.#partsDone += 1;
  }
}

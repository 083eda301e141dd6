import { type Checksums, partCount } from "../checksum/checksum.ts";
import { ServiceError } from "../errors.ts";
import { transferError } from "../http/transfer-error.ts";
import { CHECKSUM_MISMATCH, CHECKSUM_UNAVAILABLE } from "../messages/transfers.ts";
import type { ChecksumRequest } from "../transfer/bucket-memory.ts";
import type { TransferEnvironment } from "../transfer/environment.ts";
import type { ChecksumAlgorithm, ObjectChecksum, ObjectInfo } from "../types.ts";
import { RunningObjectChecksum } from "./object-checksum.ts";

export interface VerificationOptions {
  /** True: the download fails if it cannot be verified. False: never verify. Undefined: verify if possible. */
  verify?: boolean | undefined;
  bucket: string;
  /** A range has no checksum. */
  isRange: boolean;
  /** Returns the size in bytes of one part of an object that was uploaded in parts. */
  partSizeOf(number: number): Promise<number>;
  /** Adds a checksum to `info` that its response did not show, if there is one. */
  completeChecksum(info: ObjectInfo): Promise<void>;
}

/** Compares an object's bytes with the object's checksum. */
export class Verification {
  readonly #environment: TransferEnvironment;
  readonly #options: VerificationOptions;
  /** Undefined if nothing can or shall be verified. */
  readonly #checksums: Checksums | undefined;
  #running: RunningObjectChecksum | undefined;
  /** Bytes of every part but the last, of a composite checksum. */
  #partSize: number | undefined;
  #verified: ChecksumAlgorithm | undefined;

  constructor(environment: TransferEnvironment, options: VerificationOptions) {
    const { checksums } = environment;
    this.#environment = environment;
    this.#options = options;
    if (options.verify !== false && !options.isRange && checksums?.available())
      this.#checksums = checksums;
  }

  /** The algorithm of the checksum that the bytes matched, after `finish`. */
  get verified(): ChecksumAlgorithm | undefined {
    return this.#verified;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** The part of a signed request that requests the checksum. */
  get request(): ChecksumRequest {
    const { bucketMemory } = this.#environment;
    return this.#checksums ? bucketMemory.checksumRequest(this.#options.bucket) : {};
  }

  /** Returns whether to send a failed request again without the one for a checksum, which may have caused the error. */
  canDoWithoutChecksum(error: unknown): boolean {
    const isRequested = this.#checksums && !this.#options.verify;
    return isRequested === true && error instanceof ServiceError && error.status === 501;
  }

  /**
   * Starts with the checksum of the first response. After a restart it is called again.
   *
   * @throws {TransferError} `ChecksumUnavailable`
   */
  async start(info: ObjectInfo, isEncoded: boolean, attempt: number): Promise<void> {
    const { verify, completeChecksum } = this.#options;
    const checksums = isEncoded ? undefined : this.#checksums;
    if (checksums) await completeChecksum(info);
    if (checksums && info.checksum) {
      const parts = partCount(info.checksum);
      this.#partSize =
        parts === undefined ? undefined : await this.#commonPartSize(info.size, parts);
      if (parts === undefined || this.#partSize !== undefined) {
        this.#running = new RunningObjectChecksum(checksums, info.checksum, this.#partSize);
      }
    }
    if (verify && !this.#running) throw transferError(CHECKSUM_UNAVAILABLE, attempt);
  }

  update(bytes: Uint8Array): void {
    this.#running?.update(bytes);
  }

  /**
   * Compares the checksum after all bytes were received.
   *
   * @throws {TransferError} `ChecksumMismatch`
   */
  async finish({ size, checksum }: ObjectInfo, received: number, attempt: number): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    if (!running || !checksum) return;
    const { algorithm } = checksum;
    // The number of bytes of a decoded body differs, also if CORS hides that it was encoded.
    const isComplete = received === size || this.#environment.origin === undefined;
    if (running.matches()) this.#verified = algorithm;
    else if (isComplete && (await this.#hasEqualParts(checksum, size)))
      throw transferError(CHECKSUM_MISMATCH, attempt, { parameters: [algorithm] });
    else if (this.#options.verify) throw transferError(CHECKSUM_UNAVAILABLE, attempt);
  }

  cancel(): void {
    this.#running?.free();
    this.#running = undefined;
  }

  /** Returns the size of all parts but the last, if they can be equal as almost all clients make them. */
  async #commonPartSize(size: number, parts: number): Promise<number | undefined> {
    const first = parts === 1 ? size : await this.#partSizeOf(1);
    if (parts === 1 || first === undefined) return first;
    return Math.ceil(size / first) === parts ? first : undefined;
  }

  /** Returns whether all parts but the last have the assumed size. S3 allows parts of different sizes. */
  async #hasEqualParts(checksum: ObjectChecksum, size: number): Promise<boolean> {
    const parts = partCount(checksum) ?? 1;
    const partSize = this.#partSize ?? size;
    for (let number = 2; number < parts; number += 1) {
      if ((await this.#partSizeOf(number)) !== partSize) return false;
    }
    return true;
  }

  #partSizeOf(number: number): Promise<number | undefined> {
    return this.#options.partSizeOf(number).catch(() => undefined);
  }
}

import { CHECKSUM_MODE, partsIn } from "../checksum/checksum.ts";
import { ServiceError } from "../errors.ts";
import { looksLikeCors } from "../http/cors.ts";
import { transferError } from "../http/transfer-error.ts";
import { CHECKSUM_MISMATCH, CHECKSUM_UNAVAILABLE } from "../messages/transfers.ts";
import type { TransferEnvironment } from "../transfer/environment.ts";
import type { ChecksumAlgorithm, ObjectInfo } from "../types.ts";
import { RunningObjectChecksum } from "./object-checksum.ts";

/** Of a bucket: how often in a row its checksums could not be had. After so many it is asked for none. */
const GIVE_UP = 3;

export interface VerificationOptions {
  /** True: or it fails. False: never. Undefined: where it can be done. */
  verify?: boolean | undefined;
  bucket: string;
  /** A part of the object has no checksum. */
  isRange: boolean;
  /** Bytes of one part of an object that came in parts. */
  partSizeOf(number: number): Promise<number>;
}

/**
 * Checks an object's bytes against the object's own checksum as they arrive.
 *
 * To ask for the checksum takes a header, which a page may send only where the bucket's CORS rules allow it. A
 * download that must not fail for that asks again without; and a bucket that keeps refusing, or whose replies
 * show no checksum, is soon not asked any more.
 */
export class Verification {
  readonly #environment: TransferEnvironment;
  readonly #options: VerificationOptions;
  #running: RunningObjectChecksum | undefined;
  #partSize: number | undefined;
  #verified: ChecksumAlgorithm | undefined;
  #counted = false;

  constructor(environment: TransferEnvironment, options: VerificationOptions) {
    this.#environment = environment;
    this.#options = options;
  }

  /** What the bytes were checked by, once they were. */
  get verified(): ChecksumAlgorithm | undefined {
    return this.#verified;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** What the first request has to send, signed; undefined where the checksum is not asked for. */
  get headers(): Record<string, string> | undefined {
    const { verify, isRange, bucket } = this.#options;
    if (verify === false || isRange || !this.#environment.checksums?.available()) return undefined;
    return verify || failuresOf(this.#environment, bucket) < GIVE_UP ? CHECKSUM_MODE : undefined;
  }

  /** Whether a request that failed is to be sent without the headers: they may be why it did. */
  canDoWithout(error: unknown): boolean {
    if (this.#options.verify) return false;
    return looksLikeCors(error) || (error instanceof ServiceError && error.status === 501);
  }

  /** Takes in what the first reply tells. `attempt` is the number of the try. */
  async learn(info: ObjectInfo, isEncoded: boolean, attempt: number): Promise<void> {
    const { verify, isRange, bucket } = this.#options;
    const { checksums } = this.#environment;
    if (verify === false || isRange) return;
    // A download that begins again learns again, and is one download.
    if (!this.#counted) countFailure(this.#environment, bucket, info.checksum === undefined);
    this.#counted = true;
    if (checksums?.available() && info.checksum && !isEncoded) {
      const parts = partsIn(info.checksum);
      this.#partSize = parts === undefined ? undefined : await this.#sizeOfParts(info.size, parts);
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
   * All bytes have come, so many.
   *
   * @throws {TransferError} `ChecksumMismatch`
   */
  async finish({ size, checksum }: ObjectInfo, received: number, attempt: number): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    if (!running || !checksum) return;
    const matches = running.matches();
    // Of a body that was decoded on the way the count differs, even where CORS hides that it was.
    const isWhole = received === size || this.#environment.origin === undefined;
    if (matches) this.#verified = checksum.algorithm;
    else if (isWhole && (await this.#isDivided(checksum, size)))
      throw transferError(CHECKSUM_MISMATCH, attempt, { parameters: [checksum.algorithm] });
    else if (this.#options.verify) throw transferError(CHECKSUM_UNAVAILABLE, attempt);
  }

  cancel(): void {
    this.#running?.free();
    this.#running = undefined;
  }

  /** Bytes of all parts but the last, which is what all clients make; undefined where that cannot be. */
  async #sizeOfParts(size: number, parts: number): Promise<number | undefined> {
    const first = parts === 1 ? size : await this.#sizeOfPart(1);
    if (parts === 1 || first === undefined) return first;
    return Math.ceil(size / first) === parts ? first : undefined;
  }

  /** Whether the parts are as they were taken to be. S3 takes parts of many sizes, though hardly any client makes them. */
  async #isDivided(checksum: NonNullable<ObjectInfo["checksum"]>, size: number): Promise<boolean> {
    const parts = partsIn(checksum) ?? 1;
    const partSize = this.#partSize ?? size;
    for (let number = 2; number < parts; number += 1) {
      if ((await this.#sizeOfPart(number)) !== partSize) return false;
    }
    return true;
  }

  #sizeOfPart(number: number): Promise<number | undefined> {
    return this.#options.partSizeOf(number).catch(() => undefined);
  }
}

const failures = new WeakMap<TransferEnvironment, Map<string, number>>();

function failuresOf(environment: TransferEnvironment, bucket: string): number {
  return failures.get(environment)?.get(bucket) ?? 0;
}

function countFailure(environment: TransferEnvironment, bucket: string, failed: boolean): void {
  const counts = failures.get(environment) ?? new Map<string, number>();
  failures.set(environment, counts);
  counts.set(bucket, failed ? (counts.get(bucket) ?? 0) + 1 : 0);
}

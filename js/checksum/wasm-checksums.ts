import type { ChecksumAlgorithm } from "../types.ts";
import { type Checksum, checksums, type Summing } from "../wasm/checksum.ts";
import type { Checksums, RunningChecksum } from "./checksum.ts";

/** As the core counts them. */
const ALGORITHMS: readonly ChecksumAlgorithm[] = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"];

/** What the browser's own digests are called, which are faster than ours where all bytes are there. */
const NATIVE: Partial<Record<ChecksumAlgorithm, string>> = { SHA1: "SHA-1", SHA256: "SHA-256" };
/** Bytes from which a promise is worth its wait. */
const WORTH_A_PROMISE = 64 * 1024;

/** Checksums by the core, and by WebCrypto. */
export const wasmChecksums: Checksums = {
  available: () => checksums() !== undefined,
  begin(algorithm) {
    const summing = checksums();
    const checksum = summing?.Checksum.of(ALGORITHMS.indexOf(algorithm));
    return summing && checksum ? new WasmChecksum(summing, checksum) : undefined;
  },
  async digest(algorithm, bytes) {
    const native = NATIVE[algorithm];
    // A page that is not served securely has no WebCrypto.
    const subtle = globalThis.crypto?.subtle;
    if (native && subtle && bytes.byteLength >= WORTH_A_PROMISE) {
      return new Uint8Array(await subtle.digest(native, bytes));
    }
    const checksum = this.begin(algorithm);
    checksum?.update(bytes);
    return checksum?.digest();
  },
  combine: (algorithm, first, second, length) =>
    checksums()?.combine(ALGORITHMS.indexOf(algorithm), first, second, length),
};

class WasmChecksum implements RunningChecksum {
  readonly #memory: WebAssembly.Memory;
  readonly #checksum: Checksum;
  /** In the module's memory; made anew when that has grown. */
  #input: Uint8Array;
  readonly #address: number;
  readonly #room: number;

  constructor({ memory }: Summing, checksum: Checksum) {
    this.#memory = memory;
    this.#checksum = checksum;
    this.#address = checksum.input();
    this.#room = checksum.room();
    this.#input = new Uint8Array(memory.buffer, this.#address, this.#room);
  }

  update(bytes: Uint8Array): void {
    const room = this.#room;
    if (bytes.length <= room) {
      this.#put(bytes);
      return;
    }
    for (let start = 0; start < bytes.length; start += room) {
      this.#put(bytes.subarray(start, start + room));
    }
  }

  digest(): Uint8Array {
    return this.#checksum.digest();
  }

  free(): void {
    this.#checksum.free();
  }

  #put(bytes: Uint8Array): void {
    const { buffer } = this.#memory;
    if (this.#input.buffer !== buffer) {
      this.#input = new Uint8Array(buffer, this.#address, this.#room);
    }
    this.#input.set(bytes);
    this.#checksum.advance(bytes.length);
  }
}

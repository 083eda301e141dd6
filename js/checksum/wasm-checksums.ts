import type { ChecksumAlgorithm } from "../types.ts";
import {
  type Checksum,
  type ChecksumModule,
  checksumModule,
  type ModuleMemory,
} from "../wasm/checksum.ts";
import type { Checksums, RunningChecksum } from "./checksum.ts";

/** The algorithms in the order of the module's numbers for them. */
const ALGORITHMS: readonly ChecksumAlgorithm[] = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"];

/** Names of WebCrypto's digests, which are faster than the module if all bytes are in memory. */
const WEB_CRYPTO_NAMES: Partial<Record<ChecksumAlgorithm, string>> = {
  SHA1: "SHA-1",
  SHA256: "SHA-256",
};
/** Minimum number of bytes for which WebCrypto is faster although it is asynchronous. */
const MIN_WEB_CRYPTO_SIZE = 64 * 1024;

/** Computes checksums with the WebAssembly module, and with WebCrypto. */
export const wasmChecksums: Checksums = {
  available: () => checksumModule() !== undefined,
  start(algorithm) {
    const module = checksumModule();
    const checksum = module?.Checksum.of(ALGORITHMS.indexOf(algorithm));
    return module && checksum ? new WasmChecksum(module, checksum) : undefined;
  },
  async digest(algorithm, bytes) {
    const name = WEB_CRYPTO_NAMES[algorithm];
    // Pages that are not served securely have no WebCrypto.
    const subtle = globalThis.crypto?.subtle;
    if (name && subtle && bytes.byteLength >= MIN_WEB_CRYPTO_SIZE) {
      return new Uint8Array(await subtle.digest(name, bytes));
    }
    const checksum = this.start(algorithm);
    checksum?.update(bytes);
    return checksum?.digest();
  },
  combine: (algorithm, first, second, length) =>
    checksumModule()?.combine(ALGORITHMS.indexOf(algorithm), first, second, length),
};

class WasmChecksum implements RunningChecksum {
  readonly #memory: ModuleMemory;
  readonly #checksum: Checksum;
  /** The module's buffer for input; a new view is needed after the module's memory has grown. */
  #input: Uint8Array;
  readonly #address: number;
  readonly #capacity: number;

  constructor({ memory }: ChecksumModule, checksum: Checksum) {
    this.#memory = memory;
    this.#checksum = checksum;
    this.#address = checksum.input();
    this.#capacity = checksum.room();
    this.#input = new Uint8Array(memory.buffer, this.#address, this.#capacity);
  }

  update(bytes: Uint8Array): void {
    const capacity = this.#capacity;
    if (bytes.length <= capacity) {
      this.#write(bytes);
      return;
    }
    for (let start = 0; start < bytes.length; start += capacity) {
      this.#write(bytes.subarray(start, start + capacity));
    }
  }

  digest(): Uint8Array {
    return this.#checksum.digest();
  }

  free(): void {
    this.#checksum.free();
  }

  #write(bytes: Uint8Array): void {
    const { buffer } = this.#memory;
    if (this.#input.buffer !== buffer) {
      this.#input = new Uint8Array(buffer, this.#address, this.#capacity);
    }
    this.#input.set(bytes);
    this.#checksum.advance(bytes.length);
  }
}

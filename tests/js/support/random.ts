import { createCipheriv } from "node:crypto";
import fc from "fast-check";

/** Random choices by fast-check, the same for the same seed and index. */
export class Random {
  readonly #generate: fc.GeneratorValue;

  constructor(seed: number, index: number) {
    const combined = Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b);
    const [generate] = fc.sample(fc.gen(), { seed: combined, numRuns: 1 });
    this.#generate = generate as fc.GeneratorValue;
  }

  /** Returns a whole number from `min` to `max`, both included. */
  whole(min: number, max: number): number {
    return this.#generate(fc.noBias, fc.integer({ min, max }));
  }

  /** Returns true with this probability. */
  chance(probability: number): boolean {
    return this.whole(0, 999_999) < probability * 1_000_000;
  }

  one<const T>(choices: readonly [T, ...T[]]): T {
    return choices[this.whole(0, choices.length - 1)] as T;
  }

  bytes(length: number): Uint8Array<ArrayBuffer> {
    const key = Buffer.alloc(16);
    key.writeUInt32BE(this.whole(0, 2 ** 32 - 1));
    return new Uint8Array(createCipheriv("aes-128-ctr", key, key).update(Buffer.alloc(length)));
  }
}

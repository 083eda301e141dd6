import { createHash, randomBytes } from "node:crypto";

/** The seed of this run: `SEED` repeats one. */
export const seed = process.env["SEED"] ?? randomBytes(4).toString("hex");

/** Randomness that a seed repeats: the same name gives the same values in the same order. */
export class Random {
  readonly #state: [number, number, number, number];

  constructor(name: string) {
    const hash = createHash("sha256").update(`${seed}\n${name}`).digest();
    this.#state = [0, 4, 8, 12].map((at) => hash.readUInt32LE(at)) as [
      number,
      number,
      number,
      number,
    ];
  }

  /** 0 to 2³² − 1, by sfc32. */
  #next(): number {
    const state = this.#state;
    const sum = (state[0] + state[1] + state[3]) | 0;
    state[3] = (state[3] + 1) | 0;
    state[0] = state[1] ^ (state[1] >>> 9);
    state[1] = (state[2] + (state[2] << 3)) | 0;
    state[2] = ((state[2] << 21) | (state[2] >>> 11)) + sum;
    return sum >>> 0;
  }

  /** A whole number, both ends included. */
  whole(least: number, most: number): number {
    return least + (this.#next() % (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.#next() < probability * 2 ** 32;
  }

  one<T>(choices: readonly T[]): T {
    return choices[this.whole(0, choices.length - 1)] as T;
  }

  /** As many as asked, joined. */
  many(least: number, most: number, make: () => string): string {
    return Array.from({ length: this.whole(least, most) }, make).join("");
  }

  /** Some of these, in their order. */
  some<T>(whole: Record<string, T>): Record<string, T> {
    return Object.fromEntries(Object.entries(whole).filter(() => this.chance(0.5)));
  }
}

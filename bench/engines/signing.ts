import { keyOf, keysUpTo, mixedKeyOf } from "../case.ts";
import { type Lanes, Limit } from "../limit.ts";
import { type Memory, wasmMemory } from "../memory.ts";
import type { Signed, Signer } from "../signer.ts";

/** What is told of a signer. */
export type SignerFacts = Pick<Signer, "name" | "from" | "method" | "batch">;

/** What the command asks of an engine: arguments and answers go through as JSON. */
export interface Signing {
  /** Those that are to be compared. */
  signers(): Promise<SignerFacts[]>;
  /** What a signer gives for its first keys, and some from the middle of a batch, with the keys. */
  sample(name: string): Promise<[key: string, signed: Signed][]>;
  /** Milliseconds that a signer takes for so many keys, so many times. It keeps the last that it gave. */
  measure(name: string, keys: number, turns: number): Promise<number>;
  /** Milliseconds of so many SHA-256 compressions in WebAssembly. */
  compress(lanes: Lanes, blocks: number): Promise<number>;
  /** What is held now, when all garbage is gone. */
  memory(): Promise<Memory>;
}

declare global {
  /** What the engine itself tells of its memory; each engine's loader brings its own. */
  var heldHere: () => Memory;
}

/** Signs where this is loaded, and takes the time there. */
export class LocalSigning implements Signing {
  readonly #compared: readonly Signer[];
  readonly #signers: readonly Signer[];
  readonly #ready = new Map<string, ReturnType<Signer["make"]>>();
  readonly #limit = new Limit();
  #held: readonly Signed[] = [];

  /** @param others those that only answer to their name */
  constructor(compared: readonly Signer[], others: readonly Signer[]) {
    this.#compared = compared;
    this.#signers = [...compared, ...others];
  }

  async signers(): Promise<SignerFacts[]> {
    return this.#compared.map(({ name, from, method, batch }) => ({
      name,
      from,
      method,
      ...(batch === undefined ? {} : { batch }),
    }));
  }

  async sample(name: string): Promise<[string, Signed][]> {
    const { sign, of } = this.#signer(name);
    const keys = keysUpTo(41, of);
    const signed = await sign(keys);
    return [0, 1, 2, 3, 19, 40].map((at) => [keys[at] ?? "", signed[at] ?? ""]);
  }

  async measure(name: string, count: number, turns: number): Promise<number> {
    const { sign, of } = this.#signer(name);
    const keys = keysUpTo(count, of);
    this.#held = [];
    const begun = performance.now();
    for (let turn = 0; turn < turns; turn += 1) this.#held = await sign(keys);
    const milliseconds = performance.now() - begun;
    if (this.#held.length !== count) throw new Error(`${name} did not sign every key.`);
    return milliseconds;
  }

  compress(lanes: Lanes, blocks: number): Promise<number> {
    return this.#limit.compress(lanes, blocks);
  }

  async memory(): Promise<Memory> {
    globalThis.gc?.();
    return { wasm: wasmMemory(), ...heldHere() };
  }

  #signer(name: string) {
    const signer = this.#signers.find((one) => one.name === name);
    if (signer === undefined) throw new Error(`No signer is called ${name}.`);
    const sign = this.#ready.get(name) ?? signer.make();
    this.#ready.set(name, sign);
    return { sign, of: signer.mixed ? mixedKeyOf : keyOf };
  }
}

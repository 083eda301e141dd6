import { firstKeys, keyOf, mixedKeyOf } from "../case.ts";
import { Compressor, type Lanes } from "../compressions.ts";
import { type Memory, wasmMemory } from "../memory.ts";
import type { Signed, Signer } from "../signer.ts";

/** The serializable properties of a signer. */
export type SignerInfo = Pick<Signer, "name" | "from" | "method" | "batch">;

/** The methods that the command calls in an engine. Arguments and results are sent as JSON. */
export interface Signing {
  /** Returns the signers to compare. */
  signers(): Promise<SignerInfo[]>;
  /** Signs a batch, and returns the results for its first keys and for some from the middle. */
  sample(name: string): Promise<[key: string, signed: Signed][]>;
  /** Returns the milliseconds for signing a number of keys, `turns` times. The last results stay in memory. */
  measure(name: string, keys: number, turns: number): Promise<number>;
  /** Returns the milliseconds for a number of SHA-256 compressions in WebAssembly. */
  compress(lanes: Lanes, blocks: number): Promise<number>;
  /** Returns the memory in use after a garbage collection. */
  memory(): Promise<Memory>;
}

declare global {
  /** Returns the memory that the engine reports. The entry of each engine defines it. */
  var engineMemory: () => Memory;
}

/** Signs in this process or page, and measures the time there. */
export class LocalSigning implements Signing {
  readonly #compared: readonly Signer[];
  readonly #signers: readonly Signer[];
  readonly #ready = new Map<string, ReturnType<Signer["create"]>>();
  readonly #compressor = new Compressor();
  #results: readonly Signed[] = [];

  /** @param others signers that are not compared */
  constructor(compared: readonly Signer[], others: readonly Signer[]) {
    this.#compared = compared;
    this.#signers = [...compared, ...others];
  }

  async signers(): Promise<SignerInfo[]> {
    return this.#compared.map(({ name, from, method, batch }) => ({
      name,
      from,
      method,
      ...(batch === undefined ? {} : { batch }),
    }));
  }

  async sample(name: string): Promise<[string, Signed][]> {
    const { sign, key } = this.#signer(name);
    const keys = firstKeys(41, key);
    const signed = await sign(keys);
    return [0, 1, 2, 3, 19, 40].map((at) => [keys[at] ?? "", signed[at] ?? ""]);
  }

  async measure(name: string, count: number, turns: number): Promise<number> {
    const { sign, key } = this.#signer(name);
    const keys = firstKeys(count, key);
    this.#results = [];
    const started = performance.now();
    for (let turn = 0; turn < turns; turn += 1) this.#results = await sign(keys);
    const milliseconds = performance.now() - started;
    if (this.#results.length !== count) throw new Error(`${name} did not sign every key.`);
    return milliseconds;
  }

  compress(lanes: Lanes, blocks: number): Promise<number> {
    return this.#compressor.compress(lanes, blocks);
  }

  async memory(): Promise<Memory> {
    globalThis.gc?.();
    return { wasm: wasmMemory(), ...engineMemory() };
  }

  #signer(name: string) {
    const signer = this.#signers.find((one) => one.name === name);
    if (signer === undefined) throw new Error(`There is no signer "${name}".`);
    const sign = this.#ready.get(name) ?? signer.create();
    this.#ready.set(name, sign);
    return { sign, key: signer.mixed ? mixedKeyOf : keyOf };
  }
}

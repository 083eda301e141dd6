/**
 * Functions of src/wasm/limit.rs: the SHA-256 of the core alone, in WebAssembly. Each compresses a number of 64-byte
 * blocks, in all lanes together.
 */
export type Lanes = "sha256Blocks" | "sha256Lanes" | "sha256SharedLanes";

/** Folder of the built module in the checkout. */
export const folder = "build/bench";
const files = { glue: "limit.js", module: "limit_bg.wasm" };

type LimitModule = Record<Lanes, (blocks: number) => number> & {
  initSync(options: { module: WebAssembly.Module }): unknown;
};

/** Runs the functions of the module in this engine. */
export class Compressor {
  #module: Promise<LimitModule> | undefined;

  /** Returns the milliseconds for a number of compressions. */
  async compress(lanes: Lanes, blocks: number): Promise<number> {
    this.#module ??= load();
    const module = await this.#module;
    const started = performance.now();
    module[lanes](blocks);
    return performance.now() - started;
  }
}

declare global {
  /** Reads a file of that folder. The entry of each engine defines it. */
  var readBuilt: (file: string) => Promise<{ url: string; bytes: BufferSource } | undefined>;
}

async function load(): Promise<LimitModule> {
  const [glue, module] = await Promise.all([readBuilt(files.glue), readBuilt(files.module)]);
  if (glue === undefined || module === undefined) throw new Error(`${folder} was not built.`);
  const loaded: LimitModule = await import(glue.url);
  loaded.initSync({ module: new WebAssembly.Module(module.bytes) });
  return loaded;
}

/** Returns the number of SHA-256 blocks of a message, with its padding. */
export function blocksOf(bytes: number): number {
  return Math.floor((bytes + 8) / 64) + 1;
}

/** Numbers of compressions for one URL. */
export interface Compressions {
  /** Blocks of the canonical request without a part of the key: all URLs share their message schedules. */
  shared: number;
  /** The other blocks, and those of the HMAC, whose two midstates are kept. */
  own: number;
}

/**
 * Counts the compressions for a canonical request of `canonicalBytes` bytes whose path ends at `pathEnd`.
 *
 * The string to sign adds two: the state after the HMAC's first block and the string's first block, which has no part of
 * the hash, is kept. The outer hash adds one.
 */
export function compressionsOf(canonicalBytes: number, pathEnd: number): Compressions {
  const blocks = blocksOf(canonicalBytes);
  const shared = blocks - Math.ceil(pathEnd / 64);
  return { shared, own: blocks - shared + 2 + 1 };
}

/**
 * The signer's own SHA-256 alone, in WebAssembly, in the engine at hand: src/wasm/limit.rs. The functions take a
 * number of 64-byte blocks and compress that many, all lanes counted.
 */
export type Lanes = "sha256Blocks" | "sha256Lanes" | "sha256SharedLanes";

/** Where the build leaves it, below the checkout, and below the site that the browsers are shown. */
export const folder = "build/bench";
const files = { glue: "limit.js", module: "limit_bg.wasm" };

type Compressions = Record<Lanes, (blocks: number) => number> & {
  initSync(options: { module: BufferSource }): unknown;
};

export class Limit {
  #compressions: Promise<Compressions> | undefined;

  /** Milliseconds of so many compressions. */
  async compress(lanes: Lanes, blocks: number): Promise<number> {
    this.#compressions ??= load();
    const compressions = await this.#compressions;
    const begun = performance.now();
    compressions[lanes](blocks);
    return performance.now() - begun;
  }
}

declare global {
  /** Reads a file of that folder. Each engine's loader brings its own. */
  var readBuilt: (file: string) => Promise<{ url: string; bytes: BufferSource } | undefined>;
}

async function load(): Promise<Compressions> {
  const [glue, module] = await Promise.all([readBuilt(files.glue), readBuilt(files.module)]);
  if (glue === undefined || module === undefined) throw new Error(`${folder} was not built.`);
  const compressions: Compressions = await import(glue.url);
  compressions.initSync({ module: module.bytes });
  return compressions;
}

/** How many blocks SHA-256 takes for so many bytes, with its padding. */
export function blocksOf(bytes: number): number {
  return Math.floor((bytes + 8) / 64) + 1;
}

/** The compressions of one URL, by what can be shared with other URLs. */
export interface Compressed {
  /** Blocks of the canonical request that hold nothing of the key: their schedules are the same for all. */
  constant: number;
  /** The others, and those of the HMAC with its two midstates kept. */
  own: number;
}

/**
 * Counts them for a canonical request of so many bytes whose path ends at `pathEnd`: the string to sign adds
 * two, since the HMAC's first block and the string's first, which holds no hash, are kept; its outer hash one.
 */
export function compressionsOf(canonicalBytes: number, pathEnd: number): Compressed {
  const blocks = blocksOf(canonicalBytes);
  const constant = blocks - Math.ceil(pathEnd / 64);
  return { constant, own: blocks - constant + 2 + 1 };
}

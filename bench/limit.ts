/**
 * The seam to the signer's own SHA-256: how long one compression takes in WebAssembly, in the engine at hand.
 *
 * It is there once `build/bench` holds the module built with the Cargo feature `bench`, and the glue that
 * wasm-bindgen writes for it with `--target web`: `s3_signpost.js` and `s3_signpost_bg.wasm`. The functions
 * take a number of 64-byte blocks and compress that many, all lanes counted:
 *
 * - `sha256Blocks(blocks)`: one after the other;
 * - `sha256Lanes(blocks)`: four side by side;
 * - `sha256SharedLanes(blocks)`: four side by side with message schedules that are already there. Without it
 *   the limit counts those blocks as `sha256Lanes` does.
 */
export type Lanes = "sha256Blocks" | "sha256Lanes" | "sha256SharedLanes";

/** Where the files are, below the checkout, and below the site that the browsers are shown. */
export const folder = "build/bench";
export const files = { glue: "s3_signpost.js", module: "s3_signpost_bg.wasm" };

type Compressions = { [name in Lanes]?: (blocks: number) => unknown } & {
  initSync(options: { module: BufferSource }): unknown;
};

export class Limit {
  #compressions: Promise<Compressions | undefined> | undefined;

  /** Milliseconds of so many compressions, or nothing where they were not built. */
  async compress(lanes: Lanes, blocks: number): Promise<number | undefined> {
    this.#compressions ??= load();
    const compress = (await this.#compressions)?.[lanes];
    if (compress === undefined) return undefined;
    const begun = performance.now();
    compress(blocks);
    return performance.now() - begun;
  }
}

declare global {
  /** Reads a file of that folder; nothing where there is none. Each engine's loader brings its own. */
  var readBuilt: (file: string) => Promise<{ url: string; bytes: BufferSource } | undefined>;
}

async function load(): Promise<Compressions | undefined> {
  const [glue, module] = await Promise.all([readBuilt(files.glue), readBuilt(files.module)]);
  if (glue === undefined || module === undefined) return undefined;
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

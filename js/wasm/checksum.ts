import { Checksum, combine, initSync } from "../../build/wasm/checksum.js";
import packed from "../../build/wasm/checksum_bg.wasm";
import { compiled } from "./inline.ts";
import { hasSimd } from "./simd.ts";

export type { Checksum } from "../../build/wasm/checksum.js";

/** What sums bytes, and the memory in which it takes them. */
export interface Summing {
  Checksum: typeof Checksum;
  combine: typeof combine;
  memory: WebAssembly.Memory;
}

let summing: Summing | undefined | null = null;

/**
 * Compiled the first time it is asked for. Undefined where the engine has no SIMD, which all have since 2023, and
 * where it compiles nothing: Cloudflare Workers take a module that was compiled before, and this one is within it.
 */
export function checksums(): Summing | undefined {
  if (summing === null) summing = hasSimd() ? start() : undefined;
  return summing;
}

function start(): Summing | undefined {
  try {
    return { Checksum, combine, memory: initSync({ module: compiled(packed) }).memory };
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) return undefined;
    throw error;
  }
}

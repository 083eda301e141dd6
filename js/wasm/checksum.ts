import { Checksum, combine, initSync } from "../../build/wasm/checksum.js";
import packed from "../../build/wasm/checksum_bg.wasm";
import { compiled } from "./inline.ts";
import { hasSimd } from "./simd.ts";

export type { Checksum } from "../../build/wasm/checksum.js";

/** The checksum module, and the memory into which its input is copied. */
export interface ChecksumModule {
  Checksum: typeof Checksum;
  combine: typeof combine;
  memory: WebAssembly.Memory;
}

let module: ChecksumModule | undefined | null = null;

/**
 * Returns the checksum module, which is compiled at the first call. Undefined if the engine has no SIMD, which every
 * engine has since 2023, or compiles no module: Cloudflare Workers only accept modules that are compiled before.
 */
export function checksumModule(): ChecksumModule | undefined {
  if (module === null) module = hasSimd() ? start() : undefined;
  return module;
}

function start(): ChecksumModule | undefined {
  try {
    return { Checksum, combine, memory: initSync({ module: compiled(packed) }).memory };
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) return undefined;
    throw error;
  }
}

import { Checksum, combine, initSync } from "../../build/wasm/checksum.js";
import packed from "../../build/wasm/checksum_bg.wasm";
import { isBlocked } from "./compile.ts";
import { compiled } from "./inline.ts";
import { type ChecksumModule, registeredCore } from "./registered-core.ts";
import { hasSimd } from "./simd.ts";

export type { Checksum } from "../../build/wasm/checksum.js";
export type { ChecksumModule, ModuleMemory } from "./registered-core.ts";

let module: ChecksumModule | undefined | null = null;

/**
 * Returns the checksum module, which is compiled at the first call. Undefined if the engine has no SIMD, which every
 * engine has since 2023, or compiles no module: Cloudflare Workers only accept modules that are compiled before.
 */
export function checksumModule(): ChecksumModule | undefined {
  module ||= registeredCore() ?? (module === null && hasSimd() ? start() : undefined);
  return module;
}

function start(): ChecksumModule | undefined {
  try {
    return { Checksum, combine, memory: initSync({ module: compiled(packed) }).memory };
  } catch (error) {
    if (isBlocked(error)) return undefined;
    throw error;
  }
}

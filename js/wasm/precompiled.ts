import type { PackedModule } from "./unpack.ts";

/** Returns undefined: the modules are loaded before the script. */
export function moduleLoading(): Promise<void> | undefined {
  return undefined;
}

/**
 * Returns a module that was compiled when it was imported: Cloudflare Workers compile no bytes, and import .wasm files as
 * modules. The bundle for them replaces inline.ts by this file.
 */
export function compiled(module: PackedModule): WebAssembly.Module {
  return module as object as WebAssembly.Module;
}

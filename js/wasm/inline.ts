import { compile } from "./compile.ts";
import { emptyVectorFunctions, hasSimd } from "./simd.ts";
import { type PackedModule, unpackModule } from "./unpack.ts";

/** Returns undefined: the modules are part of the script. */
export function moduleLoading(): Promise<void> | undefined {
  return undefined;
}

/**
 * Compiles a module that is part of the script, synchronously, so that no call returns a promise. The modules are small
 * enough for every browser to allow this on the main thread. The bundle of `s3-signpost/slim` replaces this file by
 * core.ts.
 *
 * @throws {SignpostError} `WebAssemblyBlocked`
 */
export function compiled(packed: PackedModule): WebAssembly.Module {
  return compile(() => {
    const module = unpackModule(packed);
    if (!hasSimd()) emptyVectorFunctions(module, packed.vectorFunctions);
    return module;
  });
}

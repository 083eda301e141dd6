import { emptyVectorFunctions, hasSimd } from "./simd.ts";
import { type PackedModule, unpackModule } from "./unpack.ts";

/**
 * Compiles a module that travels in the script: in place, so that a call is a plain call with nothing to wait for.
 * It is small enough for every browser to allow that on the main thread. The bundle for `s3-signpost/slim` has
 * core.ts in the place of this file.
 */
export function compiled(packed: PackedModule): WebAssembly.Module {
  const module = unpackModule(packed);
  if (!hasSimd()) emptyVectorFunctions(module, packed.vectorFunctions);
  return new WebAssembly.Module(module);
}

import { isBlocked } from "./compile.ts";
import { moduleLoading } from "./inline.ts";
import { loadCore } from "./load-core.ts";
import { signer } from "./signer.ts";

/**
 * Compiles the signer. Returns a promise to wait for if `init` of `s3-signpost/slim` still loads the module, or if this page
 * or runtime compiles no WebAssembly: then the core is loaded as JavaScript. It rejects as `init` does, or with
 * `WebAssemblyBlocked`.
 */
export function coreReady(): Promise<void> | undefined {
  try {
    signer(() => {});
    return undefined;
  } catch (error) {
    // The call that signs throws any other error.
    return isBlocked(error) ? loadCore(error) : moduleLoading();
  }
}

import { isSignpostError, SignpostError } from "../errors.ts";
import { WEB_ASSEMBLY_BLOCKED } from "../messages/options.ts";

/** The error of the only attempt. Browsers report each attempt as a violation of the page's policy. */
let refusal: unknown;

/**
 * Compiles a module, synchronously. `module` returns its bytes.
 *
 * @throws {SignpostError} `WebAssemblyBlocked` if this page or runtime compiles no WebAssembly
 */
export function compile(module: () => BufferSource): WebAssembly.Module {
  if (refusal === undefined) {
    try {
      return new WebAssembly.Module(module());
    } catch (cause) {
      // The engine has no memory left.
      if (cause instanceof RangeError) throw cause;
      refusal = cause;
    }
  }
  throw blocked(refusal);
}

export function blocked(cause: unknown): SignpostError {
  const [code, message, hint] = WEB_ASSEMBLY_BLOCKED;
  return new SignpostError(code, message, { hint, cause });
}

export function isBlocked(error: unknown): boolean {
  return isSignpostError(error) && error.code === WEB_ASSEMBLY_BLOCKED[0];
}

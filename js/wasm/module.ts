import { CredentialsError, PresignError } from "../errors.ts";
import { emptyVectorFunctions, hasSimd } from "./simd.ts";
import { type PackedModule, unpackModule } from "./unpack.ts";

/**
 * Compiles a module by what wasm-bindgen wrote for it: in place, so that a call is a plain call with nothing to wait
 * for. It is small enough for every browser to allow that on the main thread.
 */
export function start(
  initSync: (options: { module: Uint8Array<ArrayBuffer> }) => unknown,
  packed: PackedModule,
): void {
  const module = unpackModule(packed);
  if (!hasSimd()) emptyVectorFunctions(module, packed.vectorFunctions);
  initSync({ module });
}

/** What a call into a module gives; what the module refuses is thrown as this package's errors. */
export function answer<T>(call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    throw typeof thrown === "string" ? refusal(thrown) : thrown;
  }
}

/** As the core writes it: four lines, and a field that may hold anything. */
function refusal(text: string): CredentialsError | PresignError {
  const [code = "", index, message = "", hint = "", ...field] = text.split("\n");
  const details = { hint, field: field.join("\n") };
  return code.startsWith("Credentials")
    ? new CredentialsError(code, message, details)
    : new PresignError(code, message, index ? { ...details, index: Number(index) } : details);
}

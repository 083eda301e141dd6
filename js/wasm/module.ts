import { CredentialsError, PresignError } from "../errors.ts";
import { type PackedModule, unpackModule } from "./unpack.ts";

/** What wasm-bindgen writes for a module, as far as it is alike for all. */
interface Glue {
  initSync(options: { module: Uint8Array<ArrayBuffer> }): unknown;
}

/**
 * Calls into a module, which is compiled the first time it is asked for.
 *
 * It is compiled in place, so that a call is a plain call with nothing to wait for; it is small enough for every
 * browser to allow that on the main thread. What the module refuses is thrown as this package's errors.
 */
export function caller<G extends Glue>(glue: G, packed: PackedModule) {
  let ready = false;
  return <T>(call: (module: G) => T): T => {
    if (!ready) {
      glue.initSync({ module: unpackModule(packed) });
      ready = true;
    }
    try {
      return call(glue);
    } catch (thrown) {
      throw isRefusal(thrown) ? errorOf(thrown) : thrown;
    }
  };
}

interface Refusal {
  code: string;
  field: string;
  message: string;
  hint: string;
  index: number | undefined;
}

function isRefusal(thrown: unknown): thrown is Refusal {
  return (
    typeof thrown === "object" && thrown !== null && !(thrown instanceof Error) && "hint" in thrown
  );
}

function errorOf({ code, message, ...details }: Refusal): CredentialsError | PresignError {
  const Class = code.startsWith("Credentials") ? CredentialsError : PresignError;
  return new Class(code, message, details);
}

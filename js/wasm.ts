import {
  explainSignature,
  formCurl,
  formData,
  formHtml,
  initSync,
  inspect,
  Presigner,
  readListing,
  readPartListing,
  readReply,
} from "../build/wasm/s3_signpost.js";
import packed from "../build/wasm/s3_signpost_bg.wasm";
import { CredentialsError, PresignError } from "./errors.ts";
import { unpackModule } from "./unpack-module.ts";

/** What signs, once it has been compiled. */
export interface Core {
  Presigner: typeof Presigner;
  explainSignature: typeof explainSignature;
  formCurl: typeof formCurl;
  formData: typeof formData;
  formHtml: typeof formHtml;
  inspect: typeof inspect;
  readListing: typeof readListing;
  readPartListing: typeof readPartListing;
  readReply: typeof readReply;
}

let core: Core | undefined;

/**
 * The signing core, compiled the first time it is asked for.
 *
 * It is compiled in place, so that signing is a plain call with nothing to wait for; it is small enough for
 * every browser to allow that on the main thread.
 */
export function wasm(): Core {
  if (core === undefined) {
    initSync({ module: unpackModule(packed) });
    core = {
      Presigner,
      explainSignature,
      formCurl,
      formData,
      formHtml,
      inspect,
      readListing,
      readPartListing,
      readReply,
    };
  }
  return core;
}

/** Runs a call into the core, and throws what it refuses as this package's errors. */
export function fromCore<T>(call: (core: Core) => T): T {
  try {
    return call(wasm());
  } catch (thrown) {
    throw isRefusal(thrown) ? errorOf(thrown) : thrown;
  }
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

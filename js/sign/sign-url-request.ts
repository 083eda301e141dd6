import { Options } from "../options.ts";
import type { SignUrlOptions } from "../types.ts";
import { SIGN_URL_METHODS, SIGN_URL_OPTIONS } from "./options.ts";

/** Defaults of `sign`, in seconds. */
const EXPIRES_IN = 3_600;
const CACHE_WINDOW = 900;
/** Maximum of `expiresIn` and `cacheWindow` together for Signature V4 at AWS, which counts the first second once. */
const MAX_V4_SECONDS = 604_801;

/** The options of `sign` with their defaults. */
export interface SignUrlRequest {
  readonly method: NonNullable<SignUrlOptions["method"]>;
  readonly expiresIn: number;
  readonly cacheWindow: number;
  /** The same as text. */
  readonly name: string;
}

const DEFAULT_REQUEST = /* @__PURE__ */ namedRequest("GET", EXPIRES_IN, CACHE_WINDOW);

/** Reads the options of `sign`. */
export function readSignUrlRequest(options: SignUrlOptions | undefined): SignUrlRequest {
  if (options === undefined) return DEFAULT_REQUEST;
  const read = new Options(options, SIGN_URL_OPTIONS);
  const expiresIn = orDefault(read.seconds("expiresIn"), EXPIRES_IN);
  // The default window never makes a valid `expiresIn` invalid.
  const longest = Math.max(1, Math.min(CACHE_WINDOW, MAX_V4_SECONDS - expiresIn));
  return namedRequest(
    read.oneOf("method", SIGN_URL_METHODS) ?? "GET",
    expiresIn,
    orDefault(read.seconds("cacheWindow"), longest),
  );
}

function orDefault(number: number, otherwise: number): number {
  return Number.isNaN(number) ? otherwise : number;
}

function namedRequest(
  method: SignUrlRequest["method"],
  expiresIn: number,
  cacheWindow: number,
): SignUrlRequest {
  return { method, expiresIn, cacheWindow, name: `${method} ${expiresIn} ${cacheWindow}` };
}

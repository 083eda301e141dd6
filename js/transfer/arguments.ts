import { KEY_MISSING, RANGE_HEADER, SET_TWICE } from "../messages/transfers.ts";
import { optionError } from "../option-error.ts";
import { type Options, readCallback, readSignal, wellFormed } from "../options.ts";
import type { Progress } from "../types.ts";
import type { TransferEnvironment } from "./environment.ts";

/** The names of `TransferOptions`. */
export const TRANSFER_OPTIONS = ["bucket", "signal", "onProgress"];

/** Options that every request has, with defaults filled in. */
export interface RequestSettings {
  /** Empty without a bucket; the signer then reports the error. */
  bucket: string;
  signal: AbortSignal | undefined;
}

export interface TransferSettings extends RequestSettings {
  onProgress: ((progress: Progress) => void) | undefined;
}

export function readRequestSettings(
  environment: TransferEnvironment,
  options: Options,
): RequestSettings {
  return {
    bucket: options.string("bucket") ?? environment.bucket ?? "",
    signal: readSignal(options, "signal"),
  };
}

export function readTransferSettings(
  environment: TransferEnvironment,
  options: Options,
): TransferSettings {
  return {
    ...readRequestSettings(environment, options),
    onProgress: readCallback(options, "onProgress"),
  };
}

/**
 * Reads the option `headers`, by lower-case name.
 *
 * @throws {PresignError} `InvalidOption` if a header is set in two spellings
 */
export function readHeaders(options: Options): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  const pairs = options.texts("headers");
  for (let at = 0; at < pairs.length; at += 2) {
    const name = (pairs[at] as string).toLowerCase();
    if (name in headers) throw optionError(SET_TWICE, `headers.${pairs[at]}`, ["in another case"]);
    headers[name] = pairs[at + 1] as string;
  }
  return headers;
}

/**
 * Reads the option `headers` of a request without a body. The signer rejects further headers.
 *
 * @throws {PresignError} `ForbiddenHeader` if it has a range: the size of a part would be taken for the object's
 */
export function readRequestHeaders(options: Options): Record<string, string> {
  const headers = readHeaders(options);
  for (const name of ["range", "if-range"]) {
    if (name in headers) throw optionError(RANGE_HEADER, `headers.${name}`);
  }
  return headers;
}

/** Returns the headers without conditions, for a request that has its own, or needs none. */
export function withoutConditions(headers: Record<string, string>): Record<string, string> {
  return filterHeaders(headers, (name) => !/^if-/.test(name));
}

/** Returns the headers whose names pass a test. */
export function filterHeaders(
  headers: Record<string, string>,
  test: (name: string) => boolean,
): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => test(name)));
}

/** Returns the option `headers` of a request to sign; nothing without headers, since such a request is signed faster. */
export function signedHeaders(headers: Record<string, string>): {
  headers?: Record<string, string>;
} {
  return Object.keys(headers).length > 0 ? { headers } : {};
}

/** Returns the option `query` of a request to sign; nothing without a defined parameter, as for `signedHeaders`. */
export function signedQuery(query: Record<string, string | undefined>): {
  query?: Record<string, string>;
} {
  const defined = Object.entries(query).filter(([, value]) => value !== undefined);
  return defined.length > 0 ? { query: Object.fromEntries(defined) as Record<string, string> } : {};
}

/**
 * Reads the key of one object. Without a key, a request would be for the bucket itself.
 *
 * @throws {PresignError} `InvalidKey`
 */
export function readKey(key: unknown): string {
  if (typeof key === "string" && key !== "") return wellFormed(key, "key");
  throw optionError(KEY_MISSING, "key");
}

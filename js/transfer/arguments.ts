import { KEY_MISSING } from "../messages/transfers.ts";
import { optionError } from "../option-error.ts";
import { type Options, wellFormed } from "../options.ts";
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
    signal: options.signal("signal"),
  };
}

export function readTransferSettings(
  environment: TransferEnvironment,
  options: Options,
): TransferSettings {
  return {
    ...readRequestSettings(environment, options),
    onProgress: options.callback("onProgress"),
  };
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

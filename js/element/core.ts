import type { CognitoOptions, CognitoProvider } from "../credentials/cognito.ts";
import { NO_CORE } from "../messages/elements.ts";
import { optionError } from "../option-error.ts";
import type { UploadQueue } from "../queue/upload-queue.ts";
import type { S3, S3Options } from "../s3.ts";

/** The methods of an `S3` that the elements call. */
export type ElementClient = Pick<S3, "upload" | "signer" | "head" | "delete" | "presigner">;

/**
 * The parts of the package that the elements use: those of `s3-signpost` or of `s3-signpost/slim`. They are arguments, so
 * that a page contains the core once, whichever entry it uses, and only the parts that it uses.
 */
export interface ElementCore {
  /** With `cognito`, for an `<s3-client>` that has attributes. */
  S3?: new (
    options: S3Options,
  ) => ElementClient;
  /** For an `<s3-client>` with an identity pool. */
  cognito?: (options: CognitoOptions) => CognitoProvider;
  /** For `<s3-drop>`, which is not defined without it. */
  UploadQueue?: typeof UploadQueue;
}

const core: ElementCore = {};

/** Adds the parts that `defineElements` was called with. */
export function addToCore(parts: ElementCore): void {
  Object.assign(core, parts);
}

/** Returns a part of the core. Throws `InvalidOption` if `defineElements` was called without it. */
export function fromCore<Name extends keyof ElementCore>(
  name: Name,
): NonNullable<ElementCore[Name]> {
  const part = core[name];
  if (!part) throw optionError(NO_CORE, name);
  return part;
}

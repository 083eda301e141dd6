import { PresignError } from "../errors.ts";
import { METHODS_MISSING, NOT_OPTIONS } from "../messages/options.ts";
import { SET_TWICE } from "../messages/transfers.ts";
import { optionError } from "../option-error.ts";
import { hasMethods, Options, readCallback, readSafely } from "../options.ts";
import type { UploadOptions } from "../types.ts";

/** Options of all files' uploads, without `key`, which the queue sets. */
export type QueueUploadOptions = Omit<UploadOptions, "key">;

/** Rules that a file must keep. They can be replaced by `setLimits`. */
export interface UploadLimits {
  /**
   * Maximum number of files in the queue, including those that are done or have failed (`TooManyFiles`).
   * @default none
   */
  maxFiles?: number;
  /**
   * Maximum size of a file in bytes (`FileTooLarge`).
   * @default none
   */
  maxSize?: number;
  /**
   * Minimum size of a file in bytes (`FileTooSmall`).
   * @default 0
   */
  minSize?: number;
  /**
   * Maximum size of all files in the queue together, in bytes (`TotalTooLarge`).
   * @default none
   */
  maxTotal?: number;
  /**
   * As the attribute of `<input type="file">`: `image/*,.pdf` (`FileNotAccepted`).
   * @default none: any type
   */
  accept?: string;
}

/** Options of `UploadQueue`. */
export interface UploadQueueOptions extends UploadLimits {
  /**
   * Returns the key of a file. `path` is the file's path within its folder, or its name. Called once for a file, for at
   * most 8 files at a time if it returns promises. A file whose key another file in the queue has is rejected with
   * `DuplicateKey`; if the function throws, the file has failed and can be retried.
   *
   * Without this option, a number is appended to the path if another file has that key, as in `image (2).jpg`: cameras
   * and clipboards give every image the same name. A second file of the same path, size and date is rejected with
   * `DuplicateKey`.
   * @default the path
   */
  key?: (file: File, path: string) => string | Promise<string>;
  /**
   * Number of files uploaded at a time. Each upload sends its own `concurrency` of parts.
   * @default 3
   */
  concurrency?: number;
  /**
   * Whether files are uploaded as soon as they are added. `false`: after `start()`.
   * @default true
   */
  autoStart?: boolean;
  /**
   * Returns a message to reject a file with (`FileRejected`); undefined or an empty string for a valid file. Called
   * before `key`, for at most 8 files at a time if it returns promises.
   * @default none: every file is valid
   */
  validate?: (
    file: File,
    path: string,
  ) => string | undefined | null | Promise<string | undefined | null>;
  /**
   * Options of each upload, or a function that returns those of one file, called when its upload starts. A `signal`
   * that is aborted removes the file.
   * @default none
   */
  upload?: QueueUploadOptions | ((file: File, path: string) => QueueUploadOptions);
}

/** Names of the limits, which errors have as `field`. */
export const LIMITS = ["maxFiles", "maxSize", "minSize", "maxTotal", "accept"];
const QUEUE_OPTIONS = ["key", "concurrency", "autoStart", "validate", "upload"];

/** A limit is NaN if it is absent, so that no comparison with it is true. */
export interface QueueLimits {
  maxFiles: number;
  maxSize: number;
  minSize: number;
  maxTotal: number;
  accept: string | undefined;
}

/** The options with defaults filled in. */
export interface QueueSettings {
  key: UploadQueueOptions["key"];
  concurrency: number;
  autoStart: boolean;
  limits: QueueLimits;
  validate: UploadQueueOptions["validate"];
  upload: (file: File, path: string) => QueueUploadOptions;
}

/** Throws `InvalidOption` if `s3` is no client, or if an option is wrong. */
export function readQueueOptions(s3: unknown, options: unknown): QueueSettings {
  const read = new Options(options ?? {}, [...QUEUE_OPTIONS, ...LIMITS]);
  if (!hasMethods(new Options({ s3 }, ["s3"]), "s3", ["upload"])) {
    throw optionError(METHODS_MISSING, "s3", ["upload"]);
  }
  return {
    key: readCallback(read, "key"),
    concurrency: read.whole("concurrency", 1) ?? 3,
    autoStart: read.get("autoStart") === undefined || read.boolean("autoStart"),
    limits: limitsIn(read),
    validate: readCallback(read, "validate"),
    upload: readUpload(read.get("upload")),
  };
}

/** Throws `InvalidOption` if a limit is wrong. */
export function readLimits(limits: unknown): QueueLimits {
  return limitsIn(new Options(limits ?? {}, LIMITS));
}

function limitsIn(read: Options): QueueLimits {
  return {
    maxFiles: read.whole("maxFiles", 0) ?? Number.NaN,
    maxSize: read.size("maxSize"),
    minSize: read.size("minSize"),
    maxTotal: read.size("maxTotal"),
    accept: read.string("accept"),
  };
}

function readUpload(value: unknown): QueueSettings["upload"] {
  if (typeof value === "function") {
    return (file, path) => copyUploadOptions(value(file, path));
  }
  const options = copyUploadOptions(value);
  return () => options;
}

/** Copies the options, so that each is read once. The upload validates them. */
function copyUploadOptions(value: unknown): QueueUploadOptions {
  const copy: Record<string, unknown> = readSafely("upload", PresignError, () => {
    const options = (value ?? {}) as { then?: unknown };
    // A promise has no properties: its options would be dropped silently.
    if (typeof options !== "object" || typeof options.then === "function") {
      throw optionError(NOT_OPTIONS, "upload");
    }
    return { ...options };
  });
  if (copy["key"] !== undefined) throw optionError(SET_TWICE, "upload.key", ["by `key`"]);
  return copy;
}

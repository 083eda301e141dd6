import { isSignpostError, PresignError, SignpostError } from "../errors.ts";
import { fill } from "../messages/message.ts";
import {
  METHODS_MISSING,
  NOT_FILE,
  NOT_FUNCTION,
  NOT_OPTIONS,
  UNKNOWN_OPTION,
} from "../messages/options.ts";
import { FUNCTION_FAILED } from "../messages/queue.ts";
import { SET_TWICE } from "../messages/transfers.ts";
import { optionError, optionMessage } from "../option-error.ts";
import { readSafely } from "../options.ts";
import type { S3 } from "../s3.ts";
import type { Progress, UploadOptions, UploadResult } from "../types.ts";

/** Options of the uploads of a widget. The widget sets the others. */
export type WidgetUploadOptions = Omit<UploadOptions, "key" | "onProgress" | "signal">;

/** Options of the uploads of a widget, and their keys. */
export interface FileUploaderOptions {
  /**
   * Returns the key of a file.
   * @default 32 random hexadecimal digits, /, and the file's name
   */
  key?: (file: File) => string;
  /**
   * Options of each upload, such as `maxSize`, `accept` and `resumable`, or a function that returns those of one file.
   * @default none
   */
  upload?: WidgetUploadOptions | ((file: File) => WidgetUploadOptions);
}

/** A promise of the result of an upload that can be aborted, such as a `Transfer`. */
export type FileUpload = Promise<UploadResult> & { abort(reason?: unknown): void };

/** Starts an upload. Never throws: errors of the options' functions reject the promise too. */
export type FileUploader = (
  body: unknown,
  hooks: { onProgress: (progress: Progress) => void; signal?: AbortSignal | undefined },
  metadata?: unknown,
) => FileUpload;

/** Options of an upload that a widget sets. */
const WIDGET_OPTIONS = ["key", "onProgress", "signal"];

/**
 * Returns a function that uploads a file of a widget, with the options of an adapter.
 *
 * Throws `InvalidOption` if an option is wrong, or if `s3` lacks one of `methods`.
 */
export function fileUploader(
  s3: Pick<S3, "upload">,
  options: unknown,
  methods: readonly string[] = ["upload"],
): FileUploader {
  const client = s3 as unknown as Record<string, unknown> | undefined;
  if (methods.some((method) => typeof client?.[method] !== "function")) {
    throw optionError(METHODS_MISSING, "s3", [methods.join(", ")]);
  }
  const { key, upload, ...others } = copyOf("options", options);
  const [unknown] = Object.keys(others);
  if (unknown) throw optionError(UNKNOWN_OPTION, unknown, ["key, upload"]);
  if (key !== undefined && typeof key !== "function") throw optionError(NOT_FUNCTION, "key");
  const keyOf = (key ?? defaultKey) as (file: File, metadata: unknown) => string;
  const shared = typeof upload === "function" ? undefined : readUploadOptions(upload);
  const optionsOf = (file: File) =>
    shared ?? readUploadOptions(callOf("upload", () => (upload as (file: File) => unknown)(file)));
  return (body, hooks, metadata) => {
    try {
      const file = fileOf(body);
      return s3.upload(file, {
        ...optionsOf(file),
        onProgress: hooks.onProgress,
        ...(hooks.signal ? { signal: hooks.signal } : {}),
        key: callOf("key", () => keyOf(file, metadata)),
      });
    } catch (error) {
      return Object.assign(Promise.reject(error), { abort() {} });
    }
  };
}

/** The text of an error for the user: what happened, and what to do next. */
export function errorText(error: unknown): string {
  const { message, hint } = error as Partial<SignpostError>;
  return [message ?? String(error), hint].filter(Boolean).join(" ");
}

/** Percent of the bytes that were sent: 100 only after the service has confirmed the upload. */
export function percentOf({ loaded, total, phase }: Progress): number {
  return phase === "done" ? 100 : total ? (100 * loaded) / total : 0;
}

function readUploadOptions(value: unknown): WidgetUploadOptions {
  const copy = copyOf("upload", value);
  const taken = WIDGET_OPTIONS.find((name) => copy[name] !== undefined);
  if (taken) throw optionError(SET_TWICE, `upload.${taken}`, ["by the widget"]);
  return copy;
}

/** Copies an object with options, so that each is read once. */
function copyOf(field: string, value: unknown): Record<string, unknown> {
  return readSafely(field, PresignError, () => {
    const options = (value ?? {}) as { then?: unknown };
    // A promise has no properties: its options would be dropped silently.
    if (typeof options !== "object" || typeof options.then === "function") {
      throw optionError(NOT_OPTIONS, field);
    }
    return { ...options };
  });
}

/** Calls a function of the application. An error that it throws becomes the cause of `CallbackFailed`. */
function callOf<T>(field: string, call: () => T): T {
  try {
    return call();
  } catch (cause) {
    if (isSignpostError(cause)) throw cause;
    const [code, text, hint] = fill(FUNCTION_FAILED);
    throw new SignpostError(code, optionMessage(field, text), { hint, field, cause });
  }
}

/** Returns a File of a widget's value, which can be a Blob or a text if the application has transformed the file. */
function fileOf(body: unknown): File {
  if (body instanceof Blob) {
    // Forms name a Blob without a name so too.
    return "name" in body ? (body as File) : new File([body], "blob", { type: body.type });
  }
  if (typeof body === "string") return new File([body], "blob", { type: "text/plain" });
  throw optionError(NOT_FILE, "file");
}

/** Cameras and clipboards give every image the same name, so that the name alone would replace another object. */
function defaultKey({ name }: File): string {
  // `crypto.randomUUID` is absent over http, as in a local network.
  const digits = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  );
  return `${digits.join("")}/${name}`;
}

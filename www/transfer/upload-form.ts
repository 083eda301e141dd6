import {
  PresignError,
  type QueueUploadOptions,
  type SignpostError,
  type UploadLimits,
} from "s3-signpost";
import { parseBytes } from "../format/bytes.ts";
import { shortened, visibleText } from "../format/visible.ts";
import { chosen, input, type } from "../parts/elements.ts";
import { words } from "../words.ts";
import { keyErrors } from "./key-errors.ts";

const { upload: uploadWords } = words.transfer;
const prefix = input("upload-key");
const limit = input("upload-limit");
const allowed = input("upload-type");
const resumable = input("upload-resumable");

/** Characters of a wrong entry that are shown. */
const SHOWN_LENGTH = 40;

/** Returns the prefix exactly as typed. */
export const readPrefix = (): string => prefix.value;

/** Fills in the prefix, as typing does. */
export function fillPrefix(value: string): void {
  type(prefix, value);
}

/** Returns the limits of the form; those that are invalid are left out. */
export function readLimits(): UploadLimits {
  const maxSize = readMaxSize();
  const accept = allowed.value.trim();
  return {
    ...(maxSize !== undefined && !Number.isNaN(maxSize) && { maxSize }),
    ...(accept && !wrongType(accept) && { accept }),
  };
}

/** Returns the options of the upload of each file. */
export function readUploadOptions(): QueueUploadOptions {
  const via = chosen("upload-via");
  return {
    ...((via === "post" || via === "put" || via === "multipart") && { via }),
    resumable: resumable.checked,
  };
}

/** Returns the errors of the fields. `isMissing`: no file is chosen, though the upload was requested. */
export function uploadFormErrors(isMissing: boolean): SignpostError[] {
  const errors: SignpostError[] = [];
  const report = (field: string, code: string, message: string, hint: string) =>
    errors.push(new PresignError(code, message, { field, hint }));
  if (isMissing) report("file", "NoFile", uploadWords.noFile, uploadWords.noFileHint);
  errors.push(...keyErrors((presigner) => presigner.presignPost({ key: `${prefix.value}x` })));
  if (Number.isNaN(readMaxSize())) {
    report("limit", "InvalidCondition", uploadWords.limitInvalid, uploadWords.limitHint);
  }
  const wrong = wrongType(allowed.value);
  if (wrong) {
    const shown = visibleText(shortened(wrong, SHOWN_LENGTH));
    report("type", "InvalidCondition", uploadWords.typeInvalid(shown), uploadWords.typeHint);
  }
  return errors;
}

/** Returns the maximum size in bytes: undefined if the field is empty, NaN if it is invalid. */
function readMaxSize(): number | undefined {
  if (!limit.value.trim()) return undefined;
  const size = parseBytes(limit.value);
  return Number.isSafeInteger(size) ? size : Number.NaN;
}

/** Returns the first entry that is no extension, no media type and no group of media types. */
function wrongType(list: string): string | undefined {
  const entries = list.split(",").map((entry) => entry.trim());
  return entries.find(
    (entry) => entry && !/^(?:\.[^\s/]+|\*|[\w.+-]+\/(?:\*|[\w.+-]+)|\*\/\*)$/.test(entry),
  );
}

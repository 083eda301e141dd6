import type { Message } from "./message.ts";

/** The messages of errors of an `UploadQueue`, and of files that it or `upload` rejects: pages show those to the user. */

export const FILE_TOO_LARGE: Message = [
  "FileTooLarge",
  "The file has %{size}; the maximum is %{limit}.",
  "Choose a smaller file.",
];
export const FILE_TOO_SMALL: Message = [
  "FileTooSmall",
  "The file has %{size}; the minimum is %{limit}.",
  "Choose a larger file.",
];
export const FILE_NOT_ACCEPTED: Message = [
  "FileNotAccepted",
  "Files of this type are not accepted.",
  "Choose a file of one of these types: %{accept}.",
];
export const TOO_MANY_FILES: Message = [
  "TooManyFiles",
  "At most %{limit} files are allowed.",
  "Remove another file first.",
];
export const TOTAL_TOO_LARGE: Message = [
  "TotalTooLarge",
  "With this file, all files have %{size}; the maximum is %{limit}.",
  "Choose a smaller file, or remove another one first.",
];
export const DUPLICATE_KEY: Message = [
  "DuplicateKey",
  "Another file in the queue is uploaded to the same key.",
  "Remove one of the two files, or let `key` return different keys.",
];
export const FILE_REJECTED_HINT = "Choose another file.";
export const ENTRY_UNREADABLE: Message = [
  "BodyUnreadable",
  "The file or folder cannot be read.",
  "Check that it still exists and that the browser may read it, and choose it again.",
];

export const FUNCTION_FAILED: Message = [
  "CallbackFailed",
  "threw an error or rejected; `cause` has it.",
  "Correct the function.",
];
export const NOT_VALIDATION_RESULT: Message = [
  "InvalidOption",
  "must return a message, or undefined if the file is valid.",
  "Return a string or undefined.",
];
export const NOT_FILES: Message = [
  "InvalidOption",
  "must be a FileList, an array or another iterable of Files, or a DataTransfer.",
  "Pass `input.files`, `event.dataTransfer`, or an array with the File.",
];
export const NOT_FILE_WITH_NAME: Message = [
  "InvalidOption",
  "must be a File.",
  "Make a File of a Blob: new File([blob], name).",
];

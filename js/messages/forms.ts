/** The messages of errors about a signed form and the file that is sent with it. */

import type { Message } from "./message.ts";

export const KEY_NOT_OF_FORM: Message = [
  "InvalidKey",
  "must be one that the form was signed for.",
  "Use one that begins with the form's prefix.",
];
export const KEY_HAS_FILENAME: Message = [
  "InvalidKey",
  "must not contain ${filename}, which S3 replaces by the file's name.",
  "Upload to such a key with a presigned PUT.",
];
export const FILE_NAME_MISSING: Message = [
  "InvalidOption",
  "must be set: the form takes the key from the file's name, and this Blob has none.",
  "Give { filename }, or { key } if the form was signed with keyStartsWith.",
];
export const FILE_TYPE_NOT_OF_FORM: Message = [
  "InvalidOption",
  'must have a type that begins with %{prefix}; got "%{type}".',
  "",
];
export const CONTENT_TYPE_NOT_OF_FORM: Message = [
  "InvalidOption",
  'must begin with "%{prefix}" for this form.',
  "",
];
export const CONTENT_TYPE_NOT_OPEN: Message = [
  "InvalidOption",
  "must be left out: the form has a fixed type or none.",
  "",
];
export const PATH_MALFORMED: Message = ["InvalidOption", "must not be empty or contain a NUL.", ""];

import { coreMessage, KEY_EMPTY } from "../messages/core.ts";
import {
  FILE_NAME_MISSING,
  FILE_TYPE_NOT_OF_FORM,
  KEY_HAS_FILENAME,
  KEY_NOT_OF_FORM,
} from "../messages/forms.ts";
import { printable } from "../messages/message.ts";
import { KEY_TOO_LONG } from "../messages/options.ts";
import { optionError } from "../option-error.ts";
import { FILENAME, LONGEST_KEY } from "../options.ts";

/** The file that is sent with a form, and the options of `toFormData`. */
interface FormFile {
  readonly fileType: string;
  readonly filename: string | undefined;
  /** Replaces the form's key. */
  readonly key: string | undefined;
}

/** Throws if a form with these fields cannot be sent with the file. */
export function checkFile(
  fields: readonly [name: string, value: string][],
  contentTypePrefix: string | undefined,
  { fileType, filename, key }: FormFile,
): void {
  for (const [name, value] of fields) {
    if (name === "key" && key !== undefined) checkKey(value, key);
    // S3 does not replace ${filename} if the file has no name, and would store the object under that text.
    else if (filename === undefined && value.includes(FILENAME)) {
      throw optionError(FILE_NAME_MISSING, "filename");
    }
  }
  if (contentTypePrefix !== undefined && !fileType.startsWith(contentTypePrefix)) {
    throw optionError(FILE_TYPE_NOT_OF_FORM, "file", [contentTypePrefix, fileType].map(printable));
  }
}

/** Checks a whole key that replaces the form's key, which may contain `${filename}`. */
function checkKey(formKey: string, key: string): void {
  const end = formKey.indexOf(FILENAME);
  const isAllowed = end < 0 ? key === formKey : key.startsWith(formKey.slice(0, end));
  if (!isAllowed) throw optionError(KEY_NOT_OF_FORM, "key");
  if (key.includes(FILENAME)) throw optionError(KEY_HAS_FILENAME, "key");
  const { length } = new TextEncoder().encode(key);
  if (length === 0) throw optionError(coreMessage(KEY_EMPTY), "key");
  if (length > LONGEST_KEY) {
    throw optionError(KEY_TOO_LONG, "key", { longest: LONGEST_KEY, length });
  }
}

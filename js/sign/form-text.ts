import {
  CONTENT_TYPE_NOT_OF_FORM,
  CONTENT_TYPE_NOT_OPEN,
  PATH_MALFORMED,
} from "../messages/forms.ts";
import { printable } from "../messages/message.ts";
import { optionError } from "../option-error.ts";

/** The parts of a signed form that are sent. */
interface SignedFields {
  readonly url: string;
  /** All fields except the file. */
  readonly fields: readonly [name: string, value: string][];
  /** Prefix of the file's media type, if the sender must add the `Content-Type` field. */
  readonly contentTypePrefix: string | undefined;
}

/**
 * Returns an HTML form with hidden fields and a file input after them. If the sender must add the `Content-Type` field, the
 * form has an input for it.
 */
export function formHtml({ url, fields, contentTypePrefix }: SignedFields): string {
  const hidden = fields.map(
    ([name, value]) =>
      `  <input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">\n`,
  );
  const prefix = escapeHtml(contentTypePrefix ?? "");
  const contentType =
    contentTypePrefix === undefined
      ? ""
      : `<label>Content-Type <input name="Content-Type" value="${prefix}" required></label>\n  `;
  const accept = prefix.endsWith("/") ? ` accept="${prefix}*"` : "";
  // Without accept-charset, a page in another encoding would send keys in that encoding.
  return `<form action="${escapeHtml(url)}" method="post" enctype="multipart/form-data" accept-charset="utf-8">
${hidden.join("")}  ${contentType}<input type="file" name="file"${accept} required>
  <button>Upload</button>
</form>
`;
}

/** Escapes a text for an attribute in double quotes. */
function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/**
 * Returns a command for a POSIX shell that uploads the file at `path`; `-` is the standard input. `contentType` is the value
 * of the `Content-Type` field, if the sender must add it.
 */
export function curlCommand(
  { url, fields, contentTypePrefix }: SignedFields,
  path: string,
  contentType: string | undefined,
): string {
  if (path === "" || path.includes("\0")) throw optionError(PATH_MALFORMED, "path");
  if (contentTypePrefix === undefined) {
    if (contentType !== undefined) throw optionError(CONTENT_TYPE_NOT_OPEN, "contentType");
  } else if (!contentType?.startsWith(contentTypePrefix)) {
    throw optionError(CONTENT_TYPE_NOT_OF_FORM, "contentType", [printable(contentTypePrefix)]);
  }
  const all = contentType === undefined ? fields : [...fields, ["Content-Type", contentType]];
  return [
    "curl",
    // --form would read a value that begins with @ or < from a file, and take the text after a semicolon for a media type.
    ...all.map(([name, value]) => `--form-string ${shellWord(`${name}=${value}`)}`),
    // Without quotes, curl would interpret a comma or a semicolon in the path.
    `--form ${shellWord(`file=@"${path.replace(/["\\]/g, "\\$&")}"`)}`,
    // Without a line break at the end, a shell does not run the command as soon as it is pasted.
    shellWord(url),
  ].join(" \\\n  ");
}

/** Puts a word in single quotes, in which a POSIX shell interprets only a single quote. */
function shellWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

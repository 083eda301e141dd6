import { PresignError } from "../errors.ts";
import { CORE_MESSAGES } from "../messages/core.ts";
import { NOT_FILE } from "../messages/options.ts";
import { optionError } from "../option-error.ts";
import { fromPairs, Options, readSafely, texts, wellFormed } from "../options.ts";
import type { LimitedBy, PresignedPost } from "../types.ts";
import { signer } from "../wasm/signer.ts";
import {
  decodeReply,
  encodeArguments,
  FORM_DATA_ARGUMENTS,
  FORM_TEXT_ARGUMENTS,
  FORM_TEXT_REPLY,
  POST_REPLY,
  unwrap,
} from "../wire.ts";

/** Makes the form of the core's reply to `presignPost`. */
export function signedForm(reply: string): PresignedPost {
  const post = decodeReply(POST_REPLY, reply, CORE_MESSAGES);
  const { url, contentTypePrefix } = post;
  const fields = fromPairs(post.fields);
  return {
    url,
    fields,
    expiresAt: new Date(post.expiresAt),
    limitedBy: post.limitedBy as LimitedBy,
    toFormData: (file, options = {}) => {
      const { type: fileType, name } = readFile(file);
      const read = new Options(options, ["filename", "key"]);
      const filename = read.string("filename") ?? name;
      const key = read.string("key");
      const pairs = texts(fields, "fields");
      const formDataArguments = encodeArguments(FORM_DATA_ARGUMENTS, {
        fields: pairs,
        contentTypePrefix,
        fileType,
        filename,
        key,
      });
      unwrap(
        signer((module) => module.formData(formDataArguments)),
        CORE_MESSAGES,
      );
      const form = new FormData();
      for (const [name, value] of Object.entries(fromPairs(pairs))) {
        form.append(name, name === "key" ? (key ?? value) : value);
      }
      if (contentTypePrefix !== undefined) form.append("Content-Type", fileType);
      // The file is last: S3 ignores the fields after it.
      readSafely("file", PresignError, () => form.append("file", file, filename ?? "file"));
      return form;
    },
    toHtml: () => formText(url, fields, contentTypePrefix),
    toCurl: (path, options = {}) => {
      const contentType = new Options(options, ["contentType"]).string("contentType");
      return formText(url, fields, contentTypePrefix, wellFormed(path, "path"), contentType);
    },
  };
}

/** Writes a form as a `curl` command that sends the file at `path`, or as HTML if there is no path. */
function formText(
  url: string,
  fields: Record<string, string>,
  contentTypePrefix: string | undefined,
  path?: string,
  contentType?: string,
): string {
  const formTextArguments = encodeArguments(FORM_TEXT_ARGUMENTS, {
    url,
    fields: texts(fields, "fields"),
    contentTypePrefix,
    path,
    contentType,
  });
  const reply = signer((module) => module.formText(formTextArguments));
  return decodeReply(FORM_TEXT_REPLY, reply, CORE_MESSAGES).text;
}

/** Reads the type and the name of a file, each once. A Blob has no name. */
function readFile(file: Blob): { type: string; name: string | undefined } {
  return readSafely("file", PresignError, () => {
    if (!(file instanceof Blob)) throw optionError(NOT_FILE, "file");
    const name = file instanceof File && file.name;
    return {
      type: wellFormed(file.type, "file"),
      name: name ? wellFormed(name, "file") : undefined,
    };
  });
}

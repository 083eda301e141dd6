import { PresignError } from "../errors.ts";
import { NOT_FILE } from "../messages/options.ts";
import { optionError } from "../option-error.ts";
import { fromPairs, Options, readSafely, texts, wellFormed } from "../options.ts";
import type { LimitedBy, PresignedPost } from "../types.ts";
import { decodeReply, POST_REPLY } from "../wire.ts";
import { checkFile } from "./form-file.ts";
import { curlCommand, formHtml } from "./form-text.ts";

/** Makes the form of the core's reply to `presignPost`. */
export function signedForm(reply: string): PresignedPost {
  const post = decodeReply(POST_REPLY, reply);
  const { url, contentTypePrefix } = post;
  const fields = fromPairs(post.fields);
  // Read at each use, because the caller can change the object.
  const signedFields = () => ({
    url,
    fields: Object.entries(fromPairs(texts(fields, "fields"))),
    contentTypePrefix,
  });
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
      const signed = signedFields();
      checkFile(signed.fields, contentTypePrefix, { fileType, filename, key });
      const form = new FormData();
      for (const [name, value] of signed.fields) {
        form.append(name, name === "key" ? (key ?? value) : value);
      }
      if (contentTypePrefix !== undefined) form.append("Content-Type", fileType);
      // The file is last: S3 ignores the fields after it.
      readSafely("file", PresignError, () => form.append("file", file, filename ?? "file"));
      return form;
    },
    toHtml: () => formHtml(signedFields()),
    toCurl: (path, options = {}) => {
      const contentType = new Options(options, ["contentType"]).string("contentType");
      return curlCommand(signedFields(), wellFormed(path, "path"), contentType);
    },
  };
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

import { PresignError } from "../errors.ts";
import { CORE_MESSAGES } from "../messages/core.ts";
import {
  FORM_BUCKET_MISSING,
  FORM_KEY_MISSING,
  FORM_KEY_TWICE,
  NOT_FILE,
} from "../messages/options.ts";
import { optionError } from "../option-error.ts";
import {
  checkSize,
  fromPairs,
  Options,
  readExpiry,
  readSafely,
  texts,
  wellFormed,
} from "../options.ts";
import type { LimitedBy, PostRequest, PresignedPost } from "../types.ts";
import { signer } from "../wasm/signer.ts";
import { encodeArguments, unwrap } from "../wire.ts";
import { readCondition } from "./post-condition.ts";

export const POST_OPTIONS = [
  "bucket",
  "key",
  "keyStartsWith",
  "expiresIn",
  "expiresAt",
  "fields",
  "conditions",
  "minSize",
  "maxSize",
  "contentType",
  "signingDate",
];

/** Reads a form's request for the core's `presignPost`; `bucket` is where it names none. */
export function readPostRequest(
  request: PostRequest,
  bucket: string | undefined,
  now: number,
): string {
  const given = new Options(request, POST_OPTIONS);
  const key = given.string("key");
  const prefix = given.string("keyStartsWith");
  if ((key === undefined) === (prefix === undefined)) {
    throw optionError(key === undefined ? FORM_KEY_MISSING : FORM_KEY_TWICE, "key");
  }
  const named = given.string("bucket") ?? bucket;
  if (named === undefined) {
    throw optionError(FORM_BUCKET_MISSING, "bucket");
  }
  const [expiresIn, expiresAt] = readExpiry(given);
  const conditions = given.array("conditions").flatMap((value, index) => {
    const field = `conditions.${index}`;
    return readSafely(field, PresignError, () => readCondition(value, field));
  });
  checkSize(conditions, "conditions");
  return encodeArguments(
    named,
    key ?? prefix,
    key === undefined,
    expiresIn,
    expiresAt,
    given.date("signingDate"),
    now,
    given.size("minSize"),
    given.size("maxSize"),
    given.string("contentType"),
    given.texts("fields"),
    conditions,
  );
}

/** Type and name of a file, each read once. A Blob has no name. */
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

/** What the core's `presignPost` answered, as a form. */
export function presignedPost(answer: string): PresignedPost {
  const [url = "", expiresAt, limitedBy, typeIsOpen, prefix, ...pairs] = answer.split("\n");
  const contentTypePrefix = typeIsOpen === "1" ? prefix : undefined;
  const fields = fromPairs(pairs);
  return {
    url,
    fields,
    expiresAt: new Date(Number(expiresAt) * 1_000),
    limitedBy: limitedBy as LimitedBy,
    toFormData: (file, options = {}) => {
      const { type, name } = readFile(file);
      const given = new Options(options, ["filename", "key"]);
      const filename = given.string("filename") ?? name;
      const key = given.string("key");
      const pairs = texts(fields, "fields");
      const asked = encodeArguments(pairs, contentTypePrefix, type, filename, key);
      unwrap(
        signer((module) => module.formData(asked)),
        CORE_MESSAGES,
      );
      const form = new FormData();
      for (const [name, value] of Object.entries(fromPairs(pairs))) {
        form.append(name, name === "key" ? (key ?? value) : value);
      }
      if (contentTypePrefix !== undefined) form.append("Content-Type", type);
      // The last: S3 ignores what follows it.
      readSafely("file", PresignError, () => form.append("file", file, filename ?? "file"));
      return form;
    },
    toHtml: () => {
      const asked = encodeArguments(url, texts(fields, "fields"), contentTypePrefix);
      return signer((module) => module.formHtml(asked));
    },
    toCurl: (path, options = {}) => {
      const given = new Options(options, ["contentType"]);
      const asked = encodeArguments(
        url,
        texts(fields, "fields"),
        contentTypePrefix,
        wellFormed(path, "path"),
        given.string("contentType"),
      );
      return unwrap(
        signer((module) => module.formCurl(asked)),
        CORE_MESSAGES,
      );
    },
  };
}

import { PresignError } from "../errors.ts";
import { CORE_MESSAGES } from "../messages/core.ts";
import {
  about,
  checkSize,
  fromPairs,
  Options,
  readExpiry,
  readSafely,
  texts,
  wellFormed,
  wholeBytes,
  wrongType,
} from "../options.ts";
import type { LimitedBy, PostRequest, PresignedPost } from "../types.ts";
import { signer } from "../wasm/signer.ts";
import { encodeArguments, unwrap } from "../wire.ts";

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
    const rule =
      key === undefined ? "or `keyStartsWith` must be set." : "cannot go with `keyStartsWith`.";
    throw new PresignError("InvalidKey", about("key", rule), {
      field: "key",
      hint: "Give key for one object, or keyStartsWith for any whose key begins so.",
    });
  }
  const named = given.string("bucket") ?? bucket;
  if (named === undefined) {
    throw new PresignError("InvalidBucketName", about("bucket", "must be set."), {
      field: "bucket",
      hint: "Name it here or where the signer is made.",
    });
  }
  const [expiresIn, expiresAt] = readExpiry(given);
  const conditions = given.array("conditions").flatMap((value, index) => {
    const field = `conditions.${index}`;
    return readSafely(field, PresignError, () => condition(value, field));
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

/** Operator and operands of one of the three forms that a condition has in JSON. */
function condition(value: unknown, field: string): [string, string, string] {
  const parts: unknown[] = Array.isArray(value) ? [...value] : [];
  if (parts.length === 3) {
    const [operator, first, second] = parts;
    const isRange = operator === "content-length-range";
    if (isRange && typeof first === "number" && typeof second === "number") {
      return [operator, String(wholeBytes(first, field)), String(wholeBytes(second, field))];
    }
    if (operator === "eq" || operator === "starts-with") {
      const name = wellFormed(first, field);
      if (name.startsWith("$")) return [operator, name.slice(1), wellFormed(second, field)];
    }
  } else if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const [name, text, ...more] = texts(value, field);
    if (name !== undefined && text !== undefined && more.length === 0) return ["eq", name, text];
  }
  throw new PresignError("InvalidCondition", about(field, "must be a condition that S3 knows."), {
    field,
    hint: 'Write { name: value }, ["eq", "$name", value], ["starts-with", "$name", prefix] or ["content-length-range", least, most].',
  });
}

/** Type and name of a file, each read once. A Blob has no name. */
function readFile(file: Blob): { type: string; name: string | undefined } {
  return readSafely("file", PresignError, () => {
    if (!(file instanceof Blob)) throw wrongType("file", "a Blob or a File");
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

import { PresignError } from "../errors.ts";
import { FORM_BUCKET_MISSING, FORM_KEY_MISSING, FORM_KEY_TWICE } from "../messages/options.ts";
import { optionError } from "../option-error.ts";
import { checkSize, Options, readExpiry, readSafely } from "../options.ts";
import type { PostRequest } from "../types.ts";
import { encodeArguments, POST_ARGUMENTS } from "../wire.ts";
import { POST_OPTIONS } from "./options.ts";
import { readCondition } from "./post-condition.ts";

/** Reads a `PostRequest` and encodes it for the core. `defaultBucket` is used if the request has no bucket. */
export function encodePostRequest(
  request: PostRequest,
  defaultBucket: string | undefined,
  now: number,
): string {
  const read = new Options(request, POST_OPTIONS);
  const key = read.string("key");
  const keyStartsWith = read.string("keyStartsWith");
  if ((key === undefined) === (keyStartsWith === undefined)) {
    throw optionError(key === undefined ? FORM_KEY_MISSING : FORM_KEY_TWICE, "key");
  }
  const bucket = read.string("bucket") ?? defaultBucket;
  if (bucket === undefined) throw optionError(FORM_BUCKET_MISSING, "bucket");
  const [expiresIn, expiresAt] = readExpiry(read);
  const conditions = read.array("conditions").flatMap((value, index) => {
    const field = `conditions.${index}`;
    return readSafely(field, PresignError, () => readCondition(value, field));
  });
  checkSize(conditions, "conditions");
  return encodeArguments(POST_ARGUMENTS, {
    bucket,
    key,
    keyStartsWith,
    expiresIn,
    expiresAt,
    signingDate: read.date("signingDate"),
    now,
    minSize: read.size("minSize"),
    maxSize: read.size("maxSize"),
    contentType: read.string("contentType"),
    fields: read.texts("fields"),
    conditions,
  });
}

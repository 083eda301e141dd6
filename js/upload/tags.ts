import { SET_TWICE, TAG_MALFORMED, TOO_MANY_TAGS } from "../messages/transfers.ts";
import { optionError } from "../option-error.ts";
import { fromPairs, type Options } from "../options.ts";

/** Limits of S3 (User guide, "Categorizing your objects using tags"). Lengths are in characters. */
const MAX_TAGS = 10;
const MAX_NAME = 128;
const MAX_VALUE = 256;
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
/** The names of AWS's own tags. */
const RESERVED = /^aws:/i;

export type Tags = Record<string, string>;

/**
 * Reads the option `tags`; undefined without a tag.
 *
 * @throws {PresignError} `InvalidOption`
 */
export function readTags(options: Options, headers: Record<string, string>): Tags | undefined {
  const pairs = options.texts("tags");
  if (pairs.length === 0) return undefined;
  if ("x-amz-tagging" in headers) throw optionError(SET_TWICE, "tags", ["in `headers`"]);
  const count = pairs.length / 2;
  if (count > MAX_TAGS) throw optionError(TOO_MANY_TAGS, "tags", { most: MAX_TAGS, count });
  for (let at = 0; at < pairs.length; at += 2) {
    const [name, value] = pairs.slice(at, at + 2) as [string, string];
    const isValid =
      name !== "" && !RESERVED.test(name) && fits(name, MAX_NAME) && fits(value, MAX_VALUE);
    if (!isValid) throw optionError(TAG_MALFORMED, `tags.${name}`);
  }
  return fromPairs(pairs);
}

function fits(text: string, longest: number): boolean {
  return ALLOWED.test(text) && [...text].length <= longest;
}

/** Returns the header of a PUT and of CreateMultipartUpload (API reference, "PutObject"). */
export function tagHeaders(tags: Tags | undefined): Record<string, string> {
  if (!tags) return {};
  const pairs = Object.entries(tags).map((pair) => pair.map(encodeURIComponent).join("="));
  return { "x-amz-tagging": pairs.join("&") };
}

/** Returns the field of a form (API reference, "POST Object"). No character of a tag has a meaning in XML. */
export function tagFields(tags: Tags | undefined): Record<string, string> {
  if (!tags) return {};
  const elements = Object.entries(tags).map(
    ([name, value]) => `<Tag><Key>${name}</Key><Value>${value}</Value></Tag>`,
  );
  return { tagging: `<Tagging><TagSet>${elements.join("")}</TagSet></Tagging>` };
}

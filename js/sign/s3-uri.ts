import { PresignError } from "../errors.ts";
import { NOT_S3_URI, S3_URI_WITHOUT_BUCKET } from "../messages/s3-uri.ts";
import { optionError } from "../option-error.ts";
import { LONGEST_TEXT, wellFormed } from "../options.ts";
import { splitFirst } from "../url/text.ts";

/** A bucket, and optionally a key. */
export interface S3Uri {
  /** The name of a bucket, or the ARN of an access point. */
  bucket: string;
  /** Not decoded: `?`, `#` and `%` belong to it. Undefined for the bucket itself. */
  key: string | undefined;
}

/** Whether the text claims to be an S3 URI. */
export function isS3Uri(text: string): boolean {
  return /^s3:\/\//i.test(text);
}

/**
 * Parses `s3://bucket/key` as the AWS CLI does. Without a key, the URI names the bucket itself.
 *
 * Throws `InvalidS3Uri`.
 */
export function parseS3Uri(text: string, field = "key"): S3Uri {
  const uri = wellFormed(text, field, PresignError, LONGEST_TEXT);
  if (!isS3Uri(uri)) throw optionError(NOT_S3_URI, field);
  const rest = uri.slice(5);
  const [bucket, key] = splitAccessPoint(rest) ?? splitFirst(rest, "/");
  if (!bucket) throw optionError(S3_URI_WITHOUT_BUCKET, field);
  return { bucket, key: key || undefined };
}

/** The ARN of an access point up to its name, with its service, and the text after that. */
const ACCESS_POINT =
  /^(arn:[^:/]*[:/]([^:/]*)(?:[:/][^:/]*){2}[:/](?:outpost[:/][^:/]*[:/])?accesspoint[:/])(.*)$/s;

/** Splits the ARN of an access point from a key. Returns undefined if the text does not begin with such an ARN. */
function splitAccessPoint(text: string): [arn: string, key: string] | undefined {
  const [found, start = "", service, rest = ""] = ACCESS_POINT.exec(text) ?? [];
  if (found === undefined) return undefined;
  // The name of a bucket's access point may be followed by a colon that belongs to it, as in the AWS CLI.
  const end = rest.search(service === "s3" ? "/" : /[:/]/);
  return end < 0 ? [text, ""] : [start + rest.slice(0, end), rest.slice(end + 1)];
}

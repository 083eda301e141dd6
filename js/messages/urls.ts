/** The messages of errors about URLs that are inspected or signed. */

import type { Message } from "./message.ts";

const URL_HINT =
  "Give the whole address of an object, such as https://bucket.s3.eu-west-1.amazonaws.com/key.";

export const URL_HAS_SPACE: Message = [
  "InvalidUrl",
  "must not contain a space, a line break or a control character.",
  URL_HINT,
];
export const URL_NOT_HTTP: Message = [
  "InvalidUrl",
  "must begin with https:// or http://.",
  URL_HINT,
];
export const URL_HAS_USER_NAME: Message = [
  "InvalidUrl",
  "must not contain a user name or a password.",
  URL_HINT,
];
export const URL_HOST_MALFORMED: Message = [
  "InvalidUrl",
  "must have a host as URL.host writes it: letters, digits, dots and hyphens, and optionally a port.",
  URL_HINT,
];
export const URL_PATH_NOT_UTF8: Message = [
  "InvalidUrl",
  "must have a path of UTF-8, as every key of S3 is.",
  URL_HINT,
];
export const URL_HOST_WITHOUT_OBJECTS: Message = [
  "InvalidUrl",
  "has a host of AWS at which S3 serves no objects by presigned URLs.",
  URL_HINT,
];
export const URL_OF_WEBSITE: Message = [
  "InvalidUrl",
  "is the address of a bucket's website, which takes no signatures.",
  URL_HINT,
];

const NOT_PRESIGNED_HINT =
  "Give a whole presigned URL, with X-Amz-Signature or Signature in its query.";

export const SIGNED_FOR_CLOUD_FRONT: Message = [
  "NotPresigned",
  "is signed for CloudFront, not for S3.",
  NOT_PRESIGNED_HINT,
];
export const SIGNED_FOR_GOOGLE: Message = [
  "NotPresigned",
  "is signed for Google Cloud Storage, not for S3.",
  NOT_PRESIGNED_HINT,
];
export const NO_SIGNATURE: Message = [
  "NotPresigned",
  "has no signature of S3.",
  NOT_PRESIGNED_HINT,
];

const ENCODING_HINT =
  "Encode the key with encodeURIComponent, each part between slashes by itself.";

export const URL_CHARACTERS: Message = [
  "InvalidUrl",
  "must not contain a backslash, a line break or a control character.",
  ENCODING_HINT,
];
export const URL_PERCENT: Message = [
  "InvalidUrl",
  "must have two hex digits after each %; a % of the key is %25.",
  ENCODING_HINT,
];
export const URL_QUERY_NOT_UTF8: Message = [
  "InvalidUrl",
  "must have a query of UTF-8.",
  "Encode names and values with encodeURIComponent.",
];
export const URL_PARAMETER_WITHOUT_NAME: Message = [
  "InvalidQuery",
  "must not have a parameter without a name.",
  "",
];
export const URL_PARAMETER_TWICE: Message = [
  "InvalidQuery",
  "must not have a parameter twice in its query.",
  "",
];

/**
 * The messages of the Rust core's errors. An error of the core comes as the number of its reason, its place in
 * `src/error/reason.rs`; `CORE_MESSAGES` has the messages in the same order.
 */

import type { Message } from "./message.ts";

const URL_HINT =
  "Give the whole address of an object, such as https://bucket.s3.eu-west-1.amazonaws.com/key.";

export const ARGUMENTS_MALFORMED: Message = [
  "ModuleMismatch",
  "must come from the same release as the WebAssembly module.",
  "Deploy both from the same installed package, and let no cache keep an older one.",
];
export const DATE_OUT_OF_RANGE: Message = [
  "InvalidDate",
  "must be in the years 1970 to 9999.",
  "Give a date in milliseconds, not in seconds or microseconds.",
];
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
  "Use the bucket's own address, such as https://bucket.s3.eu-west-1.amazonaws.com/key.",
];

const NOT_PRESIGNED_HINT =
  "Give a whole presigned URL, with the X-Amz-Signature or the Signature in its query.";

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
  "has no signature of S3 in it.",
  NOT_PRESIGNED_HINT,
];

/** The messages of reading a URL: the first of `CORE_MESSAGES`. */
export const READER_MESSAGES: readonly Message[] = [
  ARGUMENTS_MALFORMED,
  DATE_OUT_OF_RANGE,
  URL_HAS_SPACE,
  URL_NOT_HTTP,
  URL_HAS_USER_NAME,
  URL_HOST_MALFORMED,
  URL_PATH_NOT_UTF8,
  URL_HOST_WITHOUT_OBJECTS,
  URL_OF_WEBSITE,
  SIGNED_FOR_CLOUD_FRONT,
  SIGNED_FOR_GOOGLE,
  NO_SIGNATURE,
];

// A URL to sign.

export const URL_CHARACTERS: Message = [
  "InvalidUrl",
  "must not contain a backslash, a line break or a control character.",
  'Encode the key, for instance with encodeURIComponent for each part between "/".',
];
export const URL_PERCENT: Message = [
  "InvalidUrl",
  "must have two hex digits after each %.",
  "Encode a % of the key as %25.",
];
export const URL_QUERY_NOT_UTF8: Message = [
  "InvalidUrl",
  "must have a query of UTF-8.",
  "Encode names and values with encodeURIComponent.",
];
export const URL_PARAMETER_TWICE: Message = [
  "InvalidQuery",
  "must not have a parameter twice in its query.",
  "Remove one of the two.",
];

// The object's key.

export const KEY_EMPTY: Message = [
  "InvalidKey",
  "must not be empty.",
  "Name an object; leave the key out to sign for the bucket itself.",
];
export const KEY_TOO_LONG: Message = [
  "InvalidKey",
  "must be at most 1024 bytes of UTF-8, S3's limit; got %{length}.",
  "Use a shorter key.",
];
export const KEY_HAS_DOT_SEGMENT: Message = [
  "KeyNotAddressable",
  'must not have a "." or ".." between slashes: browsers remove it from a URL before they send the request.',
  "Rename the object, or upload to it with a form POST, which carries the key as a field.",
];
export const KEY_PREFIX_HAS_FILENAME: Message = [
  "InvalidKey",
  "must not contain ${filename}, which S3 replaces by the file's name.",
  "Use `key` instead: it may have ${filename} anywhere.",
];
export const KEY_HAS_FILENAME: Message = [
  "InvalidKey",
  "must not contain ${filename}, which S3 would replace by the file's name.",
  "Upload to such a key with a presigned PUT.",
];
export const KEY_NOT_OF_FORM: Message = [
  "InvalidKey",
  "must be one that the form was signed for.",
  "Use one that begins with the prefix that the form was signed for.",
];

const S3_URI_HINT =
  "Write it as s3://bucket/key, or with the ARN of an access point for the bucket.";

export const NOT_S3_URI: Message = ["InvalidS3Uri", "must begin with s3://.", S3_URI_HINT];
export const S3_URI_WITHOUT_BUCKET: Message = [
  "InvalidS3Uri",
  "must name a bucket after s3://.",
  S3_URI_HINT,
];

export const BUCKET_MISSING: Message = [
  "InvalidBucketName",
  "must be set if `key` is.",
  "Name the bucket here or in the options of the signer.",
];

const BUCKET_HINT =
  'Use 3 to 63 lower-case letters, digits, dots and hyphens; a bucket with another name needs addressing "path".';

export const BUCKET_LENGTH: Message = [
  "InvalidBucketName",
  'must have 3 to 63 characters; got "%{bucket}".',
  BUCKET_HINT,
];
export const BUCKET_CHARACTERS: Message = [
  "InvalidBucketName",
  'must consist of lower-case letters, digits, dots and hyphens; got "%{bucket}".',
  BUCKET_HINT,
];
export const BUCKET_DOTS: Message = [
  "InvalidBucketName",
  'must not have a dot at an end, or two in a row; got "%{bucket}".',
  BUCKET_HINT,
];
export const BUCKET_HYPHENS: Message = [
  "InvalidBucketName",
  'must not have a hyphen at an end, or beside a dot; got "%{bucket}".',
  BUCKET_HINT,
];
export const BUCKET_IS_IP_ADDRESS: Message = [
  "InvalidBucketName",
  'must not look like an IP address; got "%{bucket}".',
  BUCKET_HINT,
];
export const BUCKET_IS_PUNYCODE: Message = [
  "InvalidBucketName",
  'must not begin with xn--; got "%{bucket}".',
  BUCKET_HINT,
];

const LEGACY_BUCKET_HINT = "Use letters, digits, dots, hyphens and underscores.";

export const LEGACY_BUCKET_LENGTH: Message = [
  "InvalidBucketName",
  'must have 1 to 255 characters; got "%{bucket}".',
  LEGACY_BUCKET_HINT,
];
export const LEGACY_BUCKET_CHARACTERS: Message = [
  "InvalidBucketName",
  'must consist of letters, digits, dots, hyphens and underscores; got "%{bucket}".',
  LEGACY_BUCKET_HINT,
];
export const LEGACY_BUCKET_IS_DOT_SEGMENT: Message = [
  "InvalidBucketName",
  'must not be . or ..; got "%{bucket}".',
  LEGACY_BUCKET_HINT,
];

const ARN_HINT =
  "Write it as arn:aws:s3:region:account:accesspoint/name; a bucket goes by its name, not by its ARN.";

export const ARN_NOT_OF_ACCESS_POINT: Message = [
  "InvalidBucketName",
  "must be an ARN of an access point.",
  ARN_HINT,
];
export const ARN_MALFORMED: Message = [
  "InvalidBucketName",
  "must be an ARN with a region, an account, and a name of lower-case letters, digits and hyphens.",
  ARN_HINT,
];
export const ARN_TOO_LONG: Message = [
  "InvalidBucketName",
  "must be an ARN that ends with the access point's name.",
  ARN_HINT,
];
export const ACCESS_POINT_IN_OTHER_PARTITION: Message = [
  "InvalidBucketName",
  "is an access point in another partition of AWS than `region`.",
  "Set `region` to the access point's region.",
];
export const S3_EXPRESS_BUCKET: Message = [
  "UnsupportedBucket",
  "is a bucket of S3 Express, whose sessions (CreateSession) are not supported.",
  "Use a general purpose bucket.",
];
export const OUTPOST_ALIAS: Message = [
  "UnsupportedBucket",
  "is the alias of an access point on an Outpost, which is not part of a host of S3.",
  "Give the access point's ARN instead.",
];
export const MULTI_REGION_ACCESS_POINT: Message = [
  "UnsupportedBucket",
  "is a Multi-Region Access Point, which needs Signature Version 4A; that is not supported.",
  "Name one of its buckets, and that bucket's region.",
];

const REGION_HINT =
  'Give the bucket\'s region, such as eu-west-1; services without regions use "us-east-1" or "auto".';

export const REGION_MISSING: Message = ["InvalidRegion", "must be set.", REGION_HINT];
export const REGION_CHARACTERS: Message = [
  "InvalidRegion",
  'must be printable ASCII without slashes; got "%{region}".',
  REGION_HINT,
];
export const REGION_NOT_LABEL: Message = [
  "InvalidRegion",
  'must be a label of lower-case letters, digits and hyphens; got "%{region}".',
  REGION_HINT,
];

const ENDPOINT_HINT = "Write it as https://host[:port][/base], or leave it out for AWS.";

export const ENDPOINT_NOT_HTTP: Message = [
  "InvalidEndpoint",
  "must begin with https:// or http://.",
  ENDPOINT_HINT,
];
export const ENDPOINT_HAS_QUERY: Message = [
  "InvalidEndpoint",
  "must not have a query or a fragment.",
  ENDPOINT_HINT,
];
export const ENDPOINT_HAS_USER_NAME: Message = [
  "InvalidEndpoint",
  "must not contain a user name or a password.",
  ENDPOINT_HINT,
];
export const ENDPOINT_HAS_DOT_SEGMENT: Message = [
  "InvalidEndpoint",
  'must not have a "." or ".." between slashes.',
  ENDPOINT_HINT,
];
export const ENDPOINT_HOST_MALFORMED: Message = [
  "InvalidEndpoint",
  "must have a host as URL.host writes it: lower case, punycode, IPv6 in brackets.",
  ENDPOINT_HINT,
];
export const ENDPOINT_PORT_INVALID: Message = [
  "InvalidEndpoint",
  "must have a port from 1 to 65535.",
  ENDPOINT_HINT,
];
export const PUBLIC_ENDPOINT_HAS_PATH: Message = [
  "InvalidEndpoint",
  "must be an origin without a path.",
  "Write it as https://host or https://host:port. A path of the proxy belongs to `endpoint`.",
];
export const PROTOCOL_NOT_OF_ENDPOINT: Message = [
  "InvalidEndpoint",
  "must be the scheme of `endpoint`.",
  ENDPOINT_HINT,
];
export const ENDPOINT_WITH_VARIANT: Message = [
  "InvalidEndpoint",
  "cannot be combined with dualstack, accelerate, fips or globalEndpoint.",
  ENDPOINT_HINT,
];
export const GLOBAL_ENDPOINT_WITH_VARIANT: Message = [
  "InvalidEndpoint",
  "cannot be combined with another variant.",
  ENDPOINT_HINT,
];
export const ACCELERATE_WITH_FIPS: Message = [
  "InvalidEndpoint",
  "cannot be combined with `fips`.",
  ENDPOINT_HINT,
];
export const VARIANT_NOT_IN_PARTITION: Message = [
  "InvalidEndpoint",
  "is not available in this region's partition of AWS.",
  ENDPOINT_HINT,
];
export const VARIANT_NOT_FOR_ACCESS_POINT: Message = [
  "InvalidEndpoint",
  "is not available for this kind of access point.",
  ENDPOINT_HINT,
];

const ADDRESSING_HINT = "Leave `addressing` out: the bucket and the endpoint then decide.";

export const ACCELERATE_NOT_VIRTUAL: Message = [
  "InvalidOption",
  "must be virtual, with a bucket name without dots, for Transfer Acceleration.",
  ADDRESSING_HINT,
];
export const IP_ADDRESS_NOT_VIRTUAL: Message = [
  "InvalidOption",
  'must be "path" if the endpoint is an IP address, which has no subdomains.',
  ADDRESSING_HINT,
];
export const ACCESS_POINT_BY_PATH: Message = [
  "InvalidOption",
  'must not be "path" for an access point.',
  ADDRESSING_HINT,
];

export const CREDENTIAL_EMPTY: Message = [
  "CredentialsMalformed",
  "must not be empty.",
  "Give the access key id and the secret access key, and the session token of temporary credentials.",
];
export const CREDENTIAL_CHARACTERS: Message = [
  "CredentialsMalformed",
  "must be ASCII without spaces or line breaks.",
  "Copy it once more, without anything around it.",
];
export const ACCESS_KEY_ID_HAS_SLASH: Message = [
  "CredentialsMalformed",
  "must not contain a slash.",
  "Check that it is not the secret access key: an id looks like AKIA… or ASIA….",
];
export const CREDENTIALS_EXPIRED: Message = [
  "CredentialsExpired",
  "must be later than the instant of signing; got %{expiration}.",
  "Get new credentials: no signature of expired ones works.",
];

const EXPIRY_HINT = "Ask for another lifetime, in seconds.";

export const EXPIRES_IN_OUT_OF_V4_RANGE: Message = [
  "InvalidExpiry",
  "must be 1 to %{longest} seconds for Signature V4; got %{seconds}.",
  EXPIRY_HINT,
];
export const EXPIRES_IN_OUT_OF_RANGE: Message = [
  "InvalidExpiry",
  "must be 1 to %{longest} seconds; got %{seconds}.",
  EXPIRY_HINT,
];
export const EXPIRES_AT_OUT_OF_V4_RANGE: Message = [
  "InvalidExpiry",
  "must be 1 to %{longest} seconds after the instant of signing for Signature V4; got %{seconds}.",
  EXPIRY_HINT,
];
export const EXPIRES_AT_OUT_OF_RANGE: Message = [
  "InvalidExpiry",
  "must be 1 to %{longest} seconds after the instant of signing; got %{seconds}.",
  EXPIRY_HINT,
];
export const CACHE_WINDOW_OUT_OF_RANGE: Message = [
  "InvalidExpiry",
  "must be 1 to 604800 seconds; got %{seconds}.",
  "Give the seconds within which equal requests give equal URLs, such as 900.",
];
export const CACHE_WINDOW_TOO_LONG_FOR_V4: Message = [
  "InvalidExpiry",
  "and the lifetime together must be at most %{longest} seconds for Signature V4; got %{seconds}.",
  EXPIRY_HINT,
];
export const CACHE_WINDOW_TOO_LONG: Message = [
  "InvalidExpiry",
  "and the lifetime together must be at most %{longest} seconds; got %{seconds}.",
  EXPIRY_HINT,
];

const TOO_LARGE_TEXT = "must come to at most %{limit} bytes in all, S3's limit; got %{size}.";
const TOO_LARGE_HINT = "Use fewer or shorter ones.";

export const HEADERS_TOO_LARGE: Message = ["InvalidHeader", TOO_LARGE_TEXT, TOO_LARGE_HINT];
export const HEADER_NAME: Message = [
  "InvalidHeader",
  "must have names that HTTP allows.",
  "Use letters, digits and hyphens, as in x-amz-meta-title.",
];
export const HEADER_NOT_FOR_PAGES: Message = [
  "ForbiddenHeader",
  "cannot be set by a page, so a signature over it could never match.",
  "Leave it out; the browser writes its own.",
];
export const HEADER_OF_SIGNATURE: Message = [
  "ForbiddenHeader",
  "is set by the signer.",
  "Leave it out.",
];
export const HEADER_VALUE: Message = [
  "InvalidHeader",
  "must be ASCII without line breaks or control characters.",
  "Encode it first, for instance with encodeURIComponent: browsers and S3 agree on ASCII only.",
];
export const CONTENT_LENGTH_MALFORMED: Message = [
  "InvalidHeader",
  "must be a whole number of bytes in decimal digits.",
  'Give the size of the body, such as "1024".',
];
export const HEADER_TWICE: Message = [
  "InvalidHeader",
  "is set twice.",
  "Set it once; header names are not case-sensitive.",
];
export const CONTENT_LENGTH_WITHOUT_BODY: Message = [
  "ForbiddenHeader",
  "is sent with PUT and POST only; got %{method}.",
  "Leave it out, or sign for a PUT.",
];
export const QUERY_TOO_LARGE: Message = ["InvalidQuery", TOO_LARGE_TEXT, TOO_LARGE_HINT];
export const PARAMETER_WITHOUT_NAME: Message = [
  "InvalidQuery",
  "must not have a parameter without a name.",
  "Name it, or leave it out.",
];
export const PARAMETER_OF_SIGNATURE: Message = [
  "ReservedQueryParameter",
  "is set by the signer.",
  "Leave it out; the URL has it already.",
];
export const PARAMETER_IS_HEADER: Message = [
  "InvalidQuery",
  "is in `headers` as well.",
  "Set it once: S3 reads both as the same header.",
];
export const PARAMETER_IS_OVERRIDE: Message = [
  "InvalidQuery",
  "is in `response` as well.",
  "Set it once.",
];
export const OVERRIDE_CHARACTERS: Message = [
  "InvalidQuery",
  "must consist of characters of ISO-8859-1: S3 responds with no others.",
  "For a file name use response.downloadAs, which takes any script.",
];
export const OVERRIDE_WITHOUT_BODY: Message = [
  "InvalidOption",
  "is for GET and HEAD only.",
  "Leave response out; to store a type with an object, send a Content-Type header.",
];
export const DOWNLOAD_AS_WITH_DISPOSITION: Message = [
  "InvalidOption",
  "cannot be combined with `response.contentDisposition`.",
  "Set one of the two.",
];
export const DOWNLOAD_AS_EMPTY: Message = [
  "InvalidOption",
  "must not be empty.",
  "Name the file, or leave it out to use the last part of the key.",
];

const V4_HINT = 'Set `signature` to "v4", or leave it out.';

export const ACCESS_POINT_NEEDS_V4: Message = [
  "SignatureV4Required",
  'must be "v4" for access points.',
  V4_HINT,
];
export const REGION_NEEDS_V4: Message = [
  "SignatureV4Required",
  'must be "v4" in this region, which opened after January 2014.',
  V4_HINT,
];
export const KMS_NEEDS_V4: Message = [
  "SignatureV4Required",
  "needs Signature V4: S3 uses keys of KMS with no other.",
  V4_HINT,
];
export const CONTENT_LENGTH_NEEDS_V4: Message = [
  "SignatureV4Required",
  "is not signed by Signature V2, so that a body of any size could be sent.",
  V4_HINT,
];

export const FORM_TOO_LARGE: Message = ["FormTooLarge", TOO_LARGE_TEXT, TOO_LARGE_HINT];
export const CONTENT_TYPE_MALFORMED: Message = [
  "InvalidOption",
  'must not be empty or contain a wildcard or ${filename}; got "%{type}".',
  'Write a media type, or a prefix that ends in a slash: "image/" for any image.',
];
export const FIELD_IS_OPTION: Message = [
  "ReservedField",
  "has an option of its own.",
  "Use `key`, `keyStartsWith` or `bucket`; the file is given when the form is sent.",
];
export const FIELD_OF_SIGNATURE: Message = [
  "ReservedField",
  "is set by the signer.",
  "Leave it out; the form has it already.",
];
export const FIELD_NAME: Message = [
  "InvalidField",
  "must have names that fields of S3 can have.",
  "Use letters, digits, hyphens, underscores and dots, as in x-amz-meta-title.",
];
export const FIELD_HAS_LINE_BREAK: Message = [
  "InvalidField",
  "must not contain a line break or a NUL, which no form can carry unchanged.",
  "Leave it out; a key with a line break can be uploaded to with a presigned PUT.",
];
export const FIELD_HAS_FILENAME: Message = [
  "InvalidField",
  "must not contain ${filename}: S3 replaces it, but compares this field exactly.",
  "Leave ${filename} out of it.",
];
export const FIELD_TWICE: Message = [
  "InvalidField",
  "is set twice; field names are not case-sensitive.",
  "Set it once.",
];
export const STATUS_UNKNOWN: Message = [
  "InvalidField",
  'must be "200", "201" or "204": S3 takes any other value for 204; got "%{status}".',
  'Use "201" for a response with the ETag and the location.',
];
export const CONDITION_OPERATOR_UNKNOWN: Message = [
  "InvalidCondition",
  'must have an operator and operands that S3 knows; got "%{operator}".',
  "Use an operator of the type PostCondition.",
];
export const CONDITION_HAS_FILENAME: Message = [
  "InvalidCondition",
  "must not contain ${filename}: S3 replaces it in fields only.",
  'Use "starts-with" with the text before it.',
];
export const CONDITION_NOT_EXACT: Message = [
  "InvalidCondition",
  'must not be "starts-with": S3 compares %{name} exactly.',
  'Use "eq".',
];
export const CONDITIONS_CONTRADICT: Message = [
  "UnsatisfiablePolicy",
  "must agree with each other and with the fields about %{name}.",
  "No form can meet them all; change or remove one.",
];
export const FILE_NAME_MISSING: Message = [
  "InvalidOption",
  "must be set: the form takes the key from the file's name, and this Blob has none.",
  "Give { filename }, or { key } if the form was signed with keyStartsWith.",
];
export const FILE_TYPE_NOT_OF_FORM: Message = [
  "InvalidOption",
  'must have a type that begins with %{prefix}; got "%{type}".',
  "Choose another file, or give the Blob its type.",
];
export const CONTENT_TYPE_NOT_OF_FORM: Message = [
  "InvalidOption",
  'must begin with "%{prefix}" for this form.',
  "Give the type of this file.",
];
export const CONTENT_TYPE_NOT_OPEN: Message = [
  "InvalidOption",
  "must be left out: the form has a fixed type or none.",
  "Leave it out here.",
];
export const PATH_MALFORMED: Message = [
  "InvalidOption",
  "must not be empty or contain a NUL.",
  "Give the path of the file to upload.",
];

/** One message for each reason of the core, in order. Without a spread, a bundler can leave the list out. */
export const CORE_MESSAGES: readonly Message[] = [
  ARGUMENTS_MALFORMED,
  DATE_OUT_OF_RANGE,
  URL_HAS_SPACE,
  URL_NOT_HTTP,
  URL_HAS_USER_NAME,
  URL_HOST_MALFORMED,
  URL_PATH_NOT_UTF8,
  URL_HOST_WITHOUT_OBJECTS,
  URL_OF_WEBSITE,
  SIGNED_FOR_CLOUD_FRONT,
  SIGNED_FOR_GOOGLE,
  NO_SIGNATURE,
  URL_CHARACTERS,
  URL_PERCENT,
  URL_QUERY_NOT_UTF8,
  URL_PARAMETER_TWICE,
  KEY_EMPTY,
  KEY_TOO_LONG,
  KEY_HAS_DOT_SEGMENT,
  KEY_PREFIX_HAS_FILENAME,
  KEY_HAS_FILENAME,
  KEY_NOT_OF_FORM,
  NOT_S3_URI,
  S3_URI_WITHOUT_BUCKET,
  BUCKET_MISSING,
  BUCKET_LENGTH,
  BUCKET_CHARACTERS,
  BUCKET_DOTS,
  BUCKET_HYPHENS,
  BUCKET_IS_IP_ADDRESS,
  BUCKET_IS_PUNYCODE,
  LEGACY_BUCKET_LENGTH,
  LEGACY_BUCKET_CHARACTERS,
  LEGACY_BUCKET_IS_DOT_SEGMENT,
  ARN_NOT_OF_ACCESS_POINT,
  ARN_MALFORMED,
  ARN_TOO_LONG,
  ACCESS_POINT_IN_OTHER_PARTITION,
  S3_EXPRESS_BUCKET,
  OUTPOST_ALIAS,
  MULTI_REGION_ACCESS_POINT,
  REGION_MISSING,
  REGION_CHARACTERS,
  REGION_NOT_LABEL,
  ENDPOINT_NOT_HTTP,
  ENDPOINT_HAS_QUERY,
  ENDPOINT_HAS_USER_NAME,
  ENDPOINT_HAS_DOT_SEGMENT,
  ENDPOINT_HOST_MALFORMED,
  ENDPOINT_PORT_INVALID,
  PUBLIC_ENDPOINT_HAS_PATH,
  PROTOCOL_NOT_OF_ENDPOINT,
  ENDPOINT_WITH_VARIANT,
  GLOBAL_ENDPOINT_WITH_VARIANT,
  ACCELERATE_WITH_FIPS,
  VARIANT_NOT_IN_PARTITION,
  VARIANT_NOT_FOR_ACCESS_POINT,
  ACCELERATE_NOT_VIRTUAL,
  IP_ADDRESS_NOT_VIRTUAL,
  ACCESS_POINT_BY_PATH,
  CREDENTIAL_EMPTY,
  CREDENTIAL_CHARACTERS,
  ACCESS_KEY_ID_HAS_SLASH,
  CREDENTIALS_EXPIRED,
  EXPIRES_IN_OUT_OF_V4_RANGE,
  EXPIRES_IN_OUT_OF_RANGE,
  EXPIRES_AT_OUT_OF_V4_RANGE,
  EXPIRES_AT_OUT_OF_RANGE,
  CACHE_WINDOW_OUT_OF_RANGE,
  CACHE_WINDOW_TOO_LONG_FOR_V4,
  CACHE_WINDOW_TOO_LONG,
  HEADERS_TOO_LARGE,
  HEADER_NAME,
  HEADER_NOT_FOR_PAGES,
  HEADER_OF_SIGNATURE,
  HEADER_VALUE,
  CONTENT_LENGTH_MALFORMED,
  HEADER_TWICE,
  CONTENT_LENGTH_WITHOUT_BODY,
  QUERY_TOO_LARGE,
  PARAMETER_WITHOUT_NAME,
  PARAMETER_OF_SIGNATURE,
  PARAMETER_IS_HEADER,
  PARAMETER_IS_OVERRIDE,
  OVERRIDE_CHARACTERS,
  OVERRIDE_WITHOUT_BODY,
  DOWNLOAD_AS_WITH_DISPOSITION,
  DOWNLOAD_AS_EMPTY,
  ACCESS_POINT_NEEDS_V4,
  REGION_NEEDS_V4,
  KMS_NEEDS_V4,
  CONTENT_LENGTH_NEEDS_V4,
  FORM_TOO_LARGE,
  CONTENT_TYPE_MALFORMED,
  FIELD_IS_OPTION,
  FIELD_OF_SIGNATURE,
  FIELD_NAME,
  FIELD_HAS_LINE_BREAK,
  FIELD_HAS_FILENAME,
  FIELD_TWICE,
  STATUS_UNKNOWN,
  CONDITION_OPERATOR_UNKNOWN,
  CONDITION_HAS_FILENAME,
  CONDITION_NOT_EXACT,
  CONDITIONS_CONTRADICT,
  FILE_NAME_MISSING,
  FILE_TYPE_NOT_OF_FORM,
  CONTENT_TYPE_NOT_OF_FORM,
  CONTENT_TYPE_NOT_OPEN,
  PATH_MALFORMED,
];

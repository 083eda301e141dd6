/**
 * The messages of the Rust core's errors. An error of the core comes as the number of its reason, its place in
 * `src/error/reason.rs`; the table below has the messages in the same order, each after the name of its reason.
 */

import type { Message } from "./message.ts";
import { DATE_RANGE, DATE_RANGE_HINT } from "./options.ts";

/**
 * Consecutive messages with the same code. A text is the message, and after a line feed its hint; without a line feed,
 * the hint is that of the group. An empty hint stands for none: the message says it all.
 */
export type MessageGroup = readonly [code: string, hint: string, ...texts: string[]];

/** A reason that TypeScript finds too. */
export const KEY_EMPTY = 2;

const SET_BY_SIGNER = "is set by the signer.\nLeave it out.";
const TOO_LARGE = "must come to at most %{limit} bytes in all, S3's limit; got %{size}.";

/** In the order of the reasons. */
export const CORE_MESSAGES: readonly MessageGroup[] = [
  [
    "ModuleMismatch",
    "Deploy both from the same installed package, and let no cache keep an older one.",
    // ArgumentsMalformed
    "must come from the same release as the WebAssembly module.",
  ],
  [
    "InvalidDate",
    DATE_RANGE_HINT,
    // DateOutOfRange
    DATE_RANGE,
  ],
  [
    "InvalidKey",
    "",
    // KeyEmpty
    "must not be empty.\nLeave the key out to sign for the bucket itself.",
    // KeyTooLong
    "must be at most 1024 bytes of UTF-8, S3's limit; got %{length}.",
  ],
  [
    "KeyNotAddressable",
    "Rename the object, or upload to it with a form POST.",
    // KeyHasDotSegment
    'must not have a "." or ".." between slashes: browsers remove it from a URL.',
  ],
  [
    "InvalidKey",
    "",
    // KeyPrefixHasFilename
    "must not contain ${filename}, which S3 replaces by the file's name.\nUse `key` instead: it may have ${filename} anywhere.",
  ],
  [
    "InvalidBucketName",
    "Name the bucket here or in the options of the signer.",
    // BucketMissing
    "must be set if `key` is.",
  ],
  [
    "InvalidBucketName",
    'A bucket with such a name needs `addressing: "path"`.',
    // BucketLength
    'must have 3 to 63 characters; got "%{bucket}".',
    // BucketCharacters
    'must consist of lower-case letters, digits, dots and hyphens; got "%{bucket}".',
    // BucketDots
    'must not have a dot at an end, or two in a row; got "%{bucket}".',
    // BucketHyphens
    'must not have a hyphen at an end, or beside a dot; got "%{bucket}".',
    // BucketIsIpAddress
    'must not look like an IP address; got "%{bucket}".',
    // BucketIsPunycode
    'must not begin with xn--; got "%{bucket}".',
  ],
  [
    "InvalidBucketName",
    "",
    // LegacyBucketLength
    'must have 1 to 255 characters; got "%{bucket}".',
    // LegacyBucketCharacters
    'must consist of letters, digits, dots, hyphens and underscores; got "%{bucket}".',
    // LegacyBucketIsDotSegment
    'must not be . or ..; got "%{bucket}".',
  ],
  [
    "InvalidBucketName",
    "Write it as arn:aws:s3:region:account:accesspoint/name; a bucket goes by its name.",
    // ArnNotOfAccessPoint
    "must be an ARN of an access point.",
    // ArnMalformed
    "must have a region, an account, and a name of lower-case letters, digits and hyphens.",
    // ArnTooLong
    "must end with the access point's name.",
    // AccessPointInOtherPartition
    "is an access point in another partition of AWS than `region`.\nSet `region` to the access point's.",
  ],
  [
    "UnsupportedBucket",
    "",
    // S3ExpressBucket
    "is a bucket of S3 Express, which is not supported.\nUse a general purpose bucket.",
    // OutpostAlias
    "is the alias of an access point on an Outpost.\nGive the access point's ARN.",
    // MultiRegionAccessPoint
    "is a Multi-Region Access Point, which is not supported.\nName one of its buckets, and that bucket's region.",
  ],
  [
    "InvalidRegion",
    'Give the bucket\'s region, such as eu-west-1; services without regions use "us-east-1" or "auto".',
    // RegionMissing
    "must be set.",
    // RegionCharacters
    'must be printable ASCII without slashes; got "%{region}".',
    // RegionNotLabel
    'must consist of lower-case letters, digits and hyphens; got "%{region}".',
  ],
  [
    "InvalidEndpoint",
    "Write it as https://host[:port][/base], or leave it out for AWS.",
    // EndpointNotHttp
    "must begin with https:// or http://.",
    // EndpointHasQuery
    "must not have a query or a fragment.",
    // EndpointHasUserName
    "must not contain a user name or a password.",
    // EndpointHasDotSegment
    'must not have a "." or ".." between slashes.',
    // EndpointHostMalformed
    "must have a host as URL.host writes it: lower case, punycode, IPv6 in brackets.",
    // EndpointPortInvalid
    "must have a port from 1 to 65535.",
    // PublicEndpointHasPath
    "must be an origin without a path.\nA path of the proxy belongs to `endpoint`.",
  ],
  [
    "InvalidEndpoint",
    "",
    // ProtocolNotOfEndpoint
    "must be the scheme of `endpoint`.",
    // EndpointWithVariant
    "cannot be combined with dualstack, accelerate, fips or globalEndpoint.",
    // GlobalEndpointWithVariant
    "cannot be combined with another variant.",
    // AccelerateWithFips
    "cannot be combined with `fips`.",
    // VariantNotInPartition
    "is not available in this region's partition of AWS.",
    // VariantNotForAccessPoint
    "is not available for this kind of access point.",
  ],
  [
    "InvalidOption",
    "Leave `addressing` out: the bucket and the endpoint then decide.",
    // AccelerateNotVirtual
    "must be virtual, with a bucket name without dots, for Transfer Acceleration.",
    // IpAddressNotVirtual
    'must be "path" if the endpoint is an IP address.',
    // AccessPointByPath
    'must not be "path" for an access point.',
  ],
  [
    "CredentialsMalformed",
    "",
    // CredentialEmpty
    "must not be empty.",
    // CredentialCharacters
    "must be ASCII without spaces or line breaks.",
    // AccessKeyIdHasSlash
    "must not contain a slash.\nCheck that it is not the secret access key.",
  ],
  [
    "CredentialsExpired",
    "Get new credentials.",
    // CredentialsExpired
    "must be later than the instant of signing; got %{expiration}.",
  ],
  [
    "InvalidExpiry",
    "",
    // ExpiresInOutOfV4Range
    "must be 1 to %{longest} seconds for Signature V4; got %{seconds}.",
    // ExpiresInOutOfRange
    "must be 1 to %{longest} seconds; got %{seconds}.",
    // ExpiresAtOutOfV4Range
    "must be 1 to %{longest} seconds after the instant of signing for Signature V4; got %{seconds}.",
    // ExpiresAtOutOfRange
    "must be 1 to %{longest} seconds after the instant of signing; got %{seconds}.",
    // CacheWindowOutOfRange
    "must be 1 to 604800 seconds; got %{seconds}.",
    // CacheWindowTooLongForV4
    "and the lifetime together must be at most %{longest} seconds for Signature V4; got %{seconds}.",
    // CacheWindowTooLong
    "and the lifetime together must be at most %{longest} seconds; got %{seconds}.",
  ],
  [
    "InvalidHeader",
    "",
    // HeadersTooLarge
    TOO_LARGE,
    // HeaderName
    "must have names that HTTP allows, such as x-amz-meta-title.",
  ],
  [
    "ForbiddenHeader",
    "",
    // HeaderNotForPages
    "cannot be set by a page, so a signature over it could never match.\nLeave it out.",
    // HeaderOfSignature
    SET_BY_SIGNER,
  ],
  [
    "InvalidHeader",
    "",
    // HeaderValue
    "must be ASCII without line breaks or control characters.\nEncode it, for instance with encodeURIComponent.",
    // ContentLengthMalformed
    "must be a whole number of bytes in decimal digits.",
    // HeaderTwice
    "is set twice; header names are not case-sensitive.",
  ],
  [
    "ForbiddenHeader",
    "",
    // ContentLengthWithoutBody
    "is sent with PUT and POST only; got %{method}.",
  ],
  [
    "InvalidQuery",
    "",
    // QueryTooLarge
    TOO_LARGE,
    // ParameterWithoutName
    "must not have a parameter without a name.",
  ],
  [
    "ReservedQueryParameter",
    "",
    // ParameterOfSignature
    SET_BY_SIGNER,
  ],
  [
    "InvalidQuery",
    "",
    // ParameterIsHeader
    "is in `headers` as well.",
    // ParameterIsOverride
    "is in `response` as well.",
    // OverrideCharacters
    "must consist of characters of ISO-8859-1: S3 responds with no others.\nFor a file name use `response.downloadAs`.",
  ],
  [
    "InvalidOption",
    "",
    // OverrideWithoutBody
    "is for GET and HEAD only.\nTo store a type with an object, send a Content-Type header.",
    // DownloadAsWithDisposition
    "cannot be combined with `response.contentDisposition`.",
    // DownloadAsEmpty
    "must not be empty.\nLeave it out to use the last part of the key.",
  ],
  [
    "SignatureV4Required",
    'Set `signature` to "v4", or leave it out.',
    // AccessPointNeedsV4
    'must be "v4" for access points.',
    // RegionNeedsV4
    'must be "v4" in this region.',
    // KmsNeedsV4
    "needs Signature V4 for a key of KMS.",
    // ContentLengthNeedsV4
    "needs Signature V4: Version 2 does not sign it, so that the sender could leave it out.",
  ],
  [
    "FormTooLarge",
    "",
    // FormTooLarge
    TOO_LARGE,
  ],
  [
    "InvalidOption",
    "",
    // ContentTypeMalformed
    'must not be empty or contain a wildcard or ${filename}; got "%{type}".\nWrite "image/" for any image.',
  ],
  [
    "ReservedField",
    "",
    // FieldIsOption
    "has an option of its own.\nUse `key`, `keyStartsWith` or `bucket`; the file is given when the form is sent.",
    // FieldOfSignature
    SET_BY_SIGNER,
  ],
  [
    "InvalidField",
    "",
    // FieldName
    "must have names of letters, digits, hyphens, underscores and dots.",
    // FieldHasLineBreak
    "must not contain a line break or a NUL, which no form can carry unchanged.",
    // FieldHasFilename
    "must not contain ${filename}: S3 replaces it, but compares this field exactly.",
    // FieldTwice
    "is set twice; field names are not case-sensitive.",
    // StatusUnknown
    'must be "200", "201" or "204"; got "%{status}".\nUse "201" for a response with the ETag and the location.',
  ],
  [
    "InvalidCondition",
    "",
    // ConditionOperatorUnknown
    'must have an operator and operands that S3 knows; got "%{operator}".',
    // ConditionHasFilename
    'must not contain ${filename}: S3 replaces it in fields only.\nUse "starts-with" with the text before it.',
    // ConditionNotExact
    'must be "eq": S3 compares %{name} exactly.',
  ],
  [
    "UnsatisfiablePolicy",
    "",
    // ConditionsContradict
    "must agree with each other and with the fields about %{name}.",
  ],
];

/** Returns the message of a reason. */
export function coreMessage(reason: number): Message {
  let at = reason;
  for (const [code, hint, ...texts] of CORE_MESSAGES) {
    const text = texts[at];
    if (text !== undefined) {
      const [rule = "", own = hint] = text.split("\n");
      return [code, rule, own];
    }
    at -= texts.length;
  }
  // The number of another release.
  return coreMessage(0);
}

/**
 * The problems that `inspect` finds: code and message. The message of a problem with a parameter goes on after the
 * parameter's name.
 */
export const PROBLEMS = {
  Expired: "The URL has expired. Sign a new one.",
  NotYetValid: "The signing date is in the future: this device's clock or the signer's is wrong.",
  ExpiryTooLong: "X-Amz-Expires is more than 604800 seconds (7 days), S3's limit.",
  InvalidExpiry: "The expiry is not a whole number of seconds, 1 or more.",
  MissingParameter: " is missing from the query. Check that the URL is complete.",
  DuplicateParameter: " is in the query more than once. Remove the one that was not signed.",
  MalformedDate: "X-Amz-Date is not a date in the form 20130524T000000Z.",
  MalformedCredential:
    "The access key id has other characters than letters and digits, or X-Amz-Credential is not in the form id/20130524/region/s3/aws4_request.",
  MalformedSignature:
    "The signature has a wrong length or wrong characters. Check that the URL is complete.",
  MalformedSignedHeaders:
    "X-Amz-SignedHeaders is not a sorted list of lower-case names, separated by semicolons.",
  DateMismatch: "X-Amz-Credential and X-Amz-Date have different days.",
  RegionMismatch:
    "The URL is signed for another region than its host's. Sign for the bucket's region.",
  OtherService: "The URL is signed for another service than S3.",
  UnknownAlgorithm: "X-Amz-Algorithm is not AWS4-HMAC-SHA256.",
  TokenMissing:
    "The URL is signed with temporary credentials (ASIA…) without their session token. Sign with the token too.",
  HostNotSigned: "X-Amz-SignedHeaders has no host, which S3 requires.",
  MixedSignatures: "The query has parameters of Signature Versions 2 and 4; S3 accepts only one.",
  RegionRefusesV2: "The region accepts only Signature Version 4.",
  PlusInQuery: "The query has a bare +, which S3 reads as a space. Write %2B or %20.",
  PlusInPath: "The path has a bare +, which S3 may read as a space. Write %2B or %20.",
  DoubleEncoding:
    "The URL seems to be encoded twice. Encode neither the key before signing nor the URL after it.",
  MalformedEncoding: "The URL has a % without two hex digits after it.",
  HtmlEscaped:
    "The query has &amp; instead of &, as in the source of a page. Copy the link itself.",
  DotSegment: 'The path has a "." or ".." between slashes, which browsers remove from a URL.',
  Backslash: "The path has a bare \\, which browsers replace by a slash. Write %5C.",
  Fragment: "The text after # is not sent. Write a # in a key as %23.",
  NotHttps: "The URL is sent unencrypted, so that others can read and use it. Use https.",
} as const;

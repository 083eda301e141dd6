/**
 * The problems that `inspect` finds: code and message. The core gives the number of a problem, its place in
 * `src/inspect/problem.rs`. The message of a problem with a parameter goes on after the parameter's name.
 */
export const PROBLEMS: readonly (readonly [code: string, message: string])[] = [
  ["Expired", "It has expired. Sign a new one."],
  [
    "NotYetValid",
    "It is dated in the future and does not work before: this device's clock or the signer's is wrong.",
  ],
  [
    "ExpiryTooLong",
    "It asks for more than 604800 seconds (7 days), S3's limit, and S3 rejects it.",
  ],
  ["InvalidExpiry", "Its lifetime is not a whole number of seconds, 1 or more."],
  ["MissingParameter", " is missing from the query. Check that the URL is complete."],
  [
    "DuplicateParameter",
    " is in the query more than once: S3 rejects it, or uses another one than was signed.",
  ],
  ["MalformedDate", "X-Amz-Date is not an instant in the form 20130524T000000Z."],
  [
    "MalformedCredential",
    "X-Amz-Credential does not have the form id/20130524/region/s3/aws4_request, or the access key id has characters that no id has.",
  ],
  [
    "MalformedSignature",
    "The signature has a wrong length, or characters that no signature has. Check that the URL is complete.",
  ],
  [
    "MalformedSignedHeaders",
    "X-Amz-SignedHeaders is not a sorted list of lower-case names, separated by semicolons.",
  ],
  ["DateMismatch", "The day in X-Amz-Credential is not the day of X-Amz-Date."],
  [
    "RegionMismatch",
    "It is signed for another region than its host's. Sign for the bucket's region.",
  ],
  ["OtherService", "It is signed for another service than S3."],
  ["UnknownAlgorithm", "X-Amz-Algorithm is not AWS4-HMAC-SHA256."],
  [
    "TokenMissing",
    "It is signed with temporary credentials (ASIA…) and lacks their session token. Sign with all three parts of the credentials.",
  ],
  ["HostNotSigned", "The host is not among the signed headers, as S3 requires."],
  [
    "MixedSignatures",
    "It has parameters of Signature Versions 2 and 4; S3 accepts only one of them.",
  ],
  ["RegionRefusesV2", "This region accepts only Signature Version 4."],
  [
    "PlusInQuery",
    "There is a bare + in the query, which S3 reads as a space. Write a plus as %2B, and a space as %20.",
  ],
  [
    "PlusInPath",
    "There is a bare + in the path, which S3 may read as a space. Write a plus as %2B, and a space as %20.",
  ],
  [
    "DoubleEncoding",
    "It seems to be encoded twice: once decoded, it still has %XX. Unless the key contains that text, encode neither the key before signing nor the URL after it.",
  ],
  ["MalformedEncoding", "It has a % without two hex digits after it."],
  ["HtmlEscaped", "It has &amp; instead of &, as in the source of a page. Copy the link itself."],
  [
    "DotSegment",
    'The key has a "." or ".." between slashes, which every browser removes from a URL before it sends the request.',
  ],
  [
    "Backslash",
    "There is a bare \\ in the path, which every browser replaces by a /. Write it as %5C.",
  ],
  ["Fragment", "The text after # is not sent. Write a # in a key as %23."],
  ["NotHttps", "It is sent unencrypted: whoever listens can use it until it expires. Use https."],
];

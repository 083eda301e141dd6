import type { ErrorReply } from "./environment.ts";

const CLOCK =
  "The clock of this device differs from the service's by more than 15 minutes: set it right, or sign again with a corrected clock.";
const CHANGED = "The bytes changed on the way. Send them again.";
const LATER = "Try again in a while.";

/** What to do about S3's error codes, from its list of error responses (API reference, "Error responses"). */
const HINTS: Record<string, string> = {
  AccessDenied:
    "The credentials lack the permission, or the object does not exist and they may not list the bucket. Check the IAM policy, the bucket policy and the object's encryption key.",
  AuthorizationHeaderMalformed: "Set `region` to the bucket's region.",
  AuthorizationQueryParametersError:
    "Check `region` and `expiresIn`; the address must not be changed after signing.",
  BadDigest: CHANGED,
  EntityTooLarge:
    "The body is larger than the form or the service allows. One request carries 5 GB at most; larger objects need a multipart upload.",
  EntityTooSmall: "The body is smaller than the form, or than the 5 MB a part must have, allows.",
  ExpiredToken: "The session token has expired. Get fresh credentials and sign again.",
  Forbidden: "The permission is missing; the reply carries no reason.",
  InternalError: LATER,
  InvalidAccessKeyId:
    "The service does not know this access key id: it was deleted, belongs to another service, or lacks its session token.",
  InvalidBucketName: "Check the spelling of `bucket`.",
  InvalidRange: "The range begins behind the object's last byte.",
  InvalidToken:
    "The session token does not belong to these credentials, or was cut short. Get fresh credentials and sign again.",
  KeyTooLongError: "A key has at most 1 024 bytes of UTF-8.",
  MethodNotAllowed: "The service does not allow this method here.",
  NoSuchBucket: "Check `bucket`, `region` and `endpoint`: this service has no such bucket.",
  NoSuchKey: "Check the key's spelling, with its case and slashes: the bucket has no such object.",
  NoSuchUpload: "The multipart upload was completed or aborted before. Begin a new one.",
  NoSuchVersion: "Check `versionId`: the object has no such version.",
  NotFound: "Check the bucket's name and the key: there is no such object.",
  NotImplemented:
    'The service does not know this operation. Use another way, such as `via: "put"`.',
  PermanentRedirect: "Set `region` to the bucket's region, or `endpoint` to its host.",
  PreconditionFailed: "A condition of the request no longer holds: the object changed, or exists.",
  QuotaExceeded: "The storage is full.",
  RequestTimeTooSkewed: CLOCK,
  RequestTimeout: "The body came too slowly. Try again on a better connection.",
  ServiceUnavailable: LATER,
  SignatureDoesNotMatch:
    "The secret key is wrong, or the request differs from what was signed: method, key, region, or a signed header.",
  SlowDown: "Too many requests for this part of the bucket. Send fewer at a time, and try again.",
  TemporaryRedirect:
    "The bucket is new and its name not yet known everywhere. Use its regional `endpoint`.",
  TokenRefreshRequired: "Get fresh credentials and sign again.",
  XAmzContentChecksumMismatch: CHANGED,
};

/** S3 says much under `AccessDenied`; only its message tells these apart. */
const ACCESS_DENIED: [RegExp, string][] = [
  [
    /request has expired/i,
    "The signed address was used after its end, or this device's clock is slow. Sign again.",
  ],
  [
    /not (yet valid|valid yet)/i,
    "The signature is dated in the future: this device's clock is fast. Set it right and sign again.",
  ],
  [/policy expired/i, "The form was sent after its policy's end. Sign a new one."],
  [
    /extra input fields/i,
    "The form has a field that its policy does not name. Sign the form with every field it sends.",
  ],
  [
    /policy condition failed/i,
    "A field of the form breaks the policy it was signed with. The message names the condition.",
  ],
];

/** What the reader of S3's error can do about it. */
export function hintFor(code: string, reply: ErrorReply): string | undefined {
  if (code === "AccessDenied" && reply.message) {
    for (const [words, hint] of ACCESS_DENIED) if (words.test(reply.message)) return hint;
  }
  if (reply.region && (code === "AuthorizationHeaderMalformed" || code === "PermanentRedirect")) {
    return `The bucket is in ${reply.region}: set \`region\` to it.`;
  }
  if (reply.endpoint && code === "PermanentRedirect") {
    return `Use the host ${reply.endpoint}: set \`region\` or \`endpoint\` to it.`;
  }
  return HINTS[code];
}

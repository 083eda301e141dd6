const CLOCK =
  "This device's clock and the service's differ by more than 15 minutes. Set the device's clock right, or sign again with a corrected clock.";
const CHANGED = "The body changed on the way, or its checksum is wrong. Send it again.";
const LATER = "Try again in a while.";
const FRESH = "Get fresh credentials and sign again.";
const SIGNATURE_V4 = 'Sign with Signature V4: leave out `signature: "v2"`.';
const KMS_KEY =
  "Check the KMS key: it must exist in the bucket's region, be enabled, and be allowed to these credentials.";

/** What to do about S3's error codes, from its list of error responses (API reference, "Error responses"). */
const HINTS: Record<string, string> = {
  AccessControlListNotSupported:
    "The bucket does not use ACLs. Leave out `x-amz-acl` and `acl`, and allow access by the bucket policy.",
  AccessDenied:
    "The credentials lack the permission, or the object does not exist and they may not list the bucket. Check the IAM policy, the bucket policy, and the policy of the object's encryption key.",
  AuthorizationHeaderMalformed: "Set `region` to the bucket's region.",
  AuthorizationQueryParametersError:
    "Check `region` and `expiresIn`, and use the signed URL exactly as it is.",
  BadDigest: CHANGED,
  BadRequest:
    "The reply has no reason, as replies to HEAD never do. The usual causes are a wrong `region` and an expired session token.",
  Conflict: "Another request changes the same object or bucket. Try again.",
  ConditionalRequestConflict: "Another write of the same object was under way. Try again.",
  EntityTooLarge:
    "The body is larger than the form or the service allows. One request carries 5 GB at most; larger objects need a multipart upload.",
  EntityTooSmall:
    "The body is smaller than the form allows, or a part other than the last is smaller than 5 MiB.",
  ExpiredToken: `The session token has expired. ${FRESH}`,
  Forbidden:
    "The reply has no reason, as replies to HEAD never do. Check the permission, the URL's expiry, and that the object exists.",
  IllegalLocationConstraintException: "Set `region` to the bucket's region.",
  IncompleteBody: "The connection broke before the whole body was sent. Try again.",
  InternalError: LATER,
  InvalidAccessKeyId:
    "The service does not know this access key id: it was deleted, belongs to another service, or lacks its session token.",
  InvalidArgument: "The service refuses a parameter or header of the request. Correct it.",
  InvalidBucketName: "Check the spelling of `bucket`.",
  InvalidDigest: "Give `Content-MD5` as the base64 of 16 bytes, or leave it out.",
  InvalidObjectState: "The object is archived. Restore it before it can be read.",
  InvalidPart:
    "A part is missing, changed, or of a size that the service does not take. Upload the object again.",
  InvalidPartSize:
    "The service does not take parts of this size. Set `partSize`: 5 MiB or more, and what the service's documentation asks for.",
  InvalidRange: "The range begins after the object's last byte.",
  InvalidRequest:
    "The service does not allow a part of the request. Correct what the message names.",
  InvalidToken: `The session token does not belong to these credentials, was cut short, or is not valid in this region. ${FRESH}`,
  KeyTooLongError: "A key has at most 1,024 bytes of UTF-8.",
  MalformedPOSTRequest: "Send the form as multipart/form-data, with `file` as its last field.",
  MetadataTooLarge: "Metadata may have 2 KB in all. Shorten it.",
  MethodNotAllowed: "The service does not allow this method on this address.",
  NoSuchBucket: "Check `bucket`, `region` and `endpoint`: this service has no such bucket.",
  NoSuchKey: "Check the key's spelling, with its case and slashes: the bucket has no such object.",
  NoSuchUpload: "The multipart upload was completed or aborted. Start a new one.",
  NoSuchVersion: "Check `versionId`: the object has no such version.",
  NotFound: "Check the bucket's name and the key: there is no such object.",
  NotImplemented:
    'The service does not support this operation or header. Leave it out, or upload another way, such as `via: "put"`.',
  NotModified: "The object has not changed since the condition's ETag or date.",
  OperationAborted: "Another operation on the bucket is under way. Try again.",
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
    "The bucket is new, and its name is not known everywhere yet. Use its regional `endpoint`.",
  TokenRefreshRequired: FRESH,
  XAmzContentChecksumMismatch: CHANGED,
};

/** Codes that stand for many things: only the message tells them apart. */
const BY_MESSAGE: [code: RegExp, message: RegExp, hint: string][] = [
  [
    /^AccessDenied$/,
    /request has expired/i,
    "The signed URL was used after its expiry, or this device's clock is slow. Sign again.",
  ],
  [
    /^AccessDenied$/,
    /not (yet valid|valid yet)/i,
    "The signature is dated in the future: this device's clock is fast. Set it right and sign again.",
  ],
  [
    /^AccessDenied$/,
    /policy expired/i,
    "The form was sent after its policy's expiry. Sign a new one.",
  ],
  [
    /^AccessDenied$/,
    /extra input fields/i,
    "The form has a field that its policy does not name. Sign the form with every field it sends.",
  ],
  [
    /^AccessDenied$/,
    /policy condition failed/i,
    "A field of the form breaks the policy it was signed with. The message names the condition.",
  ],
  [
    /^AccessDenied$/,
    /headers present .* not signed/i,
    "A header was sent that the signature does not cover. Sign it with `headers`, or do not send it.",
  ],
  [
    /^AccessDenied$/,
    /anonymous/i,
    "The request came without its signature. Use the whole signed URL, or send every field of the form.",
  ],
  [
    /^AccessDenied$/,
    /not authorized to perform/i,
    "The message names the action that is not allowed, and the policy that decides. Allow the action there.",
  ],
  // Ceph RGW and others give no message.
  [
    /^AccessDenied$/,
    /^(AccessDenied)?$/,
    "The service gives no reason. Check that the URL or form has not expired, that this device's clock is right, that the request is the one that was signed, and then the bucket policy and the credentials' permissions.",
  ],
  [/^Invalid(Argument|Request)$/, /signature version 4|aws4-hmac-sha256/i, SIGNATURE_V4],
  [
    /^Invalid(Argument|Request)$/,
    /only one auth mechanism|not both/i,
    "An `Authorization` header was sent beside the signature in the URL or form. Send the request without it.",
  ],
  [
    /^Invalid(Argument|Request)$/,
    /exactly one file|field named/i,
    "The form must have the fields that were signed, and after them exactly one named `file`.",
  ],
  [
    /^InvalidRequest$/,
    /checksum|content-md5/i,
    "Send a checksum: `checksum` of an upload, or a signed `Content-MD5` or `x-amz-checksum-…` header.",
  ],
  [/^KMS\./, /^/, KMS_KEY],
];

/** Regions are lower-case labels; anything else is no help and may be anything. */
const REGION = /^[a-z\d-]{2,63}$/;
const HOST = /^[\w.:-]{1,255}$/;

/** The details of S3's error that a hint can name. */
export interface S3ErrorDetails {
  message?: string | undefined;
  /** Where the bucket is. */
  region?: string | undefined;
  /** The bucket's host. */
  endpoint?: string | undefined;
  /** Names of headers that were sent and not signed. */
  headersNotSigned?: string | undefined;
}

/**
 * Returns what the reader of S3's error can do about it.
 *
 * `signedRegion` is the region that the request was signed for, if that is known.
 */
export function s3Hint(
  code: string,
  details: S3ErrorDetails,
  signedRegion?: string | undefined,
): string | undefined {
  const { message = "", region = "", endpoint = "", headersNotSigned } = details;
  if (REGION.test(region) && region !== signedRegion) {
    const signed = signedRegion ? `, and the request was signed for ${signedRegion}` : "";
    return `The bucket is in ${region}${signed}. Set \`region: "${region}"\`.`;
  }
  if (HOST.test(endpoint) && code === "PermanentRedirect") {
    const [, found] = /[.-]([a-z]{2}(?:-[a-z]+)+-\d+)\.amazonaws\./.exec(endpoint) ?? [];
    const advice = found ? `\`region: "${found}"\`` : "`region` or `endpoint` to match it";
    return `The bucket is at ${endpoint}. Set ${advice}.`;
  }
  if (headersNotSigned) {
    return `Sent, but not signed: ${headersNotSigned}. Sign it with \`headers\`, or do not send it.`;
  }
  return (
    BY_MESSAGE.find(([codes, words]) => codes.test(code) && words.test(message.trim()))?.[2] ??
    (Object.hasOwn(HINTS, code) ? HINTS[code] : undefined)
  );
}

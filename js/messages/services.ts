import type { Message } from "./message.ts";

/**
 * The messages that this package adds to the errors of S3, Cognito Identity and STS, and the hints for their codes. No
 * table has a template: bundlers keep an unused constant that has one.
 */

/** A response with a 2xx status that the service did not write. */
export const INVALID_RESPONSE: Message = [
  "InvalidResponse",
  "The response is not one of %{service}: the requested values are not in it.",
  "Check `endpoint`: a proxy or a sign-in page may respond instead of the service.",
];

/** Returns the message of an error of S3 that has none of its own. */
export function messageOfStatus(status: number): string {
  return `S3 responded with status ${status} and stated no reason.`;
}

/**
 * Hints by error code. The first row applies that has the code and whose pattern, if it has one, matches the service's
 * message. `|` separates codes with the same hint.
 */
export type HintTable = readonly (readonly [codes: string, hint: string, message?: RegExp])[];

const URL_EXPIRED =
  "The URL was used after its expiry, or this device's clock is slow. Sign again.";

/** Hints for S3's error codes (S3 API reference, "Error responses"). */
export const S3_HINTS: HintTable = [
  ["AccessDenied", URL_EXPIRED, /request has expired/i],
  [
    "AccessDenied",
    "The signature is dated in the future: this device's clock is fast. Set it right and sign again.",
    /not (yet valid|valid yet)/i,
  ],
  ["AccessDenied", "Sign a new form.", /policy expired/i],
  ["AccessDenied", "Sign the form with every field it sends.", /extra input fields/i],
  [
    "AccessDenied",
    "The message names the condition of the form's policy that a field breaks.",
    /policy condition failed/i,
  ],
  [
    "AccessDenied",
    "A header was sent that is not signed. Sign it with `headers`, or do not send it.",
    /headers present .* not signed/i,
  ],
  [
    "AccessDenied",
    "The signature is missing. Use the whole signed URL, or send every field of the form.",
    /anonymous/i,
  ],
  [
    "AccessDenied",
    "The message names the action, and the policy in which to allow it.",
    /not authorized to perform/i,
  ],
  // Ceph RGW and others send no message.
  [
    "AccessDenied",
    "Check that the URL or form has not expired, this device's clock, that the request is the signed one, the bucket policy and the permissions.",
    /^(AccessDenied)?$/,
  ],
  [
    "AccessDenied",
    "The credentials lack the permission, or the object does not exist and they may not list the bucket. Check the IAM policy, the bucket policy and the policy of the encryption key.",
  ],
  [
    "InvalidArgument|InvalidRequest",
    'Sign with Signature V4: leave out `signature: "v2"`.',
    /signature version 4|aws4-hmac-sha256/i,
  ],
  [
    "InvalidArgument|InvalidRequest",
    "Send no `Authorization` header: the URL or form has the signature.",
    /only one auth mechanism|not both/i,
  ],
  [
    "InvalidArgument|InvalidRequest",
    "Send the signed fields of the form, and after them exactly one named `file`.",
    /exactly one file|field named/i,
  ],
  [
    "InvalidRequest",
    "Send a checksum: `checksum` of an upload, or a signed `Content-MD5` or `x-amz-checksum-…` header.",
    /checksum|content-md5/i,
  ],
  ["InvalidArgument|InvalidRequest", "Correct what the message names."],
  [
    "AccessControlListNotSupported",
    "Leave out `x-amz-acl` and `acl`, and allow access by the bucket policy.",
  ],
  [
    "AuthorizationHeaderMalformed|IllegalLocationConstraintException",
    "Set `region` to the bucket's region.",
  ],
  [
    "AuthorizationQueryParametersError",
    "Check `region` and `expiresIn`, and use the signed URL exactly as it is.",
  ],
  [
    "BadDigest|XAmzContentChecksumMismatch",
    "The body changed in transit, or its checksum is wrong. Send it again.",
  ],
  ["BadRequest", "Check `region`, and whether the session token has expired."],
  [
    "Conflict|ConditionalRequestConflict|OperationAborted",
    "Another request is changing the object or the bucket. Try again.",
  ],
  [
    "EntityTooLarge",
    "The body is larger than the form or the service allows. A single request can carry 5 GB, a multipart upload more.",
  ],
  [
    "EntityTooSmall",
    "The form requires a larger body, or a part other than the last is smaller than 5 MiB.",
  ],
  ["ExpiredRequest", URL_EXPIRED],
  ["ExpiredToken|TokenRefreshRequired", "Get fresh credentials and sign again."],
  ["Forbidden", "Check the permission, the URL's expiry, and that the object exists."],
  ["IncompleteBody", "The connection broke. Try again."],
  ["InternalError|ServiceUnavailable", "Try again later."],
  [
    "InvalidAccessKeyId",
    "The key was deleted, belongs to another service, or needs its session token.",
  ],
  ["InvalidBucketName", "Check the spelling of `bucket`."],
  ["InvalidDigest", "Set `Content-MD5` to the base64 of 16 bytes, or leave it out."],
  ["InvalidObjectState", "The object is archived. Restore it first."],
  ["InvalidPart", "A part is missing, changed, or of a wrong size. Upload the object again."],
  ["InvalidPartSize", "Set `partSize` to a size that the service accepts, at least 5 MiB."],
  ["InvalidRange", "The range starts after the object's last byte."],
  [
    "InvalidToken",
    "The session token belongs to other credentials, is incomplete, or is not valid in this region. Get fresh credentials and sign again.",
  ],
  ["KMS", "Check that the KMS key exists in the bucket's region, is enabled, and allows its use."],
  ["KeyTooLongError", "Shorten the key to 1,024 bytes of UTF-8."],
  ["MalformedPOSTRequest", "Send multipart/form-data, with `file` as its last field."],
  ["MetadataTooLarge", "Shorten the metadata to 2 KB in total."],
  ["MethodNotAllowed", "The service does not allow this method at this address."],
  ["NoSuchBucket", "Check `bucket`, `region` and `endpoint`."],
  ["NoSuchKey", "Check the key's spelling, including case and slashes."],
  ["NoSuchUpload", "The multipart upload was completed or aborted. Start a new one."],
  ["NoSuchVersion", "Check `versionId`."],
  ["NotFound", "Check `bucket` and the key: there is no such object."],
  [
    "NotImplemented",
    'Leave the operation or header out, or upload another way, such as `via: "put"`.',
  ],
  ["NotModified", "The object has not changed since the condition's ETag or date."],
  ["PermanentRedirect", "Set `region` to the bucket's region, or `endpoint` to its host."],
  ["PreconditionFailed", "The object changed, or already exists."],
  ["QuotaExceeded", "The service's storage is full."],
  ["RequestTimeTooSkewed", "Set this device's clock right, or sign again with a corrected clock."],
  ["RequestTimeout", "Try again on a better connection."],
  [
    "SignatureDoesNotMatch",
    "The secret key is wrong, or the request differs from what was signed: method, key, region, or a signed header.",
  ],
  ["SlowDown", "Send fewer requests at a time, and try again."],
  [
    "TemporaryRedirect",
    "The bucket is new, and its name is not known everywhere yet. Use its regional `endpoint`.",
  ],
];

/** Hints for the errors of Cognito Identity. */
export const COGNITO_HINTS: HintTable = [
  [
    "NotAuthorizedException",
    "Turn on guest access in the identity pool, or pass `logins`.",
    /unauthenticated access/i,
  ],
  [
    "NotAuthorizedException",
    "Instead of a token in `logins`, pass a function that returns a current one: it is called at every refresh.",
    /expired/i,
  ],
  [
    "NotAuthorizedException",
    "Each key of `logins` must be a login provider that the identity pool lists, with a token of this provider (of a user pool the ID token, not the access token).",
    /login|token|issuer|provider/i,
  ],
  [
    "NotAuthorizedException",
    "This identity belongs to a signed-in user: pass the `logins` that it was created with.",
    /forbidden/i,
  ],
  [
    "InvalidParameterException",
    "Turn on the basic (classic) flow in the identity pool, or leave out `flow`.",
    /basic|classic/i,
  ],
  [
    "ResourceNotFoundException",
    "Check `identityPoolId`, letter for letter, and that the pool is in the region that it starts with.",
  ],
  [
    "InvalidIdentityPoolConfigurationException",
    "Assign the identity pool a role for guests or for signed-in users, whichever this is, whose trust policy names the pool.",
  ],
  [
    "ResourceConflictException",
    "This login belongs to another identity: sign in with it alone, or unlink it there.",
  ],
  [
    "TooManyRequestsException|LimitExceededException",
    "The account's request quota is used up: wait, and share one provider and one `S3` in the page.",
  ],
];

/** Hints for the errors of STS. */
export const STS_HINTS: HintTable = [
  [
    "ExpiredToken|ExpiredTokenException",
    "Instead of the token, pass a function that returns a current one: it is called at every refresh.",
  ],
  [
    "AccessDenied|AccessDeniedException|IDPRejectedClaim",
    "The role's trust policy must allow sts:AssumeRoleWithWebIdentity to this identity provider, with the token's audience.",
  ],
  [
    "InvalidIdentityToken|InvalidIdentityTokenException",
    "The service must know the token's issuer as an identity provider, and the token must be its unchanged ID token.",
  ],
  [
    "MalformedPolicyDocument|MalformedPolicyDocumentException|PackedPolicyTooLarge|PackedPolicyTooLargeException",
    "`policy` must be a JSON policy document of at most 2,048 characters.",
  ],
  [
    "ValidationError|InvalidParameterValue",
    "`durationSeconds` must be 900 to the role's own maximum session duration.",
    /duration/i,
  ],
];

/** Returns the hint for an error with this code and message, or undefined if the table has none. */
export function hintFor(table: HintTable, code: string, message = ""): string | undefined {
  return table.find(
    ([codes, , pattern]) =>
      codes.split("|").includes(code) && (!pattern || pattern.test(message.trim())),
  )?.[1];
}

/** A region, and a host with its port: any other text of the service is not shown as one. */
const REGION = /^[a-z\d-]{2,63}$/;
const HOST = /^[\w.:-]{1,255}$/;

/** The details of S3's error that a hint can name. */
export interface S3ErrorDetails {
  message?: string | undefined;
  /** Region of the bucket. */
  region?: string | undefined;
  /** Host of the bucket. */
  endpoint?: string | undefined;
  /** Names of headers that were sent and not signed. */
  headersNotSigned?: string | undefined;
}

/**
 * Returns the hint for an error of S3, or undefined if its code has no hint.
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
  if (headersNotSigned)
    return `Sent, but not signed: ${headersNotSigned}. Sign it with \`headers\`, or do not send it.`;
  // KMS has codes such as `KMS.DisabledException`.
  return hintFor(S3_HINTS, code.startsWith("KMS.") ? "KMS" : code, message);
}

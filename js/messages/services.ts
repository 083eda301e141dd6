import type { Message } from "./message.ts";

/** The messages that this package adds to the errors of S3, Cognito Identity and STS, and the hints for their codes. */

/** A response with a 2xx status that the service did not write. */
export const INVALID_RESPONSE: Message = [
  "InvalidResponse",
  "The response is not one of %{service}: the requested values are not in it.",
  "Check `endpoint`, and whether a proxy or a sign-in page of the network responds instead of the service.",
];

/** Returns the message of an error of S3 that has none of its own. */
export function messageOfStatus(status: number): string {
  return `S3 responded with status ${status} and stated no reason.`;
}

const CLOCK =
  "The clocks of this device and of the service differ by more than 15 minutes. Correct the device's clock, or sign again with a corrected clock.";
const BODY_CHANGED = "The body changed in transit, or its checksum is wrong. Send it again.";
const LATER = "Try again later.";
const NEW_CREDENTIALS = "Get fresh credentials and sign again.";
const URL_EXPIRED =
  "The signed URL was used after its expiry, or this device's clock is slow. Sign again.";
const SIGNATURE_V4 = 'Sign with Signature V4: leave out `signature: "v2"`.';
const KMS_KEY =
  "Check the KMS key: it must exist in the bucket's region, be enabled, and be allowed to these credentials.";

/** Hints for S3's error codes (S3 API reference, "Error responses"). */
export const S3_HINTS: Readonly<Record<string, string>> = {
  AccessControlListNotSupported:
    "The bucket does not use ACLs. Leave out `x-amz-acl` and `acl`, and allow access by the bucket policy.",
  AccessDenied:
    "The credentials lack the permission, or the object does not exist and they may not list the bucket. Check the IAM policy, the bucket policy, and the policy of the object's encryption key.",
  AuthorizationHeaderMalformed: "Set `region` to the bucket's region.",
  AuthorizationQueryParametersError:
    "Check `region` and `expiresIn`, and use the signed URL exactly as it is.",
  BadDigest: BODY_CHANGED,
  BadRequest:
    "The response has no reason, as responses to HEAD never do. The usual causes are a wrong `region` and an expired session token.",
  Conflict: "Another request is changing the same object or bucket. Try again.",
  ConditionalRequestConflict: "Another request was writing the same object. Try again.",
  EntityTooLarge:
    "The body is larger than the form or the service allows. A single request can carry 5 GB; larger objects need a multipart upload.",
  EntityTooSmall:
    "The body is smaller than the form allows, or a part other than the last is smaller than 5 MiB.",
  ExpiredRequest: URL_EXPIRED,
  ExpiredToken: `The session token has expired. ${NEW_CREDENTIALS}`,
  Forbidden:
    "The response has no reason, as responses to HEAD never do. Check the permission, the URL's expiry, and that the object exists.",
  IllegalLocationConstraintException: "Set `region` to the bucket's region.",
  IncompleteBody: "The connection broke before the whole body was sent. Try again.",
  InternalError: LATER,
  InvalidAccessKeyId:
    "The service does not know this access key id: it was deleted, belongs to another service, or needs its session token.",
  InvalidArgument:
    "The service does not accept a parameter or header of the request. Correct what the message names.",
  InvalidBucketName: "Check the spelling of `bucket`.",
  InvalidDigest: "Set `Content-MD5` to the base64 of 16 bytes, or leave it out.",
  InvalidObjectState: "The object is archived. Restore it before reading it.",
  InvalidPart:
    "A part is missing, changed, or of a size that the service does not accept. Upload the object again.",
  InvalidPartSize:
    "The service does not accept parts of this size. Set `partSize` to 5 MiB or more, as the service's documentation requires.",
  InvalidRange: "The range starts after the object's last byte.",
  InvalidRequest:
    "The service does not allow a part of the request. Correct what the message names.",
  InvalidToken: `The session token does not belong to these credentials, is incomplete, or is not valid in this region. ${NEW_CREDENTIALS}`,
  KeyTooLongError: "A key can have 1,024 bytes of UTF-8. Shorten it.",
  MalformedPOSTRequest: "Send the form as multipart/form-data, with `file` as its last field.",
  MetadataTooLarge: "Metadata can have 2 KB in total. Shorten it.",
  MethodNotAllowed: "The service does not allow this method at this address.",
  NoSuchBucket: "Check `bucket`, `region` and `endpoint`: this service has no such bucket.",
  NoSuchKey: "Check the key's spelling, including case and slashes: the bucket has no such object.",
  NoSuchUpload: "The multipart upload was completed or aborted. Start a new one.",
  NoSuchVersion: "Check `versionId`: the object has no such version.",
  NotFound: "Check the bucket's name and the key: there is no such object.",
  NotImplemented:
    'The service does not support this operation or header. Leave it out, or upload another way, such as `via: "put"`.',
  NotModified: "The object has not changed since the condition's ETag or date.",
  OperationAborted: "Another operation on the bucket is in progress. Try again.",
  PermanentRedirect: "Set `region` to the bucket's region, or `endpoint` to its host.",
  PreconditionFailed:
    "A condition of the request no longer holds: the object changed, or already exists.",
  QuotaExceeded: "The service's storage is full.",
  RequestTimeTooSkewed: CLOCK,
  RequestTimeout: "The body arrived too slowly. Try again on a better connection.",
  ServiceUnavailable: LATER,
  SignatureDoesNotMatch:
    "The secret key is wrong, or the request differs from what was signed: method, key, region, or a signed header.",
  SlowDown:
    "There are too many requests for this part of the bucket. Send fewer at a time, and try again.",
  TemporaryRedirect:
    "The bucket is new, and AWS does not resolve its name everywhere yet. Use its regional `endpoint`.",
  TokenRefreshRequired: NEW_CREDENTIALS,
  XAmzContentChecksumMismatch: BODY_CHANGED,
};

/** Hints for codes that have several causes, by the message. The first match wins. */
export const S3_HINTS_BY_MESSAGE: [code: RegExp, message: RegExp, hint: string][] = [
  [/^AccessDenied$/, /request has expired/i, URL_EXPIRED],
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
    "A field of the form breaks the policy that it was signed with. The message names the condition.",
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
    "The message names the action that is not allowed, and the policy that decides. Allow the action in that policy.",
  ],
  // Ceph RGW and others send no message.
  [
    /^AccessDenied$/,
    /^(AccessDenied)?$/,
    "The service states no reason. Check that the URL or form has not expired, that this device's clock is right, that the request is the one that was signed, and then the bucket policy and the credentials' permissions.",
  ],
  [/^Invalid(Argument|Request)$/, /signature version 4|aws4-hmac-sha256/i, SIGNATURE_V4],
  [
    /^Invalid(Argument|Request)$/,
    /only one auth mechanism|not both/i,
    "The request has an `Authorization` header as well as the signature in the URL or form. Send it without the header.",
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
  if (headersNotSigned) {
    return `Sent, but not signed: ${headersNotSigned}. Sign it with \`headers\`, or do not send it.`;
  }
  return (
    S3_HINTS_BY_MESSAGE.find(
      ([codes, text]) => codes.test(code) && text.test(message.trim()),
    )?.[2] ?? (Object.hasOwn(S3_HINTS, code) ? S3_HINTS[code] : undefined)
  );
}

/** Hints for the errors of the credential services, by their codes and messages. The first match wins. */
export const CREDENTIAL_SERVICE_HINTS: readonly [
  service: "cognito-identity" | "sts",
  code: RegExp,
  message: RegExp,
  hint: string,
][] = [
  [
    "cognito-identity",
    /^NotAuthorizedException$/,
    /unauthenticated access/i,
    "Turn on guest access in the identity pool, or pass `logins`.",
  ],
  [
    "cognito-identity",
    /^NotAuthorizedException$/,
    /expired/i,
    "The login token has expired. Pass a function in `logins` that returns a current one: it is called at every refresh.",
  ],
  [
    "cognito-identity",
    /^NotAuthorizedException$/,
    /login|token|issuer|provider/i,
    "Each key of `logins` must be a login provider that the identity pool lists, with a token that this provider issued (for a user pool the ID token, not the access token).",
  ],
  [
    "cognito-identity",
    /^NotAuthorizedException$/,
    /forbidden/i,
    "This identity belongs to a signed-in user: pass the `logins` that it was created with.",
  ],
  [
    "cognito-identity",
    /^InvalidParameterException$/,
    /basic|classic/i,
    "Turn on the basic (classic) flow in the identity pool, or leave out `role`.",
  ],
  [
    "cognito-identity",
    /^ResourceNotFoundException$/,
    /^/,
    "Check `identityPoolId`, letter for letter, and that the pool is in the region that it starts with.",
  ],
  [
    "cognito-identity",
    /^InvalidIdentityPoolConfigurationException$/,
    /^/,
    "Assign the identity pool a role for guests or for signed-in users, whichever this is, and let the role's trust policy name the pool.",
  ],
  [
    "cognito-identity",
    /^ResourceConflictException$/,
    /^/,
    "This login already belongs to another identity: sign in with it alone, or unlink it there.",
  ],
  [
    "cognito-identity",
    /^(TooManyRequests|LimitExceeded)Exception$/,
    /^/,
    "The account's request quota is used up: wait, and share one provider and one S3 object in the page.",
  ],
  [
    "sts",
    /^ExpiredToken(Exception)?$/,
    /^/,
    "The token has expired. Pass a function that returns a current one: it is called at every refresh.",
  ],
  [
    "sts",
    /^(AccessDenied|AccessDeniedException|IDPRejectedClaim)$/,
    /^/,
    "The role's trust policy must allow sts:AssumeRoleWithWebIdentity to this identity provider, with the token's audience.",
  ],
  [
    "sts",
    /^InvalidIdentityToken(Exception)?$/,
    /^/,
    "The service must know the token's issuer as an identity provider, and the token must be its unchanged ID token.",
  ],
  [
    "sts",
    /^(MalformedPolicyDocument|PackedPolicyTooLarge)(Exception)?$/,
    /^/,
    "Check `policy`: a JSON policy document of at most 2,048 characters.",
  ],
  [
    "sts",
    /^(ValidationError|InvalidParameterValue)$/,
    /duration/i,
    "`durationSeconds` must be at least 900 and at most the role's own maximum session duration.",
  ],
];

/** Returns the hint for an error of a credential service, or undefined if its code has no hint. */
export function credentialServiceHint(
  service: "cognito-identity" | "sts",
  code: string,
  message = "",
): string | undefined {
  return CREDENTIAL_SERVICE_HINTS.find(
    ([of, codes, text]) => of === service && codes.test(code) && text.test(message),
  )?.[3];
}

/** The reason why the same request may succeed later. */
export type RetryReason =
  /** The service failed, or was busy with the same object. */
  | "transient"
  /** The service limits the rate of requests. */
  | "throttling"
  /** The body arrived with another checksum than it was sent with. */
  | "checksum";

/** The possible cause of a rejected signature: the credentials, the clock, or one of the two. */
export type SignatureSuspect = "credentials" | "clock" | "either";

/**
 * Error codes of S3, Cognito Identity and STS after which the same request may succeed. The status alone cannot tell:
 * Cognito throttles with 400. From the retry tables of the AWS SDKs, S3's and MinIO's error lists, and the codes by which
 * Cognito and STS report that the identity provider did not respond.
 */
const SERVICE_CODES: Readonly<Record<string, RetryReason>> = {
  BadDigest: "checksum",
  BandwidthLimitExceeded: "throttling",
  ConcurrentModificationException: "transient",
  ConditionalRequestConflict: "transient",
  ExternalServiceException: "transient",
  IDPCommunicationError: "transient",
  IncompleteBody: "transient",
  InternalError: "transient",
  InternalErrorException: "transient",
  InternalFailure: "transient",
  LimitExceededException: "throttling",
  OperationAborted: "transient",
  PriorRequestNotComplete: "throttling",
  RequestLimitExceeded: "throttling",
  RequestThrottled: "throttling",
  RequestThrottledException: "throttling",
  RequestTimeout: "transient",
  RequestTimeoutException: "transient",
  ServiceUnavailable: "transient",
  ServiceUnavailableException: "transient",
  SlowDown: "throttling",
  SlowDownRead: "throttling",
  SlowDownWrite: "throttling",
  TemporaryRedirect: "transient",
  ThrottledException: "throttling",
  Throttling: "throttling",
  ThrottlingException: "throttling",
  TooManyRequests: "throttling",
  TooManyRequestsException: "throttling",
  XAmzContentChecksumMismatch: "checksum",
};

/** Error codes of S3, and of Cloudflare R2 (`ExpiredRequest`), after which a new signature can succeed. */
const SIGNATURE_CODES: Readonly<Record<string, SignatureSuspect>> = {
  ExpiredRequest: "either",
  ExpiredToken: "credentials",
  ExpiredTokenException: "credentials",
  InvalidAccessKeyId: "credentials",
  InvalidToken: "credentials",
  RequestTimeTooSkewed: "clock",
  TokenRefreshRequired: "credentials",
};

/** Codes of this package that a transfer retries by itself. */
const RETRIED = ["Interrupted", "NetworkOrCors", "Offline", "Stalled"];

/** Codes of this package, and names of DOMExceptions, after which the same call may succeed. */
const RETRYABLE = [
  ...RETRIED,
  "ChecksumMismatch",
  "CredentialsExpired",
  "EndpointUnreachable",
  "NetworkError",
  "ObjectChanged",
  "ProviderTimedOut",
  "TimeoutError",
  "UnreadableReply",
];

/** Returns why the same request may succeed later; undefined if it cannot. */
export function retryReason(code: string, status: number): RetryReason | undefined {
  const reason = Object.hasOwn(SERVICE_CODES, code) ? SERVICE_CODES[code] : undefined;
  if (reason && reason !== "transient") return reason;
  if (status === 429 || status === 503) return "throttling";
  const isServerError = status >= 500 && status !== 501 && status !== 505;
  return reason ?? (isServerError || status === 408 ? "transient" : undefined);
}

/** Returns the cause of a rejected signature by S3's error; undefined if a new signature cannot help. */
export function signatureSuspect(code: string, message = ""): SignatureSuspect | undefined {
  if (Object.hasOwn(SIGNATURE_CODES, code)) return SIGNATURE_CODES[code];
  if (code !== "AccessDenied") return undefined;
  if (/not (yet valid|valid yet)/i.test(message)) return "clock";
  // A signature expires early with its credentials, and a slow clock makes every signature look old.
  return /request has expired|policy expired/i.test(message) ? "either" : undefined;
}

/** Returns whether a service's error is retryable: the same request, sent again later or with a new signature. */
export function isRetryableService(
  service: "s3" | "cognito-identity" | "sts",
  code: string,
  status: number,
  message?: string,
): boolean {
  if (retryReason(code, status)) return true;
  return service === "s3" && signatureSuspect(code, message) !== undefined;
}

/** Returns whether the same call may succeed after an error of this package, or a DOMException, with this code. */
export function isRetryable(code: string): boolean {
  return RETRYABLE.includes(code);
}

/** Returns whether a transfer retries by itself after a TransferError with this code. */
export function isRetriedByTransfers(code: string): boolean {
  return RETRIED.includes(code);
}

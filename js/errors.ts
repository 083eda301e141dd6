/** Extra facts an error may carry; `cause` is the error underneath, as in the DOM's `Error`. */
export interface ErrorDetails {
  hint?: string;
  cause?: unknown;
}

/**
 * The base of every error this package throws. `code` is stable and made for programs; `message` and
 * `hint` are for people. None of them ever holds a secret, a token, a signature or a signed URL.
 */
export class SignpostError extends Error {
  static override readonly name: string = "SignpostError";
  override readonly name: string = "SignpostError";
  readonly code: string;
  /** What the reader can do about it. */
  // `declare`: without a value there is no property, which a console would print as undefined.
  declare readonly hint?: string;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    if (details.hint !== undefined) this.hint = details.hint;
  }
}

/** Something asked for cannot be signed. */
export class PresignError extends SignpostError {
  static override readonly name: string = "PresignError";
  override readonly name: string = "PresignError";
  /** The option at fault, as it is spelled in the request: `expiresIn`, `headers.x-amz-acl`, `conditions.2`. */
  declare readonly field?: string;
  /** The item at fault, where many were signed in one call. */
  declare readonly index?: number;

  constructor(
    code: string,
    message: string,
    details: ErrorDetails & { field?: string; index?: number } = {},
  ) {
    super(code, message, details);
    if (details.field !== undefined) this.field = details.field;
    if (details.index !== undefined) this.index = details.index;
  }
}

/** No usable credentials: none, expired, malformed, or the provider failed. */
export class CredentialsError extends SignpostError {
  static override readonly name: string = "CredentialsError";
  override readonly name: string = "CredentialsError";
  /** The part at fault, where one is: `credentials.secretAccessKey`. */
  declare readonly field?: string;

  constructor(code: string, message: string, details: ErrorDetails & { field?: string } = {}) {
    super(code, message, details);
    if (details.field !== undefined) this.field = details.field;
  }
}

/** S3, Cognito Identity or STS answered, and the answer is an error. */
export class ServiceError extends SignpostError {
  static override readonly name: string = "ServiceError";
  override readonly name: string = "ServiceError";
  readonly service: "s3" | "cognito-identity" | "sts";
  /** The HTTP status. */
  readonly status: number;
  declare readonly requestId?: string;
  /** Whether the same request, sent again later or signed anew, can succeed. */
  readonly retryable: boolean;

  constructor(
    code: string,
    message: string,
    details: ErrorDetails & {
      service: ServiceError["service"];
      status: number;
      retryable: boolean;
      requestId?: string;
    },
  ) {
    super(code, message, details);
    this.service = details.service;
    this.status = details.status;
    this.retryable = details.retryable;
    if (details.requestId !== undefined) this.requestId = details.requestId;
  }
}

/** No answer, or not the bytes that were asked for: offline, CORS, stalled, cut, or a checksum that fails. */
export class TransferError extends SignpostError {
  static override readonly name: string = "TransferError";
  override readonly name: string = "TransferError";
  /** How many times it was tried. */
  readonly attempts: number;

  constructor(code: string, message: string, details: ErrorDetails & { attempts: number }) {
    super(code, message, details);
    this.attempts = details.attempts;
  }
}

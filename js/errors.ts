import type { ErrorCode } from "./error-codes.ts";
import { isRetryable } from "./retryable.ts";

/** Further properties of an error; `cause` is the error underneath, as in the DOM's `Error`. */
export interface ErrorDetails {
  /**
   * How to fix it.
   * @default none
   */
  hint?: string;
  /**
   * The error underneath.
   * @default none
   */
  cause?: unknown;
  /**
   * The option at fault.
   * @default none
   */
  field?: string;
  /**
   * Whether the same call can succeed later.
   * @default false
   */
  retryable?: boolean;
}

/**
 * Under this symbol an error has the name of its class. The symbol is the same in each copy of the package and in each
 * realm, where classes are not.
 */
const KIND = Symbol.for("s3-signpost.error");

/** Sets what the guards below read. A method of each class would keep bundlers from leaving out unused classes. */
function setKind(error: SignpostError, kind: string): void {
  Object.defineProperty(error, KIND, { value: kind, configurable: true });
}

/**
 * The base of every error this package throws. `code` is stable and made for programs; `message` and
 * `hint` are for people. None of them ever holds a secret, a token, a signature or a signed URL.
 */
export class SignpostError extends Error {
  /** @internal */
  static override readonly name: string = "SignpostError";
  /** Name of the class. */
  override readonly name: string = "SignpostError";
  /** Stable; listed in docs/errors.md. */
  readonly code: ErrorCode;
  /** How to fix it. */
  // `declare`: without a value there is no property, which a console would print as undefined.
  declare readonly hint?: string;
  /** The option at fault, as it is spelled in the request: `expiresIn`, `headers.x-amz-acl`, `conditions.2`. */
  declare readonly field?: string;
  /** Whether the same call can succeed later, with new credentials or a new signature. */
  readonly retryable: boolean;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.retryable = details.retryable ?? false;
    if (details.hint) this.hint = details.hint;
    if (details.field !== undefined) this.field = details.field;
    setKind(this, "SignpostError");
  }
}

/** An option is wrong, so that the request cannot be signed. */
export class PresignError extends SignpostError {
  /** @internal */
  static override readonly name: string = "PresignError";
  /** Name of the class. */
  override readonly name: string = "PresignError";
  /** The index of the key at fault, if `presignMany` failed. */
  declare readonly index?: number;

  constructor(code: ErrorCode, message: string, details: ErrorDetails & { index?: number } = {}) {
    super(code, message, details);
    if (details.index !== undefined) this.index = details.index;
    setKind(this, "PresignError");
  }
}

/** The credentials are missing, expired or malformed, or their provider failed. */
export class CredentialsError extends SignpostError {
  /** @internal */
  static override readonly name: string = "CredentialsError";
  /** Name of the class. */
  override readonly name: string = "CredentialsError";

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(code, message, { retryable: isRetryable(code), ...details });
    setKind(this, "CredentialsError");
  }
}

/** S3, Cognito Identity or STS responded with an error. */
export class ServiceError extends SignpostError {
  /** @internal */
  static override readonly name: string = "ServiceError";
  /** Name of the class. */
  override readonly name: string = "ServiceError";
  /** The service that responded. */
  readonly service: "s3" | "cognito-identity" | "sts";
  /** The HTTP status. */
  readonly status: number;
  /** The id by which the service's operators find the request. */
  declare readonly requestId?: string;

  constructor(
    code: ErrorCode,
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
    if (details.requestId !== undefined) this.requestId = details.requestId;
    setKind(this, "ServiceError");
  }
}

/** A transfer failed without an error document: offline, CORS, stalled, interrupted, or a checksum mismatch. */
export class TransferError extends SignpostError {
  /** @internal */
  static override readonly name: string = "TransferError";
  /** Name of the class. */
  override readonly name: string = "TransferError";
  /** The number of attempts that were made. */
  readonly attempts: number;

  constructor(code: ErrorCode, message: string, details: ErrorDetails & { attempts: number }) {
    super(code, message, { retryable: isRetryable(code), ...details });
    this.attempts = details.attempts;
    setKind(this, "TransferError");
  }
}

/** Returns the name of the error's class in this package; undefined for any other value. */
function kindOf(value: unknown): string | undefined {
  return (value as { [KIND]?: string } | null | undefined)?.[KIND];
}

/**
 * Whether the value is an error of this package. Unlike `instanceof`, the guards also hold for errors of another copy of
 * the package, such as `s3-signpost/slim` beside `s3-signpost`, and of another realm.
 */
export function isSignpostError(value: unknown): value is SignpostError {
  return kindOf(value) !== undefined;
}

/** Whether the value is a `PresignError`. */
export function isPresignError(value: unknown): value is PresignError {
  return kindOf(value) === "PresignError";
}

/** Whether the value is a `CredentialsError`. */
export function isCredentialsError(value: unknown): value is CredentialsError {
  return kindOf(value) === "CredentialsError";
}

/** Whether the value is a `ServiceError`. */
export function isServiceError(value: unknown): value is ServiceError {
  return kindOf(value) === "ServiceError";
}

/** Whether the value is a `TransferError`. */
export function isTransferError(value: unknown): value is TransferError {
  return kindOf(value) === "TransferError";
}

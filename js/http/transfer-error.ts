import { TransferError } from "../errors.ts";
import { fill, type Message, type MessageParameters } from "../messages/message.ts";
import { Redactor } from "./redact.ts";

export interface TransferErrorDetails {
  parameters?: MessageParameters;
  /** The error underneath, of which no secret is kept. */
  cause?: unknown;
  /** Knows the secrets of the request. */
  redactor?: Redactor;
}

/** Makes the error of a message. `attempts` is the number of the attempt that failed. */
export function transferError(
  message: Message,
  attempts: number,
  { parameters, cause, redactor = new Redactor() }: TransferErrorDetails = {},
): TransferError {
  const [code, text, hint] = fill(message, parameters);
  return new TransferError(code, text, {
    attempts,
    hint,
    cause: redactor.cause(cause),
  });
}

/**
 * Allows `withRetries` to send the request again after an unreadable response. Without this an `UnreadableReply` is final: a
 * proxy or a login page responds the same to every attempt.
 */
export function allowRetry(error: TransferError): TransferError {
  retryAllowed.add(error);
  return error;
}

/** Returns whether `allowRetry` was called with this error. */
export function isRetryAllowed(error: TransferError): boolean {
  return retryAllowed.has(error);
}

const retryAllowed = new WeakSet<TransferError>();

import type { TransferError } from "../errors.ts";
import { BODY_UNREADABLE, CONNECTION_LOST, NOT_CONFIRMED, STALLED } from "../messages/transfers.ts";
import type { Redactor } from "./redact.ts";
import { transferError } from "./transfer-error.ts";

export { corsBlocked, looksLikeCors, noResponse as unanswered } from "./cors.ts";
export { isRetryAllowed as isRepeatable } from "./transfer-error.ts";

export function stalled(attempts: number): TransferError {
  return transferError(STALLED, attempts);
}

export function interrupted(attempts: number, cause?: unknown, redactor?: Redactor): TransferError {
  return transferError(CONNECTION_LOST, attempts, { cause, ...(redactor ? { redactor } : {}) });
}

export function unreadableReply(attempts: number, got: string): TransferError {
  return transferError(NOT_CONFIRMED, attempts, { parameters: [got] });
}

export function bodyUnreadable(attempts: number, cause: unknown): TransferError {
  return transferError(BODY_UNREADABLE, attempts, { cause });
}

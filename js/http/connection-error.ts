import type { TransferError } from "../errors.ts";
import { CONNECTION_LOST } from "../messages/transfers.ts";
import type { Attempt } from "./attempt.ts";
import { noResponse } from "./cors.ts";
import type { Host } from "./host.ts";
import type { HttpRequest, SentPart } from "./http-message.ts";
import { transferError } from "./transfer-error.ts";

/** Makes the error of an attempt that got no response. */
export function connectionFailed(
  host: Host,
  request: HttpRequest,
  attempt: Attempt,
  sentPart: SentPart,
  cause?: unknown,
): TransferError {
  if (sentPart === "some") return connectionLost(attempt, cause);
  const bodySent = sentPart === "all";
  return noResponse(host, request, attempt.number, {
    cause,
    bodySent,
    redactor: attempt.redactor(),
  });
}

/** Makes the error of an attempt whose connection was lost while a body was transferred. */
export function connectionLost(attempt: Attempt, cause?: unknown): TransferError {
  return transferError(CONNECTION_LOST, attempt.number, { cause, redactor: attempt.redactor() });
}

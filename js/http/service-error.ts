import { ServiceError } from "../errors.ts";
import { fill } from "../messages/message.ts";
import { INVALID_RESPONSE, messageOfStatus } from "../messages/services.ts";
import { withoutEmpty } from "../options.ts";
import { isRetryableService } from "../retryable.ts";
import type { ErrorDocument } from "./error-document.ts";
import type { Redactor } from "./redact.ts";

/** Names of the services in messages. */
export const SERVICE_NAMES = {
  s3: "S3",
  "cognito-identity": "Cognito Identity",
  sts: "STS",
} as const;

/** A response that is an error. */
export interface ErrorResponse {
  service: ServiceError["service"];
  /** HTTP status; 0 if only the document is known. */
  status: number;
  document: ErrorDocument;
  /** Hides the secrets of the request. */
  redactor: Redactor;
  /** The request id from a header, in case the document has none. */
  requestId?: string | null | undefined;
}

/** Codes for responses of S3 without a document: to HEAD, and from proxies. S3's own code if it has one. */
const S3_CODES: Readonly<Record<number, string>> = {
  301: "PermanentRedirect",
  304: "NotModified",
  307: "TemporaryRedirect",
  400: "BadRequest",
  403: "Forbidden",
  404: "NotFound",
  405: "MethodNotAllowed",
  408: "RequestTimeout",
  409: "Conflict",
  412: "PreconditionFailed",
  413: "EntityTooLarge",
  416: "InvalidRange",
  429: "SlowDown",
  500: "InternalError",
  501: "NotImplemented",
  503: "ServiceUnavailable",
};

/**
 * Makes the error of a service's response, with the code and the message of its error document and without a secret or
 * an address in them.
 *
 * @param hintFor returns the hint for a code
 */
export function serviceError(
  { service, status, document, redactor, requestId: header }: ErrorResponse,
  hintFor: (code: string) => string | undefined,
): ServiceError {
  const code = redactor.code(document.Code) ?? codeOfStatus(service, status);
  const message = messageOf(service, status, redactor.text(document.Message ?? ""));
  const requestId = redactor.requestId(document.RequestId) ?? redactor.requestId(header);
  const hint = hintFor(code);
  return new ServiceError(code, message, {
    service,
    status,
    retryable: isRetryableService(service, code, status, document.Message),
    ...withoutEmpty({ requestId, hint }),
  });
}

/** Makes the error of a response with a 2xx status in which the service's result is missing. */
export function invalidResponse(service: ServiceError["service"], status: number): ServiceError {
  const [code, message, hint] = fill(INVALID_RESPONSE, [SERVICE_NAMES[service]]);
  return new ServiceError(code, message, { service, status, retryable: false, hint });
}

function codeOfStatus(service: ServiceError["service"], status: number): string {
  if (service !== "s3" || !status) return "UnknownError";
  return S3_CODES[status] ?? `Http${status}`;
}

function messageOf(service: ServiceError["service"], status: number, text: string): string {
  if (service !== "s3") return `${SERVICE_NAMES[service]}: ${text || `HTTP ${status}`}`;
  return text || messageOfStatus(status);
}

import { ServiceError, SignpostError } from "./errors.ts";
import { type Difference, firstDifference } from "./explain/difference.ts";
import type { ErrorDocument } from "./http/error-document.ts";
import { Redactor, secretsOf } from "./http/redact.ts";
import { evidenceOf, s3Error } from "./http/s3-error.ts";
import {
  CAUSE_HINTS,
  NETWORK_OR_CORS_HINT,
  PLATFORM_HINTS,
  POLICY_CHANGED_HINT,
  RETRYABLE_SERVICE_HINT,
  UNKNOWN_HINT,
  UNKNOWN_SERVICE_HINT,
} from "./messages/explanations.ts";
import { s3Hint } from "./messages/services.ts";
import { isRetryable, isRetryableService } from "./retryable.ts";
import type { SentRequest } from "./types.ts";

export type { Difference } from "./explain/difference.ts";

/** The cause of an error, and its fix. */
export interface Explanation {
  /** A code of S3 or of this package, or the name of an error of the platform; else `UnknownError`. */
  code: string;
  /** The cause. */
  message: string;
  /** How to fix it. */
  hint: string;
  /** Whether a retry, with new credentials or a new signature, can help. */
  retryable: boolean;
  /** The id by which the service's operators find the request. */
  requestId?: string;
  /** For SignatureDoesNotMatch, if the service's error document contains what it signed. */
  difference?: Difference;
}

/** Limits in UTF-16 units. An error document has some hundred bytes; a canonical request in it, some thousand. */
const DOCUMENT_LIMIT = 64 * 1024;
const SHOWN_LIMIT = 4 * 1024;

/**
 * Explains an error: what went wrong and how to fix it, as text and as data.
 *
 * Accepts any thrown value: an error of this package, of the platform or of the AWS SDK, and S3's error document as text.
 * If a signature does not match, it finds the part of the request that changed. Errors of this package hold their
 * request; for an error document, pass the request, such as the result of `presign`.
 *
 * Never throws. The result contains no secret, token, signature or signed URL.
 */
export function explain(error: unknown, request?: SentRequest): Explanation {
  try {
    return explainValue(error, request);
  } catch {
    // A getter or a proxy threw.
    return unknown("The error cannot be read.");
  }
}

function explainValue(error: unknown, request: SentRequest | undefined): Explanation {
  if (typeof error === "string") {
    return /<(\w+:)?Error\b/.test(error)
      ? explainService(documentError(error.slice(0, DOCUMENT_LIMIT), request), request)
      : unknown(new Redactor().text(error));
  }
  if (error instanceof ServiceError) return explainService(error, request);
  if (error instanceof SignpostError) return explainPackage(error);
  return explainOther(error);
}

function documentError(text: string, request: SentRequest | undefined): ServiceError {
  const instant = Number.NaN;
  return s3Error({
    status: 0,
    headers: new Headers(),
    text,
    signed: request ?? {},
    sentAt: instant,
    receivedAt: instant,
  });
}

function explainService(error: ServiceError, request: SentRequest | undefined): Explanation {
  const { code, requestId, retryable } = error;
  const evidence = evidenceOf(error);
  const document = evidence?.document ?? {};
  const message =
    error.status === 0 && !document.Message ? `S3 responded with ${code}.` : error.message;
  const explanation: Explanation = {
    code,
    message,
    hint:
      timeHint(code, document) ??
      error.hint ??
      (retryable ? RETRYABLE_SERVICE_HINT : UNKNOWN_SERVICE_HINT),
    retryable,
    ...(requestId === undefined ? {} : { requestId }),
  };
  if (code !== "SignatureDoesNotMatch" || !evidence) return explanation;
  const { policy, redactor } = evidence;
  const found =
    policy === undefined
      ? knownDifference(document, request ?? evidence.request)
      : policyDifference(policy, document);
  const { difference } = found ?? {};
  if (difference) {
    const own = new Redactor(secretsOf(request ?? {}));
    for (const side of ["ours", "theirs"] as const) {
      difference[side] = own.line(redactor.hide(difference[side]), SHOWN_LIMIT);
    }
  }
  return found ? { ...explanation, ...found } : explanation;
}

type Found = Pick<Explanation, "hint" | "difference">;

function knownDifference(
  document: ErrorDocument,
  request: SentRequest | undefined,
): Found | undefined {
  if (!request) return undefined;
  try {
    const found = firstDifference(document, request);
    if (!found) return undefined;
    const { cause, ...difference } = found;
    const hint =
      CAUSE_HINTS[`${difference.part} ${cause}`] ?? CAUSE_HINTS[cause] ?? UNKNOWN_SERVICE_HINT;
    return { hint, difference };
  } catch {
    // The request is malformed. The rest of the explanation does not need it.
    return undefined;
  }
}

/** Compares a form's policy, the only part of it that is signed. The policy holds the token, so it is not shown. */
function policyDifference(policy: string, document: ErrorDocument): Found | undefined {
  const { StringToSign: theirs, AWSAccessKeyId: id = "" } = document;
  if (theirs === undefined) return undefined;
  return theirs === policy
    ? {
        hint: CAUSE_HINTS["SecretWrong"] ?? "",
        difference: { part: "secret", ours: id, theirs: id },
      }
    : { hint: POLICY_CHANGED_HINT };
}

/** Returns a hint with the service's time, if the error document has it and the error depends on it. */
function timeHint(code: string, document: ErrorDocument): string | undefined {
  const { Expires, RequestTime, ServerTime = "" } = document;
  const server = instant(ServerTime);
  const end = instant(Expires ?? "");
  if (code === "AccessDenied" && server > end) {
    return `The signature expired ${duration(server - end)} before the request, at ${iso(end)} by the service's clock. Sign again.`;
  }
  const ours = instant(RequestTime ?? "");
  if (code === "RequestTimeTooSkewed" && !Number.isNaN(server - ours)) {
    const side = ours > server ? "ahead of" : "behind";
    return `The request was signed by a clock ${duration(Math.abs(ours - server))} ${side} the service's. Set this device's clock right, or sign again with a corrected clock.`;
  }
  return undefined;
}

/** Parses an instant as epoch milliseconds; NaN if the text is not an instant. `RequestTime` has the form of the request. */
function instant(text: string): number {
  const basic = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
  return Date.parse(text.replace(basic, "$1-$2-$3T$4:$5:$6Z"));
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(".000", "");
}

function duration(milliseconds: number): string {
  for (const [unit, size] of UNITS) {
    const count = Math.floor(milliseconds / size);
    if (count >= 2) return `${count} ${unit}`;
  }
  return "a moment";
}

const UNITS = [
  ["days", 86_400_000],
  ["hours", 3_600_000],
  ["minutes", 60_000],
  ["seconds", 1_000],
] as const;

function explainPackage(error: SignpostError): Explanation {
  const { code, message, hint } = error;
  return { code, message, hint: hint ?? UNKNOWN_HINT, retryable: error.retryable };
}

const NO_RESPONSE = /failed to fetch|fetch failed|networkerror when|load failed/i;

function explainOther(error: unknown): Explanation {
  if (typeof error !== "object" || error === null)
    return unknown(`The thrown value is ${String(error)}.`);
  const { name, message } = error as Record<string, unknown>;
  const text =
    (typeof message === "string" && new Redactor().text(message)) || "The error has no message.";
  if (name === "TypeError" && NO_RESPONSE.test(text)) {
    return {
      code: "NetworkOrCors",
      message: text,
      hint: NETWORK_OR_CORS_HINT,
      retryable: true,
    };
  }
  const { Region, Endpoint } = error as Record<string, unknown>;
  const code = codeOf(error as Record<string, unknown>);
  return {
    code,
    message: text,
    hint:
      (Object.hasOwn(PLATFORM_HINTS, code) ? PLATFORM_HINTS[code] : undefined) ??
      s3Hint(code, {
        message: text,
        ...(typeof Region === "string" ? { region: Region } : {}),
        ...(typeof Endpoint === "string" ? { endpoint: Endpoint } : {}),
      }) ??
      UNKNOWN_HINT,
    retryable: isRetryable(code) || isRetryableService("s3", code, 0, text),
  };
}

/** Returns the code: `name` and `Code` of the AWS SDK, `code` of other libraries. A DOMException's `code` is a number. */
function codeOf({ Code, code, name }: Record<string, unknown>): string {
  const redactor = new Redactor();
  const found = [Code, code, name].map((text) =>
    typeof text === "string" && text.length > 2 && text !== "Error"
      ? redactor.code(text)
      : undefined,
  );
  return found.find(Boolean) ?? "UnknownError";
}

function unknown(message: string): Explanation {
  return { code: "UnknownError", message, hint: UNKNOWN_HINT, retryable: false };
}

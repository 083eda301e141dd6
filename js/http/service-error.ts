import { ServiceError } from "../errors.ts";
import type { ErrorReply, XmlReader } from "../s3-documents.ts";
import type { Refusal } from "../transfer/environment.ts";
import type { Method } from "../types.ts";
import { Redactor, type SecretBearer, secretsOf } from "./redact.ts";
import { hintFor } from "./s3-hints.ts";

/** What went over the wire, as far as it was signed. */
export interface SentRequest {
  method: Method;
  url: string;
  headers?: Record<string, string>;
}

/** What an error was made from. It holds secrets, so it is kept beside the error and not in it. */
export interface Evidence {
  /** The error document, as far as it was read. */
  text: string;
  request?: SentRequest;
  /** The `policy` of a form. */
  policy?: string;
  /** Knows the request's secrets. */
  redactor: Redactor;
}

/** A reply that is an error, and when the request and the reply went over the wire (epoch milliseconds). */
export interface ErrorFacts {
  status: number;
  headers: Headers;
  /** The body, as far as it was read. */
  text: string;
  signed: object;
  sentAt: number;
  receivedAt: number;
  request?: SentRequest & { body?: unknown };
}

/** Codes for replies without a document: to HEAD, and from proxies. S3's own word where it has one. */
const CODES: Record<number, string> = {
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

const THROTTLING = new Set([
  "SlowDown",
  "Throttling",
  "ThrottlingException",
  "RequestLimitExceeded",
  "TooManyRequests",
  "TooManyRequestsException",
  "SlowDownRead",
  "SlowDownWrite",
]);

/** Replies below 500 to which the same bytes, sent again, may get a better answer. */
const TRANSIENT = new Set([
  "ConditionalRequestConflict",
  "IncompleteBody",
  "InternalError",
  "OperationAborted",
  "RequestTimeout",
  "ServiceUnavailable",
  "TemporaryRedirect",
]);

/** The body has another checksum than was sent with it: what S3 calls that, and MinIO. */
const OTHER_BYTES = new Set(["BadDigest", "XAmzContentChecksumMismatch"]);

const CREDENTIALS = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidAccessKeyId",
  "InvalidToken",
  "TokenRefreshRequired",
]);

interface Details {
  evidence: Evidence;
  refusal: Refusal | undefined;
  retryAfter: number | undefined;
}

const details = new WeakMap<ServiceError, Details>();

/** The error that S3's reply stands for: its code and its words, with a hint and no address in them. */
export function serviceError(xml: XmlReader, facts: ErrorFacts): ServiceError {
  const reply = readReply(xml, facts.text);
  const redactor = redactorOf(facts);
  const code =
    redactor.code(reply.code) ??
    CODES[facts.status] ??
    (facts.status ? `Http${facts.status}` : "UnknownError");
  const suspect = suspectOf(code, reply.message);
  const requestId =
    redactor.requestId(reply.requestId) ??
    redactor.requestId(facts.headers.get("x-amz-request-id"));
  const shown = (text = "") => redactor.text(text);
  const region = signedRegion(facts);
  const words = {
    message: reply.message ?? "",
    region: shown(bucketRegions(reply, facts).find((found) => found !== region)),
    endpoint: shown(reply.endpoint),
    headersNotSigned: shown(reply.headersNotSigned),
  };
  const hint = hintFor(code, words, region);
  const message =
    shown(reply.message) || `S3 answered with status ${facts.status} and gave no reason.`;
  const error = new ServiceError(code, message, {
    service: "s3",
    status: facts.status,
    retryable: suspect !== undefined || isTransient(code, facts.status),
    ...(requestId ? { requestId } : {}),
    ...(hint ? { hint } : {}),
  });
  details.set(error, {
    evidence: evidence(facts, redactor),
    refusal: suspect && refusal(suspect, reply, facts),
    retryAfter: retryAfter(facts),
  });
  return error;
}

/**
 * The error in a reply that began as a success, as S3's answer to a completion may. One that is cut before its code
 * says nothing, and is undefined.
 */
export function errorInReply(
  xml: XmlReader,
  reply: { status: number; headers: Headers; sentAt: number },
  text: string,
  signed: object,
  receivedAt: number,
): ServiceError | undefined {
  if (!readReply(xml, text).code) return undefined;
  const { status, headers, sentAt } = reply;
  return serviceError(xml, { status, headers, text, signed, sentAt, receivedAt });
}

/** What the reply tells about credentials and clock, where a new signature could mend the error. */
export function refusalOf(error: ServiceError): Refusal | undefined {
  return details.get(error)?.refusal;
}

/** Milliseconds that the service asked to wait. */
export function retryAfterOf(error: unknown): number | undefined {
  return error instanceof ServiceError ? details.get(error)?.retryAfter : undefined;
}

/** What the error was made from, where S3 answered. */
export function evidenceOf(error: ServiceError): Evidence | undefined {
  return details.get(error)?.evidence;
}

/** Whether the service refused a body since its checksum is another. */
export function isOfOtherBytes(error: unknown): boolean {
  return error instanceof ServiceError && OTHER_BYTES.has(error.code);
}

export function isThrottling(error: unknown): boolean {
  return (
    error instanceof ServiceError &&
    (THROTTLING.has(error.code) || error.status === 429 || error.status === 503)
  );
}

/** Knows the secrets of a request; what was signed may be known without what was sent. */
export function redactorOf({ signed, request }: Pick<ErrorFacts, "signed" | "request">): Redactor {
  const secrets = [...secretsOf(signed), ...secretsOf(request ?? {})];
  if (request?.body instanceof FormData) {
    const fields = [...request.body].filter(([, value]) => typeof value === "string");
    secrets.push(...secretsOf({ fields: Object.fromEntries(fields) as Record<string, string> }));
  }
  return new Redactor(secrets);
}

function evidence({ text, request }: ErrorFacts, redactor: Redactor): Evidence {
  if (!request) return { text, redactor };
  const { method, url, headers, body } = request;
  const policy = body instanceof FormData ? body.get("policy") : undefined;
  return {
    text,
    redactor,
    request: { method, url, ...(headers ? { headers } : {}) },
    ...(typeof policy === "string" ? { policy } : {}),
  };
}

function readReply(xml: XmlReader, text: string): ErrorReply {
  // A long text that cannot be one is not worth reading.
  return text.includes("Error") ? xml.readError(text) : {};
}

/** The bucket's region, from wherever services say it: an element, a header that CORS must expose, or the message. */
function bucketRegions({ region, message = "" }: ErrorReply, { headers }: ErrorFacts): string[] {
  const [, expected, constraint] =
    /; expecting '([^']+)'|^The (\S+) location constraint/.exec(message) ?? [];
  const found = [region, headers.get("x-amz-bucket-region"), expected, constraint];
  return found.filter((text): text is string => Boolean(text) && text !== "unspecified");
}

/** The region in the scope of a Signature V4. */
function signedRegion({ signed, request }: ErrorFacts): string | undefined {
  const { url = request?.url ?? "", fields = {} } = signed as SecretBearer;
  const credential = fields["x-amz-credential"] ?? /[?&]X-Amz-Credential=([^&]*)/i.exec(url)?.[1];
  return credential?.split(/%2F|\//i)[2];
}

function isTransient(code: string, status: number): boolean {
  if (status >= 500) return status !== 501 && status !== 505;
  if (TRANSIENT.has(code) || OTHER_BYTES.has(code) || THROTTLING.has(code)) return true;
  return status === 408 || status === 429;
}

function suspectOf(code: string, message = ""): Refusal["suspect"] | undefined {
  if (CREDENTIALS.has(code)) return "credentials";
  if (code === "RequestTimeTooSkewed") return "clock";
  if (code !== "AccessDenied") return undefined;
  if (/not (yet valid|valid yet)/i.test(message)) return "clock";
  // A signature dies early with its credentials, and a slow clock makes every signature old.
  return /request has expired|policy expired/i.test(message) ? "either" : undefined;
}

function refusal(suspect: Refusal["suspect"], reply: ErrorReply, facts: ErrorFacts): Refusal {
  const { headers, signed, sentAt, receivedAt } = facts;
  const { serverTime } = reply;
  const found: Refusal = { suspect, headers, signed, sentAt, receivedAt };
  return serverTime === undefined ? found : { ...found, serverTime };
}

/** RFC 9110, 10.2.3: whole seconds, or a date. */
function retryAfter({ headers, receivedAt }: ErrorFacts): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (!value) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const until = Date.parse(value);
  return Number.isNaN(until) ? undefined : Math.max(0, until - receivedAt);
}

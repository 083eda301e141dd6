import { ServiceError } from "../errors.ts";
import { s3Hint } from "../messages/services.ts";
import { retryReason, signatureSuspect } from "../retryable.ts";
import type { SentRequest } from "../types.ts";
import { type ErrorDocument, parseErrorDocument } from "./error-document.ts";
import { Redactor, type SecretBearer, secretsOf } from "./redact.ts";
import { serviceError } from "./service-error.ts";
import type { SignatureRejection } from "./signature-rejection.ts";

/** The response and the request of an error. They hold secrets, so they are kept outside of the error. */
export interface Evidence {
  document: ErrorDocument;
  request?: SentRequest;
  /** The `policy` of a form. */
  policy?: string;
  /** Hides the request's secrets. */
  redactor: Redactor;
}

/** An error response of S3, and when it and its request were transferred, in epoch milliseconds. */
export interface S3ErrorResponse {
  /** 0 if only the text is known. */
  status: number;
  headers: Headers;
  /** The body, as far as it was read. */
  text: string;
  /** The signer's result for the request. */
  signed: object;
  sentAt: number;
  receivedAt: number;
  request?: SentRequest & { body?: unknown };
}

interface Details {
  evidence: Evidence;
  rejection: SignatureRejection | undefined;
  retryAfter: number | undefined;
}

const details = new WeakMap<object, Details>();

/** Makes the error of S3's response, with a hint. */
export function s3Error(response: S3ErrorResponse): ServiceError {
  const document = parseErrorDocument(response.text);
  const { status, headers } = response;
  const redactor = redactorOf(response);
  const region = signedRegion(response);
  const error = serviceError(
    { service: "s3", status, document, redactor, requestId: headers.get("x-amz-request-id") },
    (code) =>
      s3Hint(
        code,
        {
          message: document.Message,
          region: redactor.text(bucketRegions(document, headers).find((found) => found !== region)),
          endpoint: redactor.text(document.Endpoint),
          headersNotSigned: redactor.text(document.HeadersNotSigned),
        },
        region,
      ),
  );
  details.set(error, {
    evidence: evidence(response, document, redactor),
    rejection: rejection(error.code, document, response),
    retryAfter: retryAfter(response),
  });
  return error;
}

/**
 * Returns the error in a response that began as a success, as S3's response to CompleteMultipartUpload may. Undefined if
 * there is no error document, or one that ends before its code.
 */
export function errorInSuccess(
  response: { status: number; headers: Headers; sentAt: number },
  text: string,
  signed: object,
  receivedAt: number,
): ServiceError | undefined {
  const { status, headers, sentAt } = response;
  if (!parseErrorDocument(text).Code) return undefined;
  return s3Error({ status, headers, text, signed, sentAt, receivedAt });
}

/** Returns the rejection of the signature that the error reports; undefined if a new signature cannot help. */
export function rejectionOf(error: unknown): SignatureRejection | undefined {
  return details.get(error as object)?.rejection;
}

/** Returns the milliseconds of the response's `Retry-After`. */
export function retryAfterOf(error: unknown): number | undefined {
  return details.get(error as object)?.retryAfter;
}

/** Returns the evidence of an error, if it is one of S3's. */
export function evidenceOf(error: ServiceError): Evidence | undefined {
  return details.get(error)?.evidence;
}

/** Returns whether the service rejected a body for its checksum. */
export function isChecksumRejection(error: unknown): boolean {
  return error instanceof ServiceError && retryReason(error.code, error.status) === "checksum";
}

/** Returns a redactor for the secrets of a request, of which perhaps only the signer's result is known. */
export function redactorOf({
  signed,
  request,
}: Pick<S3ErrorResponse, "signed" | "request">): Redactor {
  const secrets = [...secretsOf(signed), ...secretsOf(request ?? {})];
  if (request?.body instanceof FormData) {
    const fields = [...request.body].filter(([, value]) => typeof value === "string");
    secrets.push(...secretsOf({ fields: Object.fromEntries(fields) as Record<string, string> }));
  }
  return new Redactor(secrets);
}

function evidence(
  { request }: S3ErrorResponse,
  document: ErrorDocument,
  redactor: Redactor,
): Evidence {
  if (!request) return { document, redactor };
  const { method, url, headers, body } = request;
  const policy = body instanceof FormData ? body.get("policy") : undefined;
  return {
    document,
    redactor,
    request: { method, url, ...(headers ? { headers } : {}) },
    ...(typeof policy === "string" ? { policy } : {}),
  };
}

/** Returns the bucket's region from each place that has it: an element, a header that CORS must expose, the message. */
function bucketRegions({ Region, Message = "" }: ErrorDocument, headers: Headers): string[] {
  const [, expected, constraint] =
    /; expecting '([^']+)'|^The (\S+) location constraint/.exec(Message) ?? [];
  const found = [Region, headers.get("x-amz-bucket-region"), expected, constraint];
  return found.filter((text): text is string => Boolean(text) && text !== "unspecified");
}

/** Returns the region in the credential scope of a Signature V4. */
function signedRegion({ signed, request }: S3ErrorResponse): string | undefined {
  const { url = request?.url ?? "", fields = {} } = signed as SecretBearer;
  const credential = fields["x-amz-credential"] ?? /[?&]X-Amz-Credential=([^&]*)/i.exec(url)?.[1];
  return credential?.split(/%2F|\//i)[2];
}

function rejection(
  code: string,
  { Message, ServerTime }: ErrorDocument,
  { headers, signed, sentAt, receivedAt }: S3ErrorResponse,
): SignatureRejection | undefined {
  const suspect = signatureSuspect(code, Message);
  if (!suspect) return undefined;
  const found: SignatureRejection = { suspect, headers, signed, sentAt, receivedAt };
  return ServerTime === undefined ? found : { ...found, serverTime: ServerTime };
}

/** RFC 9110, 10.2.3: whole seconds, or a date. */
function retryAfter({ headers, receivedAt }: S3ErrorResponse): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (!value) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const until = Date.parse(value);
  return Number.isNaN(until) ? undefined : Math.max(0, until - receivedAt);
}

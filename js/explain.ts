import { ServiceError, SignpostError } from "./errors.ts";
import type { ErrorDocument } from "./http/error-document.ts";
import { Redactor, secretsOf } from "./http/redact.ts";
import { evidenceOf, s3Error } from "./http/s3-error.ts";
import { READER_MESSAGES } from "./messages/core.ts";
import { s3Hint } from "./messages/services.ts";
import { texts } from "./options.ts";
import { isRetryable, isRetryableService } from "./retryable.ts";
import type { SentRequest } from "./types.ts";
import { reader } from "./wasm/reader.ts";
import { decodeReply, EXPLAIN_ARGUMENTS, EXPLAIN_REPLY, encodeArguments } from "./wire.ts";

export interface Explanation {
  /** S3's own, this package's, or the name of an error of the platform; else `UnknownError`. */
  code: string;
  message: string;
  /** What the user can do about it. */
  hint: string;
  /** Whether a retry, with new credentials or a new signature, can help. */
  retryable: boolean;
  /** By which the service's operators find the request. */
  requestId?: string;
  /** For SignatureDoesNotMatch, where the service tells what it signed. */
  difference?: Difference;
}

/** The first part of a request that differs, as it was sent and as S3 signed it. */
export interface Difference {
  /** `secret` where nothing of the request differs. */
  part: "method" | "path" | "query" | "headers" | "signedHeaders" | "payload" | "scope" | "secret";
  /** Of a query `name=value`, of headers `name:value`; empty where there was none. Secrets are hidden. */
  ours: string;
  theirs: string;
}

/** An error document has some hundred bytes; a canonical request in it, some thousand. */
const DOCUMENT_LIMIT = 64 * 1024;
const SHOWN_LIMIT = 4 * 1024;

/**
 * What went wrong and what to do, in words and as data.
 *
 * Takes anything that can be thrown: this package's errors, those of the platform and of the AWS SDK, and
 * S3's error document as text. To find what changed a request whose signature does not match, errors of this
 * package bring it along; for a document of a request of your own, give it: what `presign` returned will do.
 *
 * Never throws, and shows no secret, token, signature or signed URL.
 */
export function explain(error: unknown, request?: SentRequest): Explanation {
  try {
    return explained(error, request);
  } catch {
    // A getter or a proxy that throws when it is looked at.
    return unknown("It cannot be read.");
  }
}

function explained(error: unknown, request: SentRequest | undefined): Explanation {
  if (typeof error === "string") {
    return /<(\w+:)?Error\b/.test(error)
      ? ofService(documentError(error.slice(0, DOCUMENT_LIMIT), request), request)
      : unknown(new Redactor().text(error));
  }
  if (error instanceof ServiceError) return ofService(error, request);
  if (error instanceof SignpostError) return ofPackage(error);
  return ofOther(error);
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

function ofService(error: ServiceError, given: SentRequest | undefined): Explanation {
  const { code, requestId, retryable } = error;
  const evidence = evidenceOf(error);
  const document = evidence?.document ?? {};
  const message = error.status === 0 && !document.Message ? `S3 answered ${code}.` : error.message;
  const explanation: Explanation = {
    code,
    message,
    hint: timeHint(code, document) ?? error.hint ?? UNKNOWN_SERVICE(retryable),
    retryable,
    ...(requestId === undefined ? {} : { requestId }),
  };
  if (code !== "SignatureDoesNotMatch" || !evidence) return explanation;
  const { policy, redactor } = evidence;
  const found =
    policy === undefined
      ? differenceOf(document, given ?? evidence.request)
      : policyDifference(policy, document);
  const { difference } = found ?? {};
  if (difference) {
    const own = new Redactor(secretsOf(given ?? {}));
    for (const side of ["ours", "theirs"] as const) {
      difference[side] = own.line(redactor.hide(difference[side]), SHOWN_LIMIT);
    }
  }
  return found ? { ...explanation, ...found } : explanation;
}

type Found = Pick<Explanation, "hint" | "difference">;

function differenceOf(
  { AWSAccessKeyId, StringToSign, CanonicalRequest }: ErrorDocument,
  request: SentRequest | undefined,
): Found | undefined {
  if (!request) return undefined;
  const { method, url, headers = {} } = request;
  const explainArguments = encodeArguments(EXPLAIN_ARGUMENTS, {
    method,
    url,
    headers: texts(headers, "headers"),
    accessKeyId: AWSAccessKeyId,
    stringToSign: StringToSign,
    canonicalRequest: CanonicalRequest,
  });
  const reply = reader((module) => module.explainSignature(explainArguments));
  const fields = decodeReply(EXPLAIN_REPLY, reply, READER_MESSAGES);
  const { part, cause = "", ours = "", theirs = "" } = fields;
  if (!part) return undefined;
  return {
    hint: CAUSES[`${part} ${cause}`] ?? CAUSES[cause] ?? UNKNOWN_SERVICE(false),
    difference: { part: part as Difference["part"], ours, theirs },
  };
}

/** A form signs its policy and nothing else. In it is the token, so it is not shown. */
function policyDifference(policy: string, document: ErrorDocument): Found | undefined {
  const { StringToSign: theirs, AWSAccessKeyId: id = "" } = document;
  if (theirs === undefined) return undefined;
  return theirs === policy
    ? {
        hint: CAUSES["SecretWrong"] ?? "",
        difference: { part: "secret", ours: id, theirs: id },
      }
    : { hint: "The form's policy was changed after it was signed. Send its fields as they are." };
}

const CAUSES: Record<string, string> = {
  MethodChanged: "The URL is signed for another method than it was used with. Sign for that one.",
  EncodedTwice:
    "What was signed was encoded once more on the way. Give keys as they are stored, use the URL as it was signed, and look for a proxy that encodes.",
  Reencoded:
    "The same was written in another encoding on the way. Use the URL as it was signed, never rebuilt through URLSearchParams or a form, and look for a proxy that rewrites it.",
  Normalized:
    "A proxy or a library cleaned the path, and slashes of the key were lost. Use the URL as it was signed.",
  PrefixChanged:
    "A proxy put something before the path or cut it off. Set `endpoint` to the address that S3 itself sees, or let the proxy leave the path alone.",
  PathChanged: "The path is not the one that was signed. Sign for the key that is asked for.",
  HostChanged:
    "It was signed for one host and arrived at another: a proxy or a CDN changed it. Send it to the endpoint itself, or let the proxy pass the Host header on.",
  "query Added":
    "A parameter was added to the URL after it was signed. Put it into `query` when signing.",
  "query Removed": "A parameter of the signed URL was lost. Use the whole URL.",
  "query Changed": "A parameter was changed after the URL was signed. Sign with the new value.",
  "headers Added":
    "A header came along that was not signed: `fetch` adds Content-Type for texts and Blobs. Sign it with `headers`.",
  "headers Removed":
    "A signed header was not sent, or got lost. Send all of the `headers` that come with the URL.",
  "headers Changed":
    "A signed header arrived with another value. Send the `headers` that come with the URL as they are, and look for a proxy that changes them.",
  "signedHeaders Changed":
    "The list of signed headers was changed after the URL was signed. Use the URL as it is.",
  SizeChanged:
    "The URL is signed for a body of one size, its `Content-Length`. Send a body of that size, in bytes. If it had that size, the secret access key is wrong.",
  PayloadSigned:
    "The service takes the body for signed, and a presigned URL does not sign it. Leave `x-amz-content-sha256` out.",
  ScopeChanged:
    "Date, region, service or access key of the signature are not those the service takes. Check `region`, and use the URL as it was signed.",
  SecretWrong:
    "The request arrived as it was signed, so it is the secret access key: it does not belong to this access key id. Copy both once more, without anything around them.",
};

const UNKNOWN_SERVICE = (retryable: boolean): string =>
  `${retryable ? "Try again" : "Correct what the message names"}; if it stays, the service's operators can find the reason by the request id.`;
const UNKNOWN = "Try again. If it stays, the page's console may say more.";

/** What S3's own clock has to do with it. */
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

/** Epoch milliseconds; NaN for what is none. S3 writes `RequestTime` as the request had it. */
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

function ofPackage(error: SignpostError): Explanation {
  const { code, message, hint } = error;
  return { code, message, hint: hint ?? UNKNOWN, retryable: error.retryable };
}

/** By the names of DOMExceptions (Web IDL, "DOMException names"). */
const PLATFORM: Record<string, string> = {
  AbortError:
    "The page aborted it, by `abort()` or by a signal. Start it again if that was not intended.",
  TimeoutError: "Try again on a better connection.",
  NetworkError: "Try again once the network is back.",
  NotAllowedError: "Allow the page what the browser asks for, and start it by a click.",
  SecurityError: "The browser forbids this here, for instance in a frame or over http.",
  QuotaExceededError: "The storage is full. Make room, or choose another place.",
  NotFoundError: "The file is no longer there. Choose it again.",
  NotReadableError: "The file changed since it was chosen. Choose it again.",
};

const NO_ANSWER = /failed to fetch|fetch failed|networkerror when|load failed/i;

function ofOther(error: unknown): Explanation {
  if (typeof error !== "object" || error === null) return unknown(`It is ${String(error)}.`);
  const { name, message } = error as Record<string, unknown>;
  const text =
    (typeof message === "string" && new Redactor().text(message)) || "It has no message.";
  if (name === "TypeError" && NO_ANSWER.test(text)) {
    return {
      code: "NetworkOrCors",
      message: text,
      hint: "The network failed, or the bucket's CORS rules do not allow this request.",
      retryable: true,
    };
  }
  const { Region, Endpoint } = error as Record<string, unknown>;
  const code = codeOf(error as Record<string, unknown>);
  return {
    code,
    message: text,
    hint:
      (Object.hasOwn(PLATFORM, code) ? PLATFORM[code] : undefined) ??
      s3Hint(code, {
        message: text,
        ...(typeof Region === "string" ? { region: Region } : {}),
        ...(typeof Endpoint === "string" ? { endpoint: Endpoint } : {}),
      }) ??
      UNKNOWN,
    retryable: isRetryable(code) || isRetryableService("s3", code, 0, text),
  };
}

/** The AWS SDK has S3's code as `name` and `Code`, others have a `code`; a DOMException's is a number. */
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
  return { code: "UnknownError", message, hint: UNKNOWN, retryable: false };
}

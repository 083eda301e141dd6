import { CredentialsError, ServiceError } from "../errors.ts";
import { abortable } from "../http/abortable.ts";
import { isMixedContent, MIXED_CONTENT_HINT } from "../http/mixed-content.ts";
import { Redactor } from "../http/redact.ts";
import type { Clock } from "./clock.ts";
import type { Environment } from "./environment.ts";
import { hintFor } from "./hints.ts";

/** How often a request is sent at most. */
const TRIES = 3;
/** Full jitter below these: the wait before the second try, doubled for the third. Milliseconds. */
const FIRST_DELAY = 400;
/** A try without a whole reply for so long is cut. Milliseconds. */
const PATIENCE = 15_000;
/** Bytes of a reply that are read; a session token has a few thousand. */
const REPLY_LIMIT = 64 * 1024;

/**
 * Errors that pass by themselves, by name: Cognito answers throttling with HTTP 400, so the status cannot tell.
 * Those of the AWS SDKs' retry tables that an unsigned request can meet, and the ones by which Cognito
 * and STS say that the identity provider behind them did not answer.
 */
const PASSING = new Set([
  "BandwidthLimitExceeded",
  "ConcurrentModificationException",
  "ExternalServiceException",
  "IDPCommunicationError",
  "InternalError",
  "InternalErrorException",
  "InternalFailure",
  "LimitExceededException",
  "PriorRequestNotComplete",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "RequestTimeout",
  "RequestTimeoutException",
  "ServiceUnavailable",
  "ServiceUnavailableException",
  "SlowDown",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
]);

/** What an error reply says, as far as it can be read. */
export interface ErrorReply {
  code?: string | undefined;
  message?: string | undefined;
  requestId?: string | undefined;
}

export interface ServiceRequest<Result> {
  service: "cognito-identity" | "sts";
  url: string;
  headers: Record<string, string>;
  body: string;
  /** Values inside `body` that no error may repeat, even where the service does. */
  secrets: readonly string[];
  /** Takes the result out of a 2xx reply; `undefined` where it is not there. Must not throw. */
  read(text: string): Result | undefined;
  /** Takes the error out of any other reply. Must not throw. */
  readError(text: string, headers: Headers): ErrorReply;
}

/** What a caller brings along: see `ProviderCall`. */
export interface ServiceCall {
  signal?: AbortSignal | undefined;
  /** Learns from the replies. */
  clock?: Clock | undefined;
}

interface Reply {
  status: number;
  ok: boolean;
  headers: Headers;
  text: string;
}

const NAMES = { "cognito-identity": "Cognito Identity", sts: "STS" } as const;

function unreachable(
  { service, secrets, url }: ServiceRequest<unknown>,
  origin: string | undefined,
  error: unknown,
): CredentialsError {
  const cause = new Redactor(secrets).cause(error);
  if (isMixedContent(origin, url)) {
    return new CredentialsError(
      "MixedContent",
      `The browser blocks requests from an https page to an http address of ${NAMES[service]}.`,
      { cause, hint: MIXED_CONTENT_HINT },
    );
  }
  return new CredentialsError("EndpointUnreachable", `${NAMES[service]} did not answer.`, {
    cause,
    hint: "Check that the device is online, that the region and `endpoint` are right, and that no Content-Security-Policy, blocker or, at your own endpoint, missing CORS header prevents the request.",
  });
}

async function exchange(
  request: ServiceRequest<unknown>,
  environment: Environment,
  { signal, clock }: ServiceCall,
): Promise<Reply> {
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  const timer = environment.setTimeout(
    () => controller.abort(new DOMException(`No response within ${PATIENCE} ms`, "TimeoutError")),
    PATIENCE,
  );
  // Each has to end when the signal says so, even in a `fetch` that was handed in and takes no notice of it.
  const ending = <T>(promise: Promise<T>): Promise<T> => abortable(promise, controller.signal);
  try {
    const local = (): number => (clock === undefined ? environment.now() : clock.local());
    const sentAt = local();
    const response = await ending(
      environment.fetch(request.url, {
        method: "POST",
        headers: request.headers,
        body: request.body,
        credentials: "omit",
        cache: "no-store",
        // The body holds login tokens: they go to this address and to no other.
        redirect: "error",
        referrerPolicy: "no-referrer",
        signal: controller.signal,
      }),
    );
    clock?.learn({ headers: response.headers, sentAt, receivedAt: local() });
    const text = await readText(response, ending);
    return { status: response.status, ok: response.ok, headers: response.headers, text };
  } finally {
    environment.clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}

/** The body as text, at most `REPLY_LIMIT` bytes of it. */
async function readText(
  response: Response,
  ending: <T>(promise: Promise<T>) => Promise<T>,
): Promise<string> {
  // Not every stand-in for `fetch` has streams.
  if (!response.body) return (await ending(response.text())).slice(0, REPLY_LIMIT);
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let left = REPLY_LIMIT;
  try {
    while (left > 0) {
      const { done, value } = await ending(reader.read());
      if (done) break;
      text += decoder.decode(value.subarray(0, left), { stream: true });
      left -= value.length;
    }
    return text + decoder.decode();
  } finally {
    // No effect on a body that has ended.
    reader.cancel().catch(() => {});
  }
}

function serviceError(request: ServiceRequest<unknown>, reply: Reply): ServiceError {
  const { service, secrets } = request;
  const error = request.readError(reply.text, reply.headers);
  const redactor = new Redactor(secrets);
  const code = redactor.code(error.code) ?? "UnknownError";
  const message = redactor.text(error.message ?? "") || `HTTP ${reply.status}`;
  const hint = hintFor(service, code, message);
  const requestId = redactor.requestId(error.requestId);
  return new ServiceError(code, `${NAMES[service]}: ${message}`, {
    service,
    status: reply.status,
    retryable: PASSING.has(code) || reply.status === 429 || reply.status >= 500,
    ...(requestId === undefined ? {} : { requestId }),
    ...(hint === undefined ? {} : { hint }),
  });
}

function notTheService(request: ServiceRequest<unknown>, reply: Reply): ServiceError {
  return new ServiceError(
    "InvalidResponse",
    `The response is not one of ${NAMES[request.service]}: the requested values are not in it.`,
    {
      service: request.service,
      status: reply.status,
      retryable: false,
      hint: "Check `endpoint`, and that no proxy or sign-in page of the network answers in its place.",
    },
  );
}

/**
 * Sends one request to a credential service and reads the reply: up to three tries, with full jitter between,
 * where there was no reply, the server failed, or the error is one that passes.
 *
 * Rejects with `ServiceError` if the service answered, with `CredentialsError` (`EndpointUnreachable`,
 * `MixedContent`) if it did not, or with the signal's reason.
 */
export async function callService<Result>(
  request: ServiceRequest<Result>,
  environment: Environment,
  call: ServiceCall,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    call.signal?.throwIfAborted();
    const { result, failure, retryable } = await attemptOnce(request, environment, call);
    if (result !== undefined) return result;
    if (!retryable || attempt === TRIES) throw failure;
    await wait(environment.random() * FIRST_DELAY * 2 ** (attempt - 1), environment, call.signal);
  }
}

interface Outcome<Result> {
  result?: Result;
  failure?: ServiceError | CredentialsError;
  retryable?: boolean;
}

async function attemptOnce<Result>(
  request: ServiceRequest<Result>,
  environment: Environment,
  call: ServiceCall,
): Promise<Outcome<Result>> {
  let reply: Reply;
  try {
    reply = await exchange(request, environment, call);
  } catch (error) {
    call.signal?.throwIfAborted();
    const failure = unreachable(request, environment.origin, error);
    return { failure, retryable: failure.code === "EndpointUnreachable" };
  }
  if (!reply.ok) {
    const failure = serviceError(request, reply);
    return { failure, retryable: failure.retryable };
  }
  const result = request.read(reply.text);
  return result === undefined ? { failure: notTheService(request, reply) } : { result };
}

async function wait(
  milliseconds: number,
  environment: Environment,
  signal: AbortSignal | undefined,
): Promise<void> {
  let timer: unknown;
  const elapsed = new Promise<void>((resolve) => {
    timer = environment.setTimeout(resolve, milliseconds);
  });
  try {
    await abortable(elapsed, signal);
  } finally {
    environment.clearTimeout(timer);
  }
}

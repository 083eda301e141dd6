import { type CredentialsError, SignpostError } from "../errors.ts";
import { Attempt } from "../http/attempt.ts";
import type { ErrorDocument } from "../http/error-document.ts";
import type { Host } from "../http/host.ts";
import { isMixedContent } from "../http/mixed-content.ts";
import { readText } from "../http/read-text.ts";
import { Redactor } from "../http/redact.ts";
import { backOff, type RetryPolicy } from "../http/retry-policy.ts";
import { fetchResponse } from "../http/send-by-fetch.ts";
import { invalidResponse, SERVICE_NAMES, serviceError } from "../http/service-error.ts";
import { wait } from "../http/wait.ts";
import { ENDPOINT_UNREACHABLE, MIXED_CONTENT } from "../messages/credentials.ts";
import { type HintTable, hintFor } from "../messages/services.ts";
import type { Clock } from "./clock.ts";
import { credentialsError } from "./credentials-error.ts";

/** The stall timeout limits each attempt as a whole, with its response. */
const POLICY: RetryPolicy = { attempts: 3, baseDelay: 400, maxDelay: 800, stallTimeout: 15_000 };
/** Bytes of a response that are read; one with a session token has a few thousand. */
const RESPONSE_LIMIT = 64 * 1024;

export interface ServiceRequest<Result> {
  service: "cognito-identity" | "sts";
  /** Hints for the errors of the service. */
  hints: HintTable;
  url: string;
  headers: Record<string, string>;
  body: string;
  /** Values in `body` that no error may contain, even if the service quotes them. */
  secrets: readonly string[];
  /** Parses a response with a 2xx status; undefined if the result is not in it. Must not throw. */
  parse(text: string): Result | undefined;
  /** Parses any other response. Must not throw. */
  parseError(text: string, headers: Headers): ErrorDocument;
}

/** Settings of one call: see `ProviderCall`. */
export interface ServiceCall {
  signal?: AbortSignal | undefined;
  /** Corrected by the responses. */
  clock?: Clock | undefined;
}

/**
 * Sends a request to a credential service and returns the result in its response. Up to three attempts, with back-off, if
 * there was no response or the error is retryable.
 *
 * @throws {ServiceError} if the service responded with an error
 * @throws {CredentialsError} `EndpointUnreachable` or `MixedContent` if there was no response
 * @throws the signal's reason once it is aborted
 */
export async function callService<Result>(
  request: ServiceRequest<Result>,
  host: Host,
  call: ServiceCall,
): Promise<Result> {
  const { signal } = call;
  for (let number = 1; ; number += 1) {
    signal?.throwIfAborted();
    try {
      return await sendOnce(request, host, call, number);
    } catch (error) {
      signal?.throwIfAborted();
      const isRetryable = error instanceof SignpostError && error.retryable;
      if (!isRetryable || number === POLICY.attempts) throw error;
    }
    await wait(host, backOff(POLICY, number, host.random()), signal);
  }
}

async function sendOnce<Result>(
  request: ServiceRequest<Result>,
  host: Host,
  call: ServiceCall,
  number: number,
): Promise<Result> {
  const { service, secrets } = request;
  const { status, ok, headers, text } = await exchange(request, host, call, number).catch(
    (cause) => {
      throw noResponse(request, host.origin, cause);
    },
  );
  if (!ok) {
    const document = request.parseError(text, headers);
    const redactor = new Redactor(secrets);
    throw serviceError({ service, status, document, redactor }, (code) =>
      hintFor(request.hints, code, document.Message),
    );
  }
  const result = request.parse(text);
  if (result === undefined) throw invalidResponse(service, status);
  return result;
}

async function exchange(
  { url, headers, body }: ServiceRequest<unknown>,
  host: Host,
  { signal, clock }: ServiceCall,
  number: number,
): Promise<{ status: number; ok: boolean; headers: Headers; text: string }> {
  const { stallTimeout } = POLICY;
  const timedOut = () => new DOMException(`No response within ${stallTimeout} ms`, "TimeoutError");
  const attempt = new Attempt(host, number, stallTimeout, timedOut);
  const cancel = (): void => attempt.cancel(signal?.reason);
  signal?.addEventListener("abort", cancel);
  attempt.markProgress();
  const now = (): number => (clock === undefined ? host.now() : clock.local());
  try {
    const sentAt = now();
    // The body holds login tokens: they go to this address and to no other. Cloudflare Workers have no `error`.
    const init = { method: "POST", headers, body, redirect: "manual" } as const;
    const referrerPolicy = "no-referrer";
    const response = await fetchResponse(host, url, { ...init, referrerPolicy }, attempt);
    // Browsers hide the status of a redirect: it is 0.
    if (!response.ok && response.status < 400) throw new TypeError("The response is a redirect.");
    clock?.learn({ headers: response.headers, sentAt, receivedAt: now() });
    const text = await readText(response, RESPONSE_LIMIT, attempt);
    return { status: response.status, ok: response.ok, headers: response.headers, text };
  } finally {
    attempt.stopStallTimer();
    signal?.removeEventListener("abort", cancel);
  }
}

function noResponse(
  { service, secrets, url }: ServiceRequest<unknown>,
  origin: string | undefined,
  error: unknown,
): CredentialsError {
  const message = isMixedContent(origin, url) ? MIXED_CONTENT : ENDPOINT_UNREACHABLE;
  const cause = new Redactor(secrets).cause(error);
  return credentialsError(message, { parameters: [SERVICE_NAMES[service]], cause });
}

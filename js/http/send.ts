import type { TransferError } from "../errors.ts";
import { BODY_UNREADABLE, CONNECTION_LOST, NOT_RESPONSE } from "../messages/transfers.ts";
import { optionError } from "../option-error.ts";
import type { Method } from "../types.ts";
import type { Attempt } from "./attempt.ts";
import { noResponse } from "./cors.ts";
import { countedBody } from "./counted-body.ts";
import type { Host } from "./host.ts";
import { readText } from "./read-text.ts";
import { redactorOf, s3Error } from "./s3-error.ts";
import { transferError } from "./transfer-error.ts";

/** One signed request. */
export interface HttpRequest {
  method: Method;
  url: string;
  headers?: Record<string, string>;
  body?: Blob | FormData | string;
  /** The signer's result for this request, which `onSignatureRejected` receives if S3 rejects it. */
  signed: object;
  /** Called as the body is sent, with bytes sent and bytes in all; the form around a file counts. */
  onSent?: (sent: number, total: number) => void;
}

/** One response, from `fetch` or from XMLHttpRequest. */
export interface HttpResponse {
  status: number;
  /** The address that responded: another than the request's after a redirect. */
  url: string;
  /** When the last of the request had been sent, in epoch milliseconds. */
  sentAt: number;
  /** The headers that CORS lets the page read. */
  headers: Headers;
  /** The bytes as they arrive; undefined with XMLHttpRequest, which reads text. */
  body: ReadableStream<Uint8Array<ArrayBuffer>> | undefined;
  /** Returns the start of the body as text, at most `limit` bytes of it. */
  text(limit: number): Promise<string>;
}

/** Bytes of an error document that are read; it has some hundred, and a longer text comes from something else. */
const ERROR_LIMIT = 64 * 1024;
/**
 * Factor of the stall timeout after the whole body was sent: the service stores it before it responds, which takes
 * longer than a pause between bytes.
 */
const RESPONSE_FACTOR = 4;
/** Bytes a second below which a connection is useless: slower than an old modem's. */
const MIN_SPEED = 4_096;

/**
 * Sends a request and returns its successful response.
 *
 * @throws {ServiceError} for a response with another status
 * @throws {TransferError} if there is no response; the reason of the cancellation if the attempt was cancelled
 */
export async function send(
  host: Host,
  request: HttpRequest,
  attempt: Attempt,
): Promise<HttpResponse> {
  attempt.signal.throwIfAborted();
  attempt.redactor = () => redactorOf({ signed: request.signed, request });
  const { XMLHttpRequest } = host;
  const sent =
    request.body !== undefined && XMLHttpRequest
      ? sendByXhr(host, XMLHttpRequest, request, attempt)
      : sendByFetch(host, request, attempt);
  const response = await sent.catch(async (error) => {
    if (!attempt.signal.aborted) await checkReadable(request.body, attempt);
    throw error;
  });
  const { status, headers, sentAt } = response;
  if (status >= 200 && status < 300) return response;
  const receivedAt = host.now();
  const text = await response.text(ERROR_LIMIT);
  attempt.signal.throwIfAborted();
  const { signed } = request;
  throw s3Error({ status, headers, text, signed, sentAt, receivedAt, request });
}

/** Calls `fetch` without cookies and without the cache. A `fetch` of the caller's may ignore the signal. */
export async function fetchResponse(
  { fetch }: Pick<Host, "fetch">,
  url: string,
  init: RequestInit,
  attempt: Attempt,
): Promise<Response> {
  const { signal } = attempt;
  // Each address is signed for one request: an entry in the cache would never be used.
  return attempt.race(fetch(url, { ...init, signal, credentials: "omit", cache: "no-store" }));
}

async function sendByFetch(
  host: Host,
  request: HttpRequest,
  attempt: Attempt,
): Promise<HttpResponse> {
  const { method, url, body } = request;
  let sentAt = host.now();
  let sentPart: "none" | "some" | "all" = "none";
  const onSent = (sent: number, total: number) => {
    sentPart = sent < total ? "some" : "all";
    sentAt = host.now();
    attempt.markProgress(sentPart === "all" ? RESPONSE_FACTOR : 1);
    request.onSent?.(sent, total);
  };
  const failed = (cause: unknown) =>
    sentPart === "some"
      ? connectionLost(attempt, cause)
      : noResponse(host, request, attempt.number, {
          cause,
          bodySent: sentPart === "all",
          redactor: attempt.redactor(),
        });
  const size = sizeOf(body);
  const counts = host.streamsUploads && size > 0 && typeof body !== "string";
  const streamed = counts ? countedBody(host, body as Blob | FormData, onSent) : undefined;
  if (streamed || body === undefined) attempt.markProgress();
  // Without a count of bytes, the body may take as long as the slowest connection needs.
  else attempt.markProgress(RESPONSE_FACTOR, (size / MIN_SPEED) * 1_000);
  const response = await fetchResponse(
    host,
    url,
    {
      method,
      headers: { ...request.headers, ...streamed?.headers },
      // A stream can be sent only once: a redirect needs another attempt.
      ...(streamed ? { body: streamed.stream, duplex: "half", redirect: "manual" } : {}),
      ...(body === undefined || streamed ? {} : { body }),
    },
    attempt,
  ).catch((cause) => {
    throw attempt.reasonFor(failed(cause));
  });
  checkResponse(response);
  attempt.markProgress();
  return {
    status: response.status,
    // A `fetch` of the caller may send the request to another host, as a proxy does.
    url: (response.redirected && response.url) || url,
    sentAt,
    headers: response.headers,
    body: response.body ?? undefined,
    text: (limit) => readResponse(response, limit, attempt),
  };
}

/** Checks the result of `fetch`: one of the caller's may return anything. */
function checkResponse(response: Response | undefined): void {
  if (typeof response?.status === "number" && typeof response.headers?.get === "function") return;
  throw optionError(NOT_RESPONSE, "fetch");
}

async function readResponse(response: Response, limit: number, attempt: Attempt): Promise<string> {
  try {
    return await readText(response, limit, attempt, () => attempt.markProgress());
  } catch (cause) {
    throw attempt.reasonFor(connectionLost(attempt, cause));
  } finally {
    attempt.stopStallTimer();
  }
}

function connectionLost(attempt: Attempt, cause?: unknown): TransferError {
  return transferError(CONNECTION_LOST, attempt.number, { cause, redactor: attempt.redactor() });
}

/** Throws `BodyUnreadable` if a file of the body changed: a browser reports that like a broken network. */
async function checkReadable(body: HttpRequest["body"], attempt: Attempt): Promise<void> {
  if (body === undefined || typeof body === "string") return;
  const blobs = body instanceof Blob ? [body] : [...body.values()];
  for (const blob of blobs) {
    if (typeof blob === "string") continue;
    await blob
      .slice(0, 1)
      .arrayBuffer()
      .catch((cause) => {
        throw transferError(BODY_UNREADABLE, attempt.number, { cause });
      });
  }
}

function sizeOf(body: HttpRequest["body"]): number {
  if (body === undefined) return 0;
  if (typeof body === "string") return body.length;
  if (body instanceof Blob) return body.size;
  let size = 0;
  for (const value of body.values()) size += typeof value === "string" ? value.length : value.size;
  return size;
}

function sendByXhr(
  host: Host,
  XHR: new () => XMLHttpRequest,
  request: HttpRequest,
  attempt: Attempt,
): Promise<HttpResponse> {
  const { signal } = attempt;
  const xhr = new XHR();
  let sentAt = host.now();
  let sentPart: "none" | "some" | "all" = "none";
  return new Promise<HttpResponse>((resolve, reject) => {
    const abort = () => xhr.abort();
    const failed = () =>
      sentPart === "some"
        ? connectionLost(attempt)
        : noResponse(host, request, attempt.number, { bodySent: sentPart === "all" });
    const settle = (finish: () => void) => () => {
      signal.removeEventListener("abort", abort);
      finish();
    };
    xhr.open(request.method, request.url);
    for (const [name, value] of Object.entries(request.headers ?? {})) {
      xhr.setRequestHeader(name, value);
    }
    xhr.responseType = "text";
    // A listener on `upload` that is added after `send()` is never called.
    xhr.upload.addEventListener("progress", (event) => {
      attempt.markProgress();
      if (event.loaded > 0) sentPart = "some";
      request.onSent?.(event.loaded, event.total);
    });
    xhr.upload.addEventListener("load", () => {
      sentPart = "all";
      sentAt = host.now();
      attempt.markProgress(RESPONSE_FACTOR);
    });
    xhr.addEventListener("progress", () => attempt.markProgress());
    xhr.addEventListener(
      "load",
      settle(() => resolve(responseOf(xhr, request.url, sentAt))),
    );
    xhr.addEventListener(
      "error",
      settle(() => reject(attempt.reasonFor(failed()))),
    );
    xhr.addEventListener(
      "abort",
      settle(() => reject(signal.reason)),
    );
    signal.addEventListener("abort", abort);
    attempt.markProgress();
    xhr.send(request.body ?? null);
  });
}

function responseOf(xhr: XMLHttpRequest, url: string, sentAt: number): HttpResponse {
  const text = xhr.responseText;
  return {
    status: xhr.status,
    url: xhr.responseURL || url,
    sentAt,
    // All headers in one call: reading a single one that CORS hides writes an error to the console.
    headers: parseHeaders(xhr.getAllResponseHeaders()),
    body: undefined,
    text: async (limit) => text.slice(0, limit),
  };
}

function parseHeaders(lines: string): Headers {
  const headers = new Headers();
  for (const line of lines.split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  return headers;
}

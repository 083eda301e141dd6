import { invalid } from "../options.ts";
import type { TransferEnvironment } from "../transfer/environment.ts";
import type { Method } from "../types.ts";
import type { Attempt } from "./attempt.ts";
import { countedBody } from "./counted-body.ts";
import { bodyUnreadable, interrupted, unanswered } from "./failures.ts";
import type { Host } from "./host.ts";
import { redactorOf, serviceError } from "./service-error.ts";

/** One signed request. */
export interface HttpRequest {
  method: Method;
  url: string;
  headers?: Record<string, string>;
  body?: Blob | FormData | string;
  /** What the signer made for it, by which `refused` knows it again. */
  signed: object;
  /** Told as the body leaves: bytes sent of bytes in all, counted with the form around the file. */
  onSent?: (sent: number, total: number) => void;
}

/** One reply, whichever way the request went. */
export interface HttpReply {
  status: number;
  /** The address that replied: another than the request's after a redirect. */
  url: string;
  /** When the last of the request had left, epoch milliseconds. */
  sentAt: number;
  /** Those that CORS lets the page see. */
  headers: Headers;
  /** Bytes as they arrive; undefined where the reply came as text. */
  body: ReadableStream<Uint8Array<ArrayBuffer>> | undefined;
  /** The start of the body as text, at most `limit` bytes of it. */
  text(limit: number): Promise<string>;
}

/** An error document has some hundred bytes; what is longer comes from something else. */
const ERROR_BODY_LIMIT = 64 * 1024;
/** Once the body has left, the service stores it before it answers: that takes longer than a pause between bytes. */
const ANSWER_PATIENCE = 4;
/** Bytes a second: a connection that is slower than an old modem's is as good as gone. */
const SLOWEST = 4_096;

/**
 * Sends a request and returns its successful reply.
 *
 * Throws a `ServiceError` for any other reply, a `TransferError` where none came, and the reason the
 * attempt was cut with where it was.
 */
export async function send(
  environment: TransferEnvironment,
  request: HttpRequest,
  attempt: Attempt,
): Promise<HttpReply> {
  attempt.signal.throwIfAborted();
  attempt.redactor = () => redactorOf({ signed: request.signed, request });
  const { XMLHttpRequest } = environment;
  const sent =
    request.body !== undefined && XMLHttpRequest
      ? sendByXhr(environment, XMLHttpRequest, request, attempt)
      : sendByFetch(environment, request, attempt);
  const reply = await sent.catch(async (error) => {
    if (!attempt.signal.aborted) await checkReadable(request.body, attempt);
    throw error;
  });
  if (reply.status >= 200 && reply.status < 300) return reply;
  const receivedAt = environment.now();
  const text = await reply.text(ERROR_BODY_LIMIT);
  attempt.signal.throwIfAborted();
  const { status, headers, sentAt } = reply;
  const { signed } = request;
  throw serviceError(environment.xml, {
    status,
    headers,
    text,
    signed,
    sentAt,
    receivedAt,
    request,
  });
}

async function sendByFetch(host: Host, request: HttpRequest, attempt: Attempt): Promise<HttpReply> {
  const { fetch } = host;
  const { method, url, body } = request;
  let sentAt = host.now();
  let left: "nothing" | "some" | "all" = "nothing";
  const onSent = (sent: number, total: number) => {
    left = sent < total ? "some" : "all";
    sentAt = host.now();
    attempt.moved(left === "all" ? ANSWER_PATIENCE : 1);
    request.onSent?.(sent, total);
  };
  const broken = (cause: unknown) =>
    left === "some"
      ? interrupted(attempt.number, cause, attempt.redactor())
      : unanswered(host, request, attempt.number, {
          cause,
          bodyLeft: left === "all",
          redactor: attempt.redactor(),
        });
  const size = sizeOf(body);
  const counts = host.streamsUploads && size > 0 && typeof body !== "string";
  const streamed = counts ? countedBody(host, body as Blob | FormData, onSent) : undefined;
  if (streamed || body === undefined) attempt.moved();
  // What is not counted may be on its way for as long as the slowest connection takes.
  else attempt.moved(ANSWER_PATIENCE, (size / SLOWEST) * 1_000);
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      signal: attempt.signal,
      credentials: "omit",
      // Each address is signed anew and never asked for twice: an entry in the cache is only waste.
      cache: "no-store",
      headers: { ...request.headers, ...streamed?.headers },
      // A stream can be sent only once: to another address it goes by another try.
      ...(streamed ? { body: streamed.stream, duplex: "half", redirect: "manual" } : {}),
      ...(body === undefined || streamed ? {} : { body }),
    });
  } catch (cause) {
    throw attempt.reasonFor(broken(cause));
  }
  checkResponse(response);
  attempt.moved();
  const stream = response.body ?? undefined;
  return {
    status: response.status,
    // A `fetch` of the caller may ask another host, as a proxy does.
    url: (response.redirected && response.url) || url,
    sentAt,
    headers: response.headers,
    body: stream,
    text: (limit) => (stream ? readText(stream, limit, attempt) : Promise.resolve("")),
  };
}

/** A `fetch` of the caller's may return anything. */
function checkResponse(response: Response | undefined): void {
  if (typeof response?.status === "number" && typeof response.headers?.get === "function") return;
  throw invalid("fetch", "must resolve to a Response.", "Return what the browser's fetch returns.");
}

async function checkReadable(body: HttpRequest["body"], attempt: Attempt): Promise<void> {
  if (body === undefined || typeof body === "string") return;
  const blobs = body instanceof Blob ? [body] : [...body.values()];
  for (const blob of blobs) {
    if (typeof blob === "string") continue;
    await blob
      .slice(0, 1)
      .arrayBuffer()
      .catch((cause) => {
        throw bodyUnreadable(attempt.number, cause);
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
): Promise<HttpReply> {
  const { signal } = attempt;
  const xhr = new XHR();
  let sentAt = host.now();
  let left: "nothing" | "some" | "all" = "nothing";
  return new Promise<HttpReply>((resolve, reject) => {
    const abort = () => xhr.abort();
    const broken = () =>
      left === "some"
        ? interrupted(attempt.number)
        : unanswered(host, request, attempt.number, { bodyLeft: left === "all" });
    const settle = (finish: () => void) => () => {
      signal.removeEventListener("abort", abort);
      finish();
    };
    xhr.open(request.method, request.url);
    for (const [name, value] of Object.entries(request.headers ?? {})) {
      xhr.setRequestHeader(name, value);
    }
    xhr.responseType = "text";
    // Listeners on `upload` only count when attached before `send()`.
    xhr.upload.addEventListener("progress", (event) => {
      attempt.moved();
      if (event.loaded > 0) left = "some";
      request.onSent?.(event.loaded, event.total);
    });
    xhr.upload.addEventListener("load", () => {
      left = "all";
      sentAt = host.now();
      attempt.moved(ANSWER_PATIENCE);
    });
    xhr.addEventListener("progress", () => attempt.moved());
    xhr.addEventListener(
      "load",
      settle(() => resolve(replyOf(xhr, request.url, sentAt))),
    );
    xhr.addEventListener(
      "error",
      settle(() => reject(attempt.reasonFor(broken()))),
    );
    xhr.addEventListener(
      "abort",
      settle(() => reject(signal.reason)),
    );
    signal.addEventListener("abort", abort);
    attempt.moved();
    xhr.send(request.body ?? null);
  });
}

function replyOf(xhr: XMLHttpRequest, url: string, sentAt: number): HttpReply {
  const text = xhr.responseText;
  return {
    status: xhr.status,
    url: xhr.responseURL || url,
    sentAt,
    // All at once: asking for a single header that CORS hides writes an error to the console.
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

async function readText(
  stream: ReadableStream<Uint8Array>,
  limit: number,
  attempt: Attempt,
): Promise<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let left = limit;
  while (left > 0) {
    attempt.moved();
    const { done, value } = await attempt.race(reader.read()).catch((cause) => {
      throw attempt.reasonFor(interrupted(attempt.number, cause, attempt.redactor()));
    });
    if (done) break;
    text += decoder.decode(value.subarray(0, left), { stream: true });
    left -= value.length;
  }
  attempt.rest();
  if (left <= 0) reader.cancel().catch(() => {});
  return text + decoder.decode();
}

import { NOT_RESPONSE } from "../messages/transfers.ts";
import { optionError } from "../option-error.ts";
import type { Attempt } from "./attempt.ts";
import { connectionFailed, connectionLost } from "./connection-error.ts";
import { countedBody } from "./counted-body.ts";
import { type Host, isCloudflareWorker } from "./host.ts";
import {
  type HttpRequest,
  type HttpResponse,
  RESPONSE_FACTOR,
  type SentPart,
} from "./http-message.ts";
import { readText } from "./read-text.ts";
import { markUncounted, sizeOf } from "./uncounted-body.ts";

/** Calls `fetch` without cookies and without the cache. A `fetch` of the caller's may ignore the signal. */
export async function fetchResponse(
  { fetch }: Pick<Host, "fetch">,
  url: string,
  init: RequestInit,
  attempt: Attempt,
): Promise<Response> {
  const { signal } = attempt;
  // Each address is signed for one request: an entry in the cache would never be used. Cloudflare Workers with a
  // compatibility date before November 2024 throw for the option.
  const cache = !isCloudflareWorker() && ({ cache: "no-store" } as const);
  return attempt.race(fetch(url, { ...init, signal, credentials: "omit", ...cache }));
}

/** Sends a request by `fetch`. */
export async function sendByFetch(
  host: Host,
  request: HttpRequest,
  attempt: Attempt,
): Promise<HttpResponse> {
  const { method, url, body } = request;
  let sentAt = host.now();
  let sentPart: SentPart = "none";
  const onSent = (sent: number, total: number) => {
    sentPart = sent < total ? "some" : "all";
    sentAt = host.now();
    attempt.markProgress(sentPart === "all" ? RESPONSE_FACTOR : 1);
    request.onSent?.(sent, total);
  };
  const counts = host.streamsUploads && typeof body !== "string" && sizeOf(body) > 0;
  const streamed = counts ? countedBody(host, body as Blob | FormData, onSent) : undefined;
  if (streamed || body === undefined) attempt.markProgress();
  else markUncounted(attempt, body);
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
    throw attempt.reasonFor(connectionFailed(host, request, attempt, sentPart, cause));
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
    blob: typeof response.blob === "function" ? () => response.blob() : undefined,
    text: (limit) => readResponse(response, limit, attempt),
  };
}

/** Checks the result of `fetch`: one of the caller's may return anything. */
export function checkResponse(response: Response | undefined): void {
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

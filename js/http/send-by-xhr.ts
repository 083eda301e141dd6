import type { Attempt } from "./attempt.ts";
import { connectionFailed } from "./connection-error.ts";
import type { Host } from "./host.ts";
import {
  type HttpRequest,
  type HttpResponse,
  RESPONSE_FACTOR,
  type SentPart,
} from "./http-message.ts";
import { markUncounted, sizeOf } from "./uncounted-body.ts";

/**
 * Bytes of a form up to which its progress is not counted. Without listeners on its upload, a form needs no preflight (XHR,
 * "upload listener flag"), whose round trip takes longer than a small form.
 */
const SMALL_FORM = 1024 * 1024;

/** Sends a request by XMLHttpRequest, which reports the progress of an upload. */
export function sendByXhr(
  host: Host,
  XHR: new () => XMLHttpRequest,
  request: HttpRequest,
  attempt: Attempt,
): Promise<HttpResponse> {
  const { signal } = attempt;
  const { body } = request;
  const xhr = new XHR();
  let sentAt = host.now();
  let sentPart: SentPart = "none";
  return new Promise<HttpResponse>((resolve, reject) => {
    const abort = () => xhr.abort();
    const settle = (finish: () => void) => () => {
      signal.removeEventListener("abort", abort);
      finish();
    };
    xhr.open(request.method, request.url);
    for (const [name, value] of Object.entries(request.headers ?? {})) {
      xhr.setRequestHeader(name, value);
    }
    xhr.responseType = "text";
    const isUncounted = body instanceof FormData && sizeOf(body) < SMALL_FORM;
    if (isUncounted) markUncounted(attempt, body);
    else {
      attempt.markProgress();
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
    }
    xhr.addEventListener("progress", () => attempt.markProgress());
    xhr.addEventListener(
      "load",
      settle(() => resolve(responseOf(xhr, request.url, sentAt))),
    );
    xhr.addEventListener(
      "error",
      settle(() => reject(attempt.reasonFor(connectionFailed(host, request, attempt, sentPart)))),
    );
    xhr.addEventListener(
      "abort",
      settle(() => reject(signal.reason)),
    );
    signal.addEventListener("abort", abort);
    xhr.send(body ?? null);
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
    blob: undefined,
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

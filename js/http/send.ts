import { BODY_UNREADABLE } from "../messages/transfers.ts";
import type { PresignedUrl } from "../types.ts";
import type { Attempt } from "./attempt.ts";
import type { Host } from "./host.ts";
import type { HttpRequest, HttpResponse } from "./http-message.ts";
import { redactorOf, s3Error } from "./s3-error.ts";
import { sendByFetch } from "./send-by-fetch.ts";
import { sendByXhr } from "./send-by-xhr.ts";
import { transferError } from "./transfer-error.ts";

/** Bytes of an error document that are read; it has some hundred, and a longer text comes from something else. */
export const ERROR_LIMIT = 64 * 1024;

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
  // In Firefox, a request whose file has disappeared stalls instead of failing.
  if (attempt.number > 1) await checkReadable(request.body, attempt);
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

/**
 * Sends a presigned request, with a body or further headers that the signature does not cover.
 *
 * @throws as `send` does
 */
export function sendSigned(
  host: Host,
  signed: PresignedUrl,
  attempt: Attempt,
  { headers, ...rest }: Pick<HttpRequest, "headers" | "body" | "onSent"> = {},
): Promise<HttpResponse> {
  const { method, url } = signed;
  const all = { ...signed.headers, ...headers };
  return send(host, { method, url, headers: all, signed, ...rest }, attempt);
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

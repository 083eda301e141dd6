import type { Method } from "../types.ts";

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
  /** Returns the whole body; undefined with XMLHttpRequest, and if the caller's `fetch` has no `blob()`. */
  blob: (() => Promise<Blob>) | undefined;
  /** Returns the start of the body as text, at most `limit` bytes of it. */
  text(limit: number): Promise<string>;
}

/** How much of a request's body was sent when it failed. */
export type SentPart = "none" | "some" | "all";

/**
 * Factor of the stall timeout after the whole body was sent: the service stores it before it responds, which takes
 * longer than a pause between bytes.
 */
export const RESPONSE_FACTOR = 4;

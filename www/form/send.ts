import { explain, ServiceError, TransferError } from "s3-signpost";
import { keepSource } from "../parts/failure.ts";
import { words } from "../words.ts";
import type { UploadRequest } from "./upload-request.ts";

/** S3's response to an upload. */
export interface Stored {
  /** With its quotes. Absent if CORS hides it, or if S3 redirects. */
  etag?: string;
  /** Whether S3 responded with a redirection, which a page cannot follow or read. */
  isRedirected: boolean;
}

interface Reply {
  status: number;
  text: string;
  etag: string | null;
}

/** Statuses of a stored object, at S3 and other stores. */
const STORED: readonly number[] = [200, 201, 204];

const { attempt } = words.form;

/**
 * Sends an upload.
 *
 * @param onSent is called with the bytes that were sent, those around the file included
 * @throws {ServiceError} with S3's code if it refuses the upload
 * @throws {TransferError} if there is no response, or one that is not of S3
 * @throws the reason of the signal if it is aborted
 */
export async function sendUpload(
  request: UploadRequest,
  onSent: (sent: number, total: number) => void,
  signal: AbortSignal,
): Promise<Stored> {
  if (request.redirect !== undefined) return sendWithoutRedirect(request, signal);
  return readReply(await sendByXhr(request, onSent, signal), request);
}

/** Sends by XMLHttpRequest, which reports progress. */
function sendByXhr(
  { method, url, headers, body }: UploadRequest,
  onSent: (sent: number, total: number) => void,
  signal: AbortSignal,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open(method, url);
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.upload.addEventListener("progress", ({ loaded, total }) => onSent(loaded, total));
    xhr.addEventListener("load", () =>
      resolve({
        status: xhr.status,
        text: xhr.responseText,
        // A header that CORS hides would be a warning in the console.
        etag: /^etag:/im.test(xhr.getAllResponseHeaders()) ? xhr.getResponseHeader("etag") : null,
      }),
    );
    xhr.addEventListener("error", () => reject(noResponse()));
    signal.addEventListener("abort", () => {
      xhr.abort();
      reject(signal.reason);
    });
    xhr.send(body);
  });
}

/** Sends by `fetch`, which does not follow the redirection of a form: the page behind it may not allow this one. */
async function sendWithoutRedirect(
  { method, url, headers, body, redirect }: UploadRequest,
  signal: AbortSignal,
): Promise<Stored> {
  const options: RequestInit = { method, headers, body, signal, redirect: "manual" };
  const response = await fetch(url, { ...options, credentials: "omit" }).catch(() => {
    signal.throwIfAborted();
    throw noResponse();
  });
  if (response.type === "opaqueredirect") return { isRedirected: true };
  const { status, headers: received } = response;
  const reply = { status, text: await response.text(), etag: received.get("etag") };
  return readReply(reply, { method, url, headers, body, redirect });
}

function readReply({ status, text, etag: header }: Reply, request: UploadRequest): Stored {
  if (status >= 400 || /^\s*(?:<\?xml[^>]*>\s*)?<Error\b/.test(text)) {
    throw serviceError(status, text, request);
  }
  const isDocument = /<PostResponse\b/.test(text);
  // A proxy or a sign-in page can respond with a success as well: its text is not S3's.
  if (!STORED.includes(status) || (text.trim() !== "" && !isDocument)) {
    const hint = attempt.notStoreHint;
    const message = attempt.notStore(status);
    throw new TransferError("UnreadableReply", message, { attempts: 1, hint });
  }
  const [, element] = /<ETag>([^<]*)<\/ETag>/.exec(text) ?? [];
  const etag = element?.replaceAll("&quot;", '"').replaceAll("&#34;", '"') ?? header;
  return { isRedirected: false, ...(etag && { etag }) };
}

/** Makes the error of S3's document. The view Explain gets the document itself. */
function serviceError(status: number, text: string, request: UploadRequest): ServiceError {
  const { method, url, headers } = request;
  const { code, message, hint, retryable } = explain(text || `HTTP ${status}`);
  const details = { service: "s3", status, retryable, hint } as const;
  const error = new ServiceError(code, message, details);
  // The signature of a form is in its body, which Explain cannot compare.
  const sent = method === "PUT" ? { request: { method, url, headers } } : {};
  if (text) keepSource(error, { error: text, ...sent });
  return error;
}

function noResponse(): TransferError {
  const { noResponse: message, noResponseHint: hint } = attempt;
  return new TransferError("NetworkOrCors", message, { attempts: 1, hint });
}

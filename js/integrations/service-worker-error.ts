import { isCredentialsError, isPresignError, isServiceError, isSignpostError } from "../errors.ts";
import type { Message } from "../messages/message.ts";
import { NO_RESPONSE, OFFLINE } from "../messages/service-worker.ts";
import { workerScope } from "./service-worker-scope.ts";

/** An error that a response reports. */
export type Failure = Readonly<{ status: number; code: string; message: string; hint?: string }>;

/** Makes the failure of a message. */
export function failure(status: number, [code, message, hint]: Message): Failure {
  return { status, code, message, hint };
}

/** Returns the failure to report for an error of signing or of `fetch`. */
export function failureOf(error: unknown): Failure {
  if (!isSignpostError(error)) {
    return workerScope.navigator.onLine === false
      ? failure(503, OFFLINE)
      : failure(502, NO_RESPONSE);
  }
  const { code, message, hint } = error;
  return { status: statusOf(error), code, message, ...(hint === undefined ? {} : { hint }) };
}

function statusOf(error: unknown): number {
  // The key is from the address of the request: no object can have it. All other options are the application's.
  if (isPresignError(error)) return error.field === "key" ? 404 : 500;
  if (isServiceError(error) && error.service === "s3") return error.status;
  if (isServiceError(error) || isCredentialsError(error)) return error.retryable ? 503 : 401;
  return isSignpostError(error) && error.code === "Offline" ? 503 : 502;
}

/** Returns the failure as a small text that a person can read. Caches must not store it. */
export function failureResponse(failure: Failure, method: string, range?: string | null): Response {
  const { status, code, message, hint } = failure;
  const lines = [`${status} ${code}`, message, hint].filter(Boolean).join("\n");
  return new Response(method === "HEAD" ? null : `${lines}\n`, {
    status,
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      ...(range ? { "content-range": range } : {}),
    },
  });
}

/** Characters of an error document that are read; S3's have some hundred. */
const DOCUMENT_LIMIT = 65_536;
/** A word of this length can be a secret that the service quotes, or a part of a URL. */
const LONG_WORD = /\S{24,}/g;
const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Returns the failure that an error response of S3 describes. */
export async function failureOfResponse(response: Response): Promise<Failure> {
  const { status } = response;
  const text = await readStart(response).catch(() => "");
  const code = /<Code>\s*([A-Za-z][\w.-]{0,63})\s*<\/Code>/.exec(text)?.[1] ?? `Http${status}`;
  const message = (/<Message>([^<]{0,500})<\/Message>/.exec(text)?.[1] ?? response.statusText)
    .replace(/&(\w+);/g, (reference, name) => ENTITIES[name] ?? reference)
    .replace(/[\p{C}\s]+/gu, " ")
    .replace(LONG_WORD, "…")
    .trim();
  return { status, code, message };
}

async function readStart({ body }: Response): Promise<string> {
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (reader && text.length < DOCUMENT_LIMIT) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value;
  }
  reader?.cancel().catch(() => {});
  return text;
}

import type { Host } from "../http/host.ts";
import { copyBody, type RequestBody } from "./request-body.ts";

/** The arguments of a call of `fetch`. */
export type FetchArguments = Parameters<typeof fetch>;

/** A request as `fetch` was called with it: the `Request`, and the options over it. */
export interface FetchRequest {
  method: string;
  headers: Headers;
  signal: AbortSignal | undefined;
  /** Whether it is the POST of a form, which has a signature of its own in its fields. */
  isForm: boolean;
  /** All other options, as they are. */
  options: RequestInit;
  /** Copies the body; a `Request` is then used. Rejects with the TypeError of `Request` if it was used before. */
  copyBody(host: Pick<Host, "random">): RequestBody | Promise<RequestBody>;
}

/** The properties of a `Request` that are options of `fetch`, but its body. */
const REQUEST_OPTIONS = [
  "method",
  "headers",
  "mode",
  "credentials",
  "cache",
  "redirect",
  "referrer",
  "referrerPolicy",
  "integrity",
  "keepalive",
  "signal",
] as const;

/**
 * Returns the whole URL of a request; undefined if fetch rejects it. An S3 URI is not encoded in a string. In a `URL` and a
 * `Request` it is, since they encode the characters that no URL may have.
 */
export function urlOf(input: FetchArguments[0]): string | undefined {
  const url = isRequest(input) ? input.url : String(input);
  if (/^\s*s3:/i.test(url)) return typeof input === "string" ? url.trim() : decoded(url);
  const { document, location } = globalThis as typeof globalThis & {
    document?: { baseURI: string };
    location?: { href: string };
  };
  try {
    return new URL(url, document?.baseURI ?? location?.href).href;
  } catch {
    return undefined;
  }
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

/** Reads each option once, also those that only some implementations of fetch have. */
export function readFetchRequest([input, init]: FetchArguments): FetchRequest {
  const request = isRequest(input) ? input : undefined;
  const read: Record<string, unknown> = {};
  if (request) {
    for (const name of REQUEST_OPTIONS) read[name] = request[name];
    // No script can send a request with this mode, which only a service worker gets to see.
    if (read["mode"] === "navigate") delete read["mode"];
  }
  for (const name in init) {
    const value = (init as Record<string, unknown>)[name];
    if (value !== undefined) read[name] = value;
  }
  const { method = "GET", headers, body, signal, ...options } = read;
  const name = String(method).toUpperCase();
  const fields = new Headers(headers as HeadersInit | undefined);
  const isForm =
    body instanceof FormData || /^multipart\/form-data/i.test(fields.get("content-type") ?? "");
  return {
    method: name,
    headers: fields,
    signal: (signal ?? undefined) as AbortSignal | undefined,
    isForm: name === "POST" && isForm,
    options,
    copyBody: (host) => {
      // A null body does not replace that of the request.
      if (body !== undefined && body !== null) return copyBody(host, body);
      return request && mayHaveBody(request) ? bodyOfRequest(host, request) : copyBody(host, null);
    },
  };
}

async function bodyOfRequest(host: Pick<Host, "random">, request: Request): Promise<RequestBody> {
  const blob = await request.blob();
  return copyBody(host, blob.size > 0 ? blob : null);
}

function mayHaveBody({ method }: Request): boolean {
  return method !== "GET" && method !== "HEAD";
}

/** Whether the value is a `Request`, of this or another realm. */
function isRequest(value: unknown): value is Request {
  return Object.prototype.toString.call(value) === "[object Request]";
}

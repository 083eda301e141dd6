import { METHODS_MISSING } from "../messages/options.ts";
import { KEY_NOT_ENCODED } from "../messages/service-worker.ts";
import { optionError } from "../option-error.ts";
import type { S3 } from "../s3.ts";
import { failure, failureOf, failureOfResponse, failureResponse } from "./service-worker-error.ts";
import {
  readServeSettings,
  type ServeBucketOptions,
  type ServeSettings,
} from "./service-worker-options.ts";
import { wrapResponse } from "./service-worker-response.ts";
import { type WorkerFetchEvent, workerScope } from "./service-worker-scope.ts";

/** The methods of `S3` that `serveBucket` calls. */
export type BucketClient = Pick<S3, "presign" | "fetch">;

/** Headers of the page's request that S3 evaluates. */
const PASSED_HEADERS = [
  "range",
  "if-match",
  "if-none-match",
  "if-modified-since",
  "if-unmodified-since",
  "if-range",
];

/** Seconds within which redirects lead to the same URL, so that the browser's cache recognizes it. */
const CACHE_WINDOW = 900;

/**
 * Returns a listener for the `fetch` event of a service worker that serves the objects of a bucket as files of the site:
 * `addEventListener("fetch", serveBucket(s3, { at: "/files/" }))`.
 *
 * It responds to GET and HEAD requests of the site's own origin whose path is below `at`, and leaves every other request
 * to the network or to another listener. The rest of the path, percent-decoded once, is the object's key. With
 * `?download=name` the browser saves the object under that name, with `?download` under the last part of its key; other
 * parameters are ignored.
 *
 * An error is a short text with S3's status: 401 if there are no credentials, 502 or 503 if S3 or the credentials cannot
 * be reached.
 *
 * @throws {PresignError} `InvalidOption` for a wrong option, and if `at` is not within the service worker's scope
 */
export function serveBucket(s3: BucketClient, options: ServeBucketOptions): (event: Event) => void {
  if (typeof s3?.presign !== "function" || typeof s3.fetch !== "function") {
    throw optionError(METHODS_MISSING, "s3", ["presign, fetch"]);
  }
  const settings = readServeSettings(options);
  return (event) => {
    const fetchEvent = event as Event & WorkerFetchEvent;
    const { request } = fetchEvent;
    const { method } = request;
    const { origin, pathname, searchParams } = new URL(request.url);
    if (origin !== workerScope.location.origin || !pathname.startsWith(settings.path)) return;
    if (method !== "GET" && method !== "HEAD") return;
    const path = pathname.slice(settings.path.length);
    const response = respond(s3, settings, request, path, searchParams.get("download"));
    fetchEvent.respondWith(response);
  };
}

/** Never rejects: a rejection would be a network error, of which the page cannot see the reason. */
async function respond(
  s3: BucketClient,
  { prefix, redirect, expiresIn, allowScripts }: ServeSettings,
  request: Request,
  path: string,
  download: string | null,
): Promise<Response> {
  const { signal, cache } = request;
  const isRedirect = redirect ?? (download !== null && request.mode === "navigate");
  const method = request.method as "GET" | "HEAD";
  const key = decodedKey(path);
  if (key === undefined) return failureResponse(failure(400, KEY_NOT_ENCODED), method);
  try {
    const { url } = await s3.presign({
      key: prefix + key,
      ...(isRedirect ? { expiresIn, cacheWindow: CACHE_WINDOW, method } : {}),
      ...(download === null ? {} : { response: { downloadAs: download || fileName(key) } }),
    });
    if (isRedirect) {
      const headers = { location: url, "cache-control": "no-store" };
      return new Response(null, { status: 302, headers });
    }
    // `fetch` signs the URL anew for the method of each request.
    const response = await s3.fetch(url, {
      method,
      signal,
      headers: passedHeaders(request.headers),
      // A page may combine "only-if-cached" only with requests to its own origin.
      ...(cache === "only-if-cached" ? {} : { cache }),
    });
    if (response.status >= 400) {
      const range = response.headers.get("content-range");
      return failureResponse(await failureOfResponse(response), method, range);
    }
    const sizeOf = async () => {
      const { ok, headers } = await s3.fetch(url, { method: "HEAD", signal });
      return (ok && Number(headers.get("content-length"))) || undefined;
    };
    return await wrapResponse(response, { request, url, allowScripts, sizeOf });
  } catch (error) {
    return failureResponse(failureOf(error), method);
  }
}

/** Returns the key, or undefined if its encoding is malformed. */
function decodedKey(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function fileName(key: string): string {
  return /[^/]+(?=\/*$)/.exec(key)?.[0] ?? "download";
}

function passedHeaders(headers: Headers): [string, string][] {
  return PASSED_HEADERS.flatMap((name): [string, string][] => {
    const value = headers.get(name);
    return value === null ? [] : [[name, value]];
  });
}

import { contentRange, type SizeOf } from "./service-worker-range.ts";

/** Types that browsers show without running a script in them. PDF viewers do not work in a sandbox. */
const WITHOUT_SCRIPT = /^\s*(?:(?:image|audio|video)\/[\w.-]+|application\/pdf)\s*(?:;[^,]*)?$/i;

/**
 * Blocks scripts, plug-ins, forms and pop-ups of a document. With its origin, the document stays under the control of the
 * service worker, which serves its images and style sheets.
 */
const SANDBOX = "sandbox allow-same-origin";

/** Statuses of a response that has no body. */
const WITHOUT_BODY = [204, 304];

export interface WrapOptions {
  request: Request;
  /** The presigned URL. */
  url: string;
  allowScripts: boolean;
  sizeOf: SizeOf;
}

/**
 * Returns S3's response under the site's own address: as it is no longer the response of a `fetch`, the browser sets its
 * URL to that of the request, so that the presigned URL stays hidden, and relative addresses resolve in the site.
 *
 * Its headers are those that the bucket's CORS rules expose.
 */
export async function wrapResponse(
  response: Response,
  { request, url, allowScripts, sizeOf }: WrapOptions,
): Promise<Response> {
  const { status, statusText } = response;
  const headers = new Headers(response.headers);
  // `fetch` has decoded the body.
  if (headers.has("content-encoding")) {
    headers.delete("content-encoding");
    headers.delete("content-length");
  }
  const disposition = new URL(url).searchParams.get("response-content-disposition");
  if (disposition) headers.set("content-disposition", disposition);
  if (status === 206 && !headers.has("content-range")) {
    const length = headers.get("content-length");
    const range = await contentRange(request.headers.get("range"), length, sizeOf);
    if (range) headers.set("content-range", range);
  }
  headers.set("x-content-type-options", "nosniff");
  if (!allowScripts && !WITHOUT_SCRIPT.test(headers.get("content-type") ?? "")) {
    headers.set("content-security-policy", SANDBOX);
  }
  const hasBody = request.method !== "HEAD" && !WITHOUT_BODY.includes(status);
  const body = hasBody ? response.body : null;
  const isMedia = status === 206 && /^(audio|video)$/.test(request.destination);
  return new Response(isMedia && body ? limited(body) : body, { status, statusText, headers });
}

/** Longest time in milliseconds for which a player reads one response. */
const MEDIA_TIME = 20_000;

/**
 * Ends the body after a time, after which a player requests the rest. Firefox stops a worker 30 seconds after its latest
 * event, even in the middle of a response, and a player then fails. A player's next request keeps the worker running.
 */
function limited(body: ReadableStream<Uint8Array>): BodyInit {
  return body.pipeThrough(
    new TransformStream({
      start(controller) {
        setTimeout(() => controller.terminate(), MEDIA_TIME);
      },
    }),
  );
}

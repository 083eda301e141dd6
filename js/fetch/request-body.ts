import { encodeForm } from "../http/counted-body.ts";
import type { Host } from "../http/host.ts";

/** The body of a request, as it was when `fetch` was called. */
export interface RequestBody {
  /** Undefined: no body. */
  body: BodyInit | undefined;
  /** The content type that fetch sends if the headers have none. Empty: none. */
  contentType: string;
  /** Whether the body can be sent again. False for a stream. */
  isRepeatable: boolean;
}

/**
 * Copies a body that its owner can change: a request is sent after `fetch` has returned, and perhaps twice. Blobs and
 * strings never change. Content types are those of the Fetch standard, "Extract a body".
 */
export function copyBody(host: Pick<Host, "random">, body: unknown): RequestBody {
  if (body === undefined || body === null) return repeatable(undefined);
  if (body instanceof Blob) return repeatable(body, body.type);
  if (body instanceof URLSearchParams) {
    return repeatable(String(body), "application/x-www-form-urlencoded;charset=UTF-8");
  }
  if (body instanceof FormData) {
    const { blob, contentType } = encodeForm(host, body);
    return repeatable(blob, contentType);
  }
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) {
    return repeatable(new Blob([body as BufferSource as ArrayBuffer]));
  }
  if (typeof body !== "object") return repeatable(String(body), "text/plain;charset=UTF-8");
  // A stream, or what else the implementation of fetch accepts.
  return { body: body as BodyInit, contentType: "", isRepeatable: false };
}

function repeatable(body: BodyInit | undefined, contentType = ""): RequestBody {
  return { body, contentType, isRepeatable: true };
}

import type { TransferError } from "../errors.ts";
import type { HttpResponse } from "../http/http-message.ts";
import { transferError } from "../http/transfer-error.ts";
import { NOT_THE_OBJECT } from "../messages/transfers.ts";
import type { ByteRange } from "../types.ts";

/** The headers of a response to GetObject, as far as CORS lets the page read them. */
export interface ObjectResponse {
  /** The bytes are decoded on arrival, so that their number is unknown. */
  encoded: boolean;
  /** Position in the object of the body's first byte. */
  start: number;
  /** Bytes of the body; undefined if unknown or encoded. */
  length: number | undefined;
  /** Bytes of the stored object; undefined if unknown. */
  size: number | undefined;
  etag: string | undefined;
  lastModified: string | undefined;
  /** The validators that two different objects cannot share. */
  strong: { etag?: string; lastModified?: string };
  /** The response has no `Content-Range`, so that only the request states the position of the body. */
  lacksRange: boolean;
}

/** Makes the error of a response that is not the requested object. */
export function notTheObject(attempt: number, got: string): TransferError {
  return transferError(NOT_THE_OBJECT, attempt, { parameters: [got] });
}

/**
 * Reads a successful response to a GET of a range, or of the whole object.
 *
 * @throws {TransferError} `UnreadableReply` if its body cannot be the requested bytes
 */
export function readObjectResponse(
  { status, headers }: HttpResponse,
  requested: ByteRange | undefined,
  attempt: number,
): ObjectResponse {
  const unreadable = (got: string) => notTheObject(attempt, got);
  if (status !== 200 && status !== 203 && status !== 206) throw unreadable(`status ${status}`);
  const contentRange = headers.get("content-range");
  const range = parseContentRange(contentRange);
  if (contentRange !== null && !range) throw unreadable("an invalid `Content-Range`");
  const lacksRange = status === 206 && !range;
  if (lacksRange && /^multipart\/byteranges/i.test(headers.get("content-type") ?? "")) {
    throw unreadable("`multipart/byteranges` instead of one range");
  }
  if (lacksRange && !requested) throw unreadable("a range instead of the whole object");
  const encoded = isEncoded(headers);
  const contentLength = parseWholeNumber(headers.get("content-length"));
  const length = range ? range.end - range.start + 1 : contentLength;
  if (range && !encoded && (contentLength ?? 0) > range.end - range.start + 1) {
    throw unreadable("a `Content-Length` larger than its `Content-Range`");
  }
  const etag = headers.get("etag") ?? undefined;
  const lastModified = headers.get("last-modified") ?? undefined;
  return {
    encoded,
    // rclone responds to a range with 200 and a correct Content-Range.
    start: range?.start ?? (lacksRange && requested ? requested.start : 0),
    length: encoded ? undefined : length,
    size: range ? range.size : lacksRange ? sizeFrom(contentLength, requested) : contentLength,
    etag,
    lastModified,
    strong: strongValidators(etag, lastModified, headers.get("date")),
    lacksRange,
  };
}

/** Returns whether a later response is of another object than the first one. `size` is that of the first object. */
export function isOtherObject(first: ObjectResponse, later: ObjectResponse, size: number): boolean {
  const isResized = Math.abs(size - (later.size ?? size)) > 0;
  return (
    differ(first.etag, later.etag) ||
    differ(first.lastModified, later.lastModified) ||
    (isResized && !first.encoded && !later.encoded)
  );
}

/**
 * Returns whether a later response proves by itself that it is of the same object as the first one.
 *
 * The `If-Match` of its request proves nothing: caches and some stores ignore it. CORS can hide an ETag, but then hides it
 * in all responses, so a response without the ETag of the first one comes from another sender. CORS never hides
 * Last-Modified (Fetch, "CORS-safelisted response-header name"), so a page that sees no ETag still has a proof.
 */
export function isProvenSame({ strong }: ObjectResponse, later: ObjectResponse): boolean {
  const { etag, lastModified } = strong;
  const isSame =
    (etag !== undefined && etag === later.etag) ||
    (lastModified !== undefined && lastModified === later.lastModified);
  return isSame && !later.encoded;
}

function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

/**
 * Returns the strong validators (RFC 9110, 8.8): a weak ETag allows the bytes to differ, and a date proves nothing if the
 * object could have been replaced later in the same second. CORS never hides Last-Modified, and often hides Date.
 */
function strongValidators(
  etag: string | undefined,
  lastModified: string | undefined,
  date: string | null,
): ObjectResponse["strong"] {
  if (etag?.startsWith("W/")) return {};
  const isRecent = Date.parse(date ?? "") - Date.parse(lastModified ?? "") < 1_000;
  return {
    ...(etag ? { etag } : {}),
    ...(lastModified && !isRecent ? { lastModified } : {}),
  };
}

function isEncoded(headers: Headers): boolean {
  const encoding = headers.get("content-encoding")?.toLowerCase() ?? "";
  // Only encodings that browsers decode change the number of bytes, unlike `aws-chunked`.
  return /\b(gzip|x-gzip|deflate|br|zstd|compress)\b/.test(encoding);
}

/** Parses `bytes 0-99/1234`, in which the size may be `*`. */
function parseContentRange(
  value: string | null,
): { start: number; end: number; size: number | undefined } | undefined {
  const found = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/.exec(value ?? "");
  if (!found) return undefined;
  const [start, end] = [Number(found[1]), Number(found[2])];
  const size = found[3] === "*" ? undefined : Number(found[3]);
  return start <= end && end < (size ?? Number.POSITIVE_INFINITY)
    ? { start, end, size }
    : undefined;
}

function parseWholeNumber(value: string | null): number | undefined {
  return value !== null && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** Returns the object's size from the length of a range: a range shorter than requested ends at the last byte. */
function sizeFrom(length: number | undefined, range: ByteRange | undefined): number | undefined {
  if (length === undefined || !range) return length;
  const { start, end } = range;
  const reachesEnd = end === undefined || length < end - start + 1;
  return reachesEnd ? start + length : undefined;
}

import type { HttpResponse } from "../http/send.ts";
import { transferError } from "../http/transfer-error.ts";
import { NOT_THE_OBJECT } from "../messages/transfers.ts";
import type { ByteRange } from "../types.ts";

/** The headers of a reply to GetObject, as far as CORS lets the page see them. */
export interface ObjectReply {
  /** The bytes that arrive are decoded from others: their number is unknown. */
  encoded: boolean;
  /** Position in the object of the body's first byte. */
  start: number;
  /** Bytes of the body; undefined if nothing tells, or if it is encoded. */
  length: number | undefined;
  /** Bytes of the object as stored; undefined if nothing tells. */
  size: number | undefined;
  etag: string | undefined;
  lastModified: string | undefined;
  /** The validators that two different objects cannot share. */
  strong: { etag?: string; lastModified?: string };
  /** The body's place is known from the request alone. */
  unplaced: boolean;
}

/**
 * Reads a successful reply to a GET for `asked`, or for the whole object.
 *
 * @throws {TransferError} `UnreadableReply`: its body cannot be the bytes that were asked for
 */
export function readObjectReply(
  { status, headers }: HttpResponse,
  asked: ByteRange | undefined,
  attempt: number,
): ObjectReply {
  const unreadable = (got: string) => transferError(NOT_THE_OBJECT, attempt, { parameters: [got] });
  if (status !== 200 && status !== 203 && status !== 206) {
    throw unreadable(`status ${status}`);
  }
  const announced = headers.get("content-range");
  const range = readContentRange(announced);
  if (announced !== null && !range) throw unreadable("an invalid `Content-Range`");
  const unplaced = status === 206 && !range;
  if (unplaced && /^multipart\/byteranges/i.test(headers.get("content-type") ?? "")) {
    throw unreadable("`multipart/byteranges` instead of one range");
  }
  if (unplaced && !asked) throw unreadable("a part of the object instead of all of it");
  const encoded = isEncoded(headers);
  const contentLength = wholeNumber(headers.get("content-length"));
  const length = range ? range.end - range.start + 1 : contentLength;
  if (range && !encoded && (contentLength ?? 0) > range.end - range.start + 1) {
    throw unreadable("a `Content-Length` larger than its `Content-Range`");
  }
  const etag = headers.get("etag") ?? undefined;
  const lastModified = headers.get("last-modified") ?? undefined;
  return {
    encoded,
    // rclone answers a range with 200 and a true Content-Range.
    start: range?.start ?? (unplaced && asked ? asked.start : 0),
    length: encoded ? undefined : length,
    size: range ? range.size : unplaced ? sizeFrom(contentLength, asked) : contentLength,
    etag,
    lastModified,
    strong: strongValidators(etag, lastModified, headers.get("date")),
    unplaced,
  };
}

/**
 * RFC 9110, 8.8: a weak ETag says that the bytes may differ, and a date says so too if the object could have been
 * replaced later in that second. CORS never hides Last-Modified, and often hides Date.
 */
function strongValidators(
  etag: string | undefined,
  lastModified: string | undefined,
  date: string | null,
): ObjectReply["strong"] {
  if (etag?.startsWith("W/")) return {};
  const isRecent = Date.parse(date ?? "") - Date.parse(lastModified ?? "") < 1_000;
  return {
    ...(etag ? { etag } : {}),
    ...(lastModified && !isRecent ? { lastModified } : {}),
  };
}

function isEncoded(headers: Headers): boolean {
  const encoding = headers.get("content-encoding")?.toLowerCase() ?? "";
  // Only what browsers decode changes the count of bytes; `aws-chunked` for one stays a mere label.
  return /\b(gzip|x-gzip|deflate|br|zstd|compress)\b/.test(encoding);
}

/** `bytes 0-99/1234`; the size may be `*`. */
function readContentRange(
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

function wholeNumber(value: string | null): number | undefined {
  return value !== null && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** The object's size from the length of what was sent: a range that came short ends at the last byte. */
function sizeFrom(length: number | undefined, range: ByteRange | undefined): number | undefined {
  if (length === undefined || !range) return length;
  const { start, end } = range;
  const reachesEnd = end === undefined || length < end - start + 1;
  return reachesEnd ? start + length : undefined;
}

import { withRetries } from "../http/retry.ts";
import { sendSigned } from "../http/send.ts";
import { transferError } from "../http/transfer-error.ts";
import { ENDLESS_LISTING } from "../messages/transfers.ts";
import { Options, wellFormed, withoutEmpty } from "../options.ts";
import { type Listing, readListing } from "../s3-documents.ts";
import {
  type RequestSettings,
  readRequestHeaders,
  readRequestSettings,
  signedHeaders,
} from "../transfer/arguments.ts";
import { TransferControl } from "../transfer/control.ts";
import type { TransferEnvironment } from "../transfer/environment.ts";
import type { ListEntry, ListOptions } from "../types.ts";
import { parseDate } from "./object-info.ts";

/** Bytes of a page that are read: 1000 entries with keys of 1 KB, which encoding can make three times as long. */
const PAGE_LIMIT = 16 * 1024 * 1024;

const LIST_OPTIONS = ["bucket", "delimiter", "startAfter", "pageSize", "headers", "signal"];

/**
 * Lists a bucket's objects in S3's order (API reference, "ListObjectsV2"). Each page is requested when the iteration
 * reaches it.
 *
 * @throws {PresignError} `InvalidOption`, before the iteration
 */
export function list(
  environment: TransferEnvironment,
  prefix = "",
  options: ListOptions = {},
): AsyncGenerator<ListEntry, void, undefined> {
  const read = new Options(options, LIST_OPTIONS);
  return listEntries(environment, {
    ...readRequestSettings(environment, read),
    prefix: wellFormed(prefix, "prefix"),
    delimiter: read.string("delimiter"),
    startAfter: read.string("startAfter"),
    pageSize: read.whole("pageSize", 1, 1_000),
    headers: readRequestHeaders(read),
  });
}

interface ListRequest extends RequestSettings {
  prefix: string;
  delimiter: string | undefined;
  startAfter: string | undefined;
  pageSize: number | undefined;
  headers: Record<string, string>;
}

async function* listEntries(
  environment: TransferEnvironment,
  request: ListRequest,
): AsyncGenerator<ListEntry, void, undefined> {
  const { bucket, signal } = request;
  const control = new TransferControl(environment, { signal });
  try {
    let continuation: string | undefined;
    do {
      const query = pageQuery(request, continuation);
      const page = readListing(await fetchPage(control, request, query));
      yield* entriesOf(page, bucket);
      const next = page.nextContinuationToken;
      if (next !== undefined && next === continuation) throw transferError(ENDLESS_LISTING, 1);
      continuation = next;
    } while (continuation !== undefined);
  } finally {
    control.end();
  }
}

function pageQuery(
  { prefix, delimiter, startAfter, pageSize }: ListRequest,
  continuation: string | undefined,
): Record<string, string> {
  const query: Record<string, string> = {
    "list-type": "2",
    // XML 1.0 cannot represent some characters that keys may have.
    "encoding-type": "url",
  };
  if (prefix) query["prefix"] = prefix;
  if (delimiter) query["delimiter"] = delimiter;
  if (pageSize !== undefined) query["max-keys"] = String(pageSize);
  if (continuation !== undefined) query["continuation-token"] = continuation;
  else if (startAfter) query["start-after"] = startAfter;
  return query;
}

function fetchPage(
  control: TransferControl,
  { bucket, headers }: ListRequest,
  query: Record<string, string>,
): Promise<string> {
  const { environment } = control;
  return withRetries(control, async (attempt) => {
    const signed = await environment.signer.presign(
      { bucket, method: "GET", query, ...signedHeaders(headers) },
      attempt.signal,
    );
    const response = await sendSigned(environment, signed, attempt);
    return response.text(PAGE_LIMIT);
  });
}

/** Returns the objects and common prefixes of a page, which lists them separately, sorted together. */
function entriesOf(page: Listing, bucket: string): ListEntry[] {
  const decode = page.encodingType === "url" ? decodeKey : (key: string) => key;
  const entries: ListEntry[] = page.contents.map((object) => {
    const { key, size, etag } = object;
    const lastModified = parseDate(object.lastModified);
    return { bucket, key: decode(key), size, ...withoutEmpty({ etag, lastModified }) };
  });
  for (const prefix of page.commonPrefixes) {
    entries.push({ bucket, key: decode(prefix), size: 0, commonPrefix: true });
  }
  return page.commonPrefixes.length > 0 ? entries.sort(byCodePoints) : entries;
}

/** Decodes a key of a listing. S3 encodes it as forms do: a space is `+`, and a plus is `%2B`. */
function decodeKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll("+", " "));
  } catch {
    // Bytes that are not UTF-8 have no string. The encoded key still differs from other keys.
    return encoded;
  }
}

/** Compares keys as S3 does, by UTF-8 bytes: the order of code points, and not of JavaScript's UTF-16 units. */
function byCodePoints(a: ListEntry, b: ListEntry): number {
  const left = [...a.key];
  const right = [...b.key];
  for (let at = 0; at < left.length && at < right.length; at += 1) {
    const difference = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

import { withRetries } from "../http/retry.ts";
import { send } from "../http/send.ts";
import { transferError } from "../http/transfer-error.ts";
import { ENDLESS_LISTING } from "../messages/transfers.ts";
import { Options, wellFormed } from "../options.ts";
import type { Listing, ListingReader } from "../s3-documents.ts";
import { type RequestSettings, readRequestSettings } from "../transfer/arguments.ts";
import { TransferControl } from "../transfer/control.ts";
import type { TransferEnvironment } from "../transfer/environment.ts";
import type { ListEntry, ListOptions } from "../types.ts";

/** A page has at most 1000 entries, with keys of 1 KB that encoding can make three times as long. */
const PAGE_LIMIT = 16 * 1024 * 1024;

/**
 * Lists a bucket's objects, in the order of S3, page by page as it is iterated (ListObjectsV2).
 *
 * Ending the iteration early asks for no further page. Throws `InvalidOption` at once for options that it does not
 * know or that have a wrong type.
 */
export function list(
  environment: TransferEnvironment & { xml: ListingReader },
  prefix = "",
  options: ListOptions = {},
): AsyncGenerator<ListEntry, void, undefined> {
  const read = new Options(options, ["bucket", "delimiter", "pageSize", "signal"]);
  return entries(environment, {
    ...readRequestSettings(environment, read),
    prefix: wellFormed(prefix, "prefix"),
    delimiter: read.string("delimiter"),
    pageSize: read.whole("pageSize", 1, 1_000),
  });
}

interface ListRequest extends RequestSettings {
  prefix: string;
  delimiter: string | undefined;
  pageSize: number | undefined;
}

async function* entries(
  environment: TransferEnvironment & { xml: ListingReader },
  request: ListRequest,
): AsyncGenerator<ListEntry, void, undefined> {
  const { bucket, signal } = request;
  const control = new TransferControl(environment, { signal });
  try {
    let continuation: string | undefined;
    do {
      const query = pageQuery(request, continuation);
      const page = environment.xml.readListing(await readPage(control, bucket, query));
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
  { prefix, delimiter, pageSize }: ListRequest,
  continuation: string | undefined,
): Record<string, string> {
  const query: Record<string, string> = {
    "list-type": "2",
    // XML 1.0 has no way to write some characters that keys may have.
    "encoding-type": "url",
  };
  if (prefix) query["prefix"] = prefix;
  if (delimiter) query["delimiter"] = delimiter;
  if (pageSize !== undefined) query["max-keys"] = String(pageSize);
  if (continuation !== undefined) query["continuation-token"] = continuation;
  return query;
}

function readPage(
  control: TransferControl,
  bucket: string,
  query: Record<string, string>,
): Promise<string> {
  const { environment } = control;
  return withRetries(control, async (attempt) => {
    const signed = await environment.signer.presign(
      { bucket, method: "GET", query },
      attempt.signal,
    );
    const { url, headers } = signed;
    const reply = await send(environment, { method: "GET", url, headers, signed }, attempt);
    return reply.text(PAGE_LIMIT);
  });
}

/** Objects and common prefixes come apart; together they are in order again. */
function entriesOf(page: Listing, bucket: string): ListEntry[] {
  const encoded = page.encodingType === "url";
  const read = (key: string) => (encoded ? decodeKey(key) : key);
  const entries: ListEntry[] = page.contents.map((object) => {
    const entry: ListEntry = { bucket, key: read(object.key), size: object.size };
    if (object.etag) entry.etag = object.etag;
    const lastModified = Date.parse(object.lastModified ?? "");
    if (!Number.isNaN(lastModified)) entry.lastModified = new Date(lastModified);
    return entry;
  });
  for (const prefix of page.commonPrefixes) {
    entries.push({ bucket, key: read(prefix), size: 0, commonPrefix: true });
  }
  return page.commonPrefixes.length > 0 ? entries.sort(byBytes) : entries;
}

/** S3 encodes as forms do: a space is `+`, and a plus is `%2B`. */
function decodeKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll("+", " "));
  } catch {
    // Bytes that are no UTF-8 have no string; as it came, the key is at least told from others.
    return encoded;
  }
}

/** S3 sorts by UTF-8 bytes, which is by code points and not by JavaScript's UTF-16 units. */
function byBytes(a: ListEntry, b: ListEntry): number {
  const left = [...a.key];
  const right = [...b.key];
  for (let at = 0; at < left.length && at < right.length; at += 1) {
    const difference = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

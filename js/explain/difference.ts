import type { ErrorDocument } from "../http/error-document.ts";
import type { SentRequest } from "../types.ts";
import { type Cause, causeOf, isContentLength, isHost, reportedPart } from "./cause.ts";
import type { Item } from "./item.ts";
import { hideSecrets, isSecret } from "./secrets.ts";
import { sentItems } from "./sent-items.ts";
import { itemsOfV2, itemsOfV4 } from "./signed-items.ts";

/** The first part of a request that differs, as it was sent and as S3 signed it. */
export interface Difference {
  /** `secret` if no part of the request differs. */
  part: "method" | "path" | "query" | "headers" | "signedHeaders" | "payload" | "scope" | "secret";
  /**
   * The part as it was sent: `name=value` for the query, `name:value` for a header; empty if it is absent. Secrets are
   * hidden.
   */
  ours: string;
  /** The part as S3 signed it, in the same form. */
  theirs: string;
}

/** Limit for hostile documents. Real requests have about forty items on each side. */
const MAX_COMPARISONS = 250_000;

/**
 * Finds the first difference between a request as it was sent and what S3 signed, and the likely cause. It shows no token,
 * signature or other secret.
 *
 * This needs no key: everything that is signed is in the URL and in the headers.
 * <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>
 *
 * Returns undefined if the error document does not contain what was signed, as with many S3-compatible services.
 *
 * @throws if the URL is not presigned
 */
export function firstDifference(
  document: ErrorDocument,
  request: SentRequest,
): (Difference & { cause: Cause }) | undefined {
  const { isV4, accessKeyId, items: ours } = sentItems(request);
  const theirs = isV4 ? itemsOfV4(document) : itemsOfV2(document);
  if (!theirs || ours.length * theirs.length > MAX_COMPARISONS) return undefined;
  if (!isV4) ignoreBucket(ours, theirs);
  const [our, their] = firstPair(ours, theirs);
  const differing = our ?? their;
  if (differing) {
    return {
      part: reportedPart(differing),
      cause: causeOf(our, their),
      ours: hideSecrets(formatItem(our), request),
      theirs: hideSecrets(formatItem(their), request),
    };
  }
  // A string to sign alone is not the whole request.
  if (isV4 && !document.CanonicalRequest) return undefined;
  return {
    part: "secret",
    cause: "SecretWrong",
    ours: accessKeyId,
    theirs: document.AWSAccessKeyId || accessKeyId,
  };
}

/**
 * Ignores a bucket before S3's path. V2 signs `/bucket/key` for `https://bucket.host/key`, and the sent request does not
 * show which part of its host is the bucket.
 */
function ignoreBucket(ours: readonly Item[], theirs: readonly Item[]): void {
  const path = ours.at(-1)?.value ?? "";
  const resource = theirs.at(-1);
  const theirPath = resource?.value ?? "";
  if (!resource || !theirPath.endsWith(path)) return;
  if (/^\/[^/]*$/.test(theirPath.slice(0, -path.length))) resource.value = path;
}

/**
 * Returns the first item that only one side has, with the other side's item of the same name. Both are undefined if the
 * sides are equal.
 *
 * The host is last: the URL shows another host than the signed one if the location has a public endpoint, so that any
 * other difference says more.
 */
function firstPair(
  ours: readonly Item[],
  theirs: readonly Item[],
): [ours: Item | undefined, theirs: Item | undefined] {
  const otherOf = (item: Item) => theirs.find(({ key }) => key === item.key);
  const isMissing = (item: Item) => {
    if (
      theirs.some(
        ({ part, name, value }) => part === item.part && name === item.name && value === item.value,
      )
    )
      return false;
    const other = otherOf(item);
    // The sent value is unknown. An empty value at S3 is a difference all the same: the header did not arrive.
    if (other) return item.value !== undefined || !other.value;
    // Otherwise the document has no items of this part.
    return theirs.some(({ part }) => part === item.part);
  };
  const missing = ours.find((item) => !isHost(item) && isMissing(item));
  if (missing) return [missing, otherOf(missing)];
  const added = theirs.find((item) => ours.every(({ key }) => key !== item.key));
  if (added) return [undefined, added];
  const host = ours.find((item) => isHost(item) && isMissing(item));
  if (host) return [host, otherOf(host)];
  // The browser sets Content-Length, so the sent value is unknown; a body of another size is the likely cause.
  const size = ours.find((item) => isContentLength(item) && item.value === undefined);
  const theirSize = size && otherOf(size);
  return theirSize ? [size, theirSize] : [undefined, undefined];
}

function formatItem(item: Item | undefined): string {
  if (!item) return "";
  const { part, name, value = "(unknown)" } = item;
  const shown = item.value && isSecret(name) ? "(hidden)" : value;
  if (part === "query") return `${name}=${shown}`;
  return part === "headers" ? `${name}:${shown}` : shown;
}

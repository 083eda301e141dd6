import type { Random } from "../support/random.ts";

/** A response that does not match what the service has or did: see the stack's README, "Faults". */
export type FalseResponse =
  | { type: "header"; name: string; value?: string }
  | { type: "status"; status: number }
  | { type: "ignore"; header: string }
  | { type: "reply"; status?: number; contentType?: string; body: string; performed?: boolean }
  | { type: "truncate"; after: number }
  | { type: "extend"; by: number };

type FalseResponseOrError = FalseResponse | { type: "error"; status: number; code: string };

const TYPES = new Set(["header", "status", "ignore", "reply", "truncate", "extend"]);

export function isFalseResponse(effect: { type: string }): effect is FalseResponse {
  return TYPES.has(effect.type);
}

/** Returns whether a download succeeds in spite of it: missing validators, and ignored ranges. */
export function isHarmless(effect: { type: string }): boolean {
  if (!isFalseResponse(effect)) return false;
  if (effect.type === "ignore") return true;
  return effect.type === "header" && /^(date|last-modified)$/.test(effect.name);
}

/** Returns whether only the checksum of the whole object detects it. */
export function isUndetectable(effect: { type: string }): boolean {
  if (!isFalseResponse(effect) || effect.type !== "header") return false;
  return effect.name === "content-range" || effect.name === "content-length";
}

/** Returns whether the bytes are labelled as encoded, so that their number and checksum are unknown. */
export function isEncoding(effect: { type: string }): boolean {
  return isFalseResponse(effect) && effect.type === "header" && effect.name === "content-encoding";
}

/** Returns whether it has the effect of a stall: Node 20's fetch neither fails nor ends on a body falsely labelled gzip. */
export function isLikeStall(effect: { type: string }): boolean {
  return isEncoding(effect) && "value" in effect && effect.value === "gzip";
}

/** The page of another server. Nothing in the response distinguishes it from an object. */
export const OTHER_SERVER_PAGE =
  "<!doctype html><title>Log in</title><form><input name=password></form>";
const OTHER_PAGE_RESPONSE = {
  type: "reply",
  contentType: "text/html",
  body: OTHER_SERVER_PAGE,
} as const;

const WEAK = { type: "header", name: "etag", value: 'W/"weak"' } as const;
const NO_ETAG = { type: "header", name: "etag" } as const;
const NO_DATE = { type: "header", name: "last-modified" } as const;
const LATE = { type: "header", name: "date", value: "Fri, 31 Dec 9999 23:59:59 GMT" } as const;

/** The client sets its clock by the Date of such a response. */
const SKEWED = { type: "error", status: 403, code: "RequestTimeTooSkewed" } as const;

/** Returns false responses to a download. A range gets none that only a checksum detects, because it has none. */
export function falseDownloads(
  size: number,
  isRange: boolean,
  random: Random,
): FalseResponseOrError[] {
  const length = random.whole(0, size * 2 + 100);
  const start = random.whole(0, size);
  const total = random.one([size, size + 100, Math.max(1, size >> 1)]);
  const label = (value: string) => ({ type: "header", name: "content-encoding", value }) as const;
  const contentRange = (value: string) =>
    ({ type: "header", name: "content-range", value }) as const;
  const choices: [FalseResponseOrError[], ...FalseResponseOrError[][]] = [
    [WEAK],
    [NO_ETAG],
    [NO_DATE],
    [NO_ETAG, NO_DATE],
    [NO_ETAG, NO_DATE, { type: "ignore", header: "range" }],
    // Node does not decode this: the bytes are correct, and their number is unknown.
    [label("compress")],
    [label("compress"), { type: "ignore", header: "range" }],
    [{ type: "ignore", header: "range" }],
    [{ type: "ignore", header: "if-match" }],
    [{ type: "status", status: random.one([200, 202, 206]) }],
    [{ type: "header", name: "content-type", value: "multipart/byteranges; boundary=x" }],
    [{ type: "truncate", after: random.whole(0, size) }],
    [{ type: "truncate", after: random.whole(0, size) }, NO_ETAG, NO_DATE],
    [{ type: "extend", by: random.whole(1, 100_000) }],
    [
      { type: "extend", by: random.whole(1, 100_000) },
      { type: "ignore", header: "range" },
    ],
    [OTHER_PAGE_RESPONSE],
    [LATE],
    [LATE, SKEWED],
    [contentRange("bytes 9-3/2")],
  ];
  // Node's decoder turns a body of a few bytes into an empty one without an error.
  if (!isRange && size > 100) choices.push([label("gzip")]);
  if (!isRange) {
    choices.push(
      [contentRange(`bytes ${start}-${Math.max(start, total - 1)}/${total}`)],
      [contentRange(`bytes ${start}-${Math.max(start, total - 1)}/${total}`), NO_ETAG, NO_DATE],
      [{ type: "header", name: "content-length", value: String(length) }],
      [{ type: "header", name: "content-length", value: String(length) }, NO_ETAG, NO_DATE],
    );
  }
  return random.one(choices);
}

/** Texts that do not confirm an upload. */
const PAGES = [OTHER_SERVER_PAGE, '{"message":"ok"}', "ok", "<html", "<Error>"] as const;

/** Returns false responses to a PUT or a POST. */
export function falseUploads(random: Random): FalseResponseOrError[] {
  return random.one<FalseResponseOrError[]>([
    [{ type: "reply", contentType: "text/html", body: random.one(PAGES) }],
    [{ type: "reply", contentType: "text/html", body: random.one(PAGES), performed: true }],
    [{ type: "status", status: random.one([202, 203, 206]) }],
    [NO_ETAG],
    [LATE],
    [LATE, SKEWED],
  ]);
}

/** Returns false responses to a request of a multipart upload. */
export function falseParts(method: string, random: Random): FalseResponseOrError[] {
  if (method === "PUT") return falseUploads(random);
  const body = random.one([
    "",
    " \n",
    ...PAGES,
    "<!-- --><Error><Code>InternalError</Code></Error>",
    "<!DOCTYPE x><Error><Code>InternalError</Code></Error>",
    '<s3:Error xmlns:s3="s3"><s3:Code>InternalError</s3:Code></s3:Error>',
    "<CompleteMultipartUploadResult><ETag>&quot;x&quot;</ETag>",
    "<CompleteMultipartUploadResult/>",
    "<InitiateMultipartUploadResult><UploadId></UploadId></InitiateMultipartUploadResult>",
    "<ListPartsResult>",
  ]);
  return random.one<FalseResponseOrError[]>([
    [{ type: "reply", contentType: "application/xml", body }],
    [{ type: "reply", contentType: "application/xml", body, performed: true }],
    [{ type: "truncate", after: random.whole(0, 400) }],
    [{ type: "status", status: random.one([202, 206]) }],
    [LATE],
    [LATE, SKEWED],
  ]);
}

import type { Random } from "./random.ts";

/** An answer that is not what the service has or did: see the stack's README, "Faults". */
export type Lie =
  | { type: "header"; name: string; value?: string }
  | { type: "status"; status: number }
  | { type: "ignore"; header: string }
  | { type: "reply"; status?: number; contentType?: string; body: string; performed?: boolean }
  | { type: "truncate"; after: number }
  | { type: "extend"; by: number };

type LieOrError = Lie | { type: "error"; status: number; code: string };

const TYPES = new Set(["header", "status", "ignore", "reply", "truncate", "extend"]);

export function isLie(effect: { type: string }): effect is Lie {
  return TYPES.has(effect.type);
}

/** Lies that a download survives: missing evidence, and ignored ranges. */
export function isHarmless(effect: { type: string }): boolean {
  if (!isLie(effect)) return false;
  if (effect.type === "ignore") return true;
  return effect.type === "header" && /^(date|last-modified)$/.test(effect.name);
}

/** Lies that only the checksum of the whole object reveals. */
export function isUndetectable(effect: { type: string }): boolean {
  if (!isLie(effect) || effect.type !== "header") return false;
  return effect.name === "content-range" || effect.name === "content-length";
}

/** Whether the bytes are said to be encoded, which leaves their number and their checksum unknown. */
export function isEncoding(effect: { type: string }): boolean {
  return isLie(effect) && effect.type === "header" && effect.name === "content-encoding";
}

/** Node's fetch, as of version 20, neither fails nor ends on a body that is no gzip though it is labelled so. */
export function isLikeStall(effect: { type: string }): boolean {
  return isEncoding(effect) && "value" in effect && effect.value === "gzip";
}

/** The page of another server. Nothing in the reply tells it from an object. */
export const FOREIGN = "<!doctype html><title>Log in</title><form><input name=password></form>";
const FOREIGN_PAGE = { type: "reply", contentType: "text/html", body: FOREIGN } as const;

const WEAK = { type: "header", name: "etag", value: 'W/"weak"' } as const;
const NO_ETAG = { type: "header", name: "etag" } as const;
const NO_DATE = { type: "header", name: "last-modified" } as const;
const LATE = { type: "header", name: "date", value: "Fri, 31 Dec 9999 23:59:59 GMT" } as const;

/** The client asks for the time by the Date of such a reply. */
const SKEWED = { type: "error", status: 403, code: "RequestTimeTooSkewed" } as const;

/** Of lies that only the checksum tells, a range has none, since no checksum tells of a range. */
export function liesToDownload(size: number, isRange: boolean, random: Random): LieOrError[] {
  const length = random.whole(0, size * 2 + 100);
  const start = random.whole(0, size);
  const total = random.one([size, size + 100, Math.max(1, size >> 1)]);
  const label = (value: string) => ({ type: "header", name: "content-encoding", value }) as const;
  const place = (value: string) => ({ type: "header", name: "content-range", value }) as const;
  const lies: [LieOrError[], ...LieOrError[][]] = [
    [WEAK],
    [NO_ETAG],
    [NO_DATE],
    [NO_ETAG, NO_DATE],
    [NO_ETAG, NO_DATE, { type: "ignore", header: "range" }],
    // Node decodes no such thing: the bytes are right, and their number unknown.
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
    [FOREIGN_PAGE],
    [LATE],
    [LATE, SKEWED],
    [place("bytes 9-3/2")],
  ];
  // Node's decoder turns a body of a few bytes into an empty one without an error.
  if (!isRange && size > 100) lies.push([label("gzip")]);
  if (!isRange) {
    lies.push(
      [place(`bytes ${start}-${Math.max(start, total - 1)}/${total}`)],
      [place(`bytes ${start}-${Math.max(start, total - 1)}/${total}`), NO_ETAG, NO_DATE],
      [{ type: "header", name: "content-length", value: String(length) }],
      [{ type: "header", name: "content-length", value: String(length) }, NO_ETAG, NO_DATE],
    );
  }
  return random.one(lies);
}

/** None of these is a confirmation. */
const PAGES = [FOREIGN, '{"message":"ok"}', "ok", "<html", "<Error>"] as const;

export function liesToUpload(random: Random): LieOrError[] {
  return random.one<LieOrError[]>([
    [{ type: "reply", contentType: "text/html", body: random.one(PAGES) }],
    [{ type: "reply", contentType: "text/html", body: random.one(PAGES), performed: true }],
    [{ type: "status", status: random.one([202, 203, 206]) }],
    [NO_ETAG],
    [LATE],
    [LATE, SKEWED],
  ]);
}

/** Requests of a multipart upload that a lie can answer: create, complete, list, or a part. */
export function liesToParts(method: string, random: Random): LieOrError[] {
  if (method === "PUT") return liesToUpload(random);
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
  return random.one<LieOrError[]>([
    [{ type: "reply", contentType: "application/xml", body }],
    [{ type: "reply", contentType: "application/xml", body, performed: true }],
    [{ type: "truncate", after: random.whole(0, 400) }],
    [{ type: "status", status: random.one([202, 206]) }],
    [LATE],
    [LATE, SKEWED],
  ]);
}

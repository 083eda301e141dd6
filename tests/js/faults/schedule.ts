import {
  isEncoding,
  isHarmless,
  isLie,
  isLikeStall,
  isUndetectable,
  type Lie,
  liesToDownload,
  liesToParts,
  liesToUpload,
} from "./lies.ts";
import { Random } from "./random.ts";

/** What the stack is told to do wrong: see its README, "Faults". */
export interface Fault {
  method: string;
  skip: number;
  /** 0: for ever. */
  times: number;
  effect:
    | { type: "delay"; milliseconds: number }
    | { type: "error"; status: number; code: string; retryAfter?: number }
    | { type: "cut" | "stall"; of: "request" | "response"; after: number }
    | { type: "corrupt"; at: number }
    | Lie;
}

/** One transfer, and all that befalls it. */
export interface Schedule {
  /** `resumed` is an upload in parts whose page is closed, and which another page takes up. */
  way: "download" | "put" | "post" | "multipart" | "resumed";
  size: number;
  to: "blob" | "stream" | "writable";
  range: { start: number; end?: number } | undefined;
  faults: Fault[];
  /** Seconds by which the service's clock runs ahead of this machine's. */
  clockOffsetSeconds: number;
  /** Whether the page gets other credentials for those that the service calls ended. */
  renewable: boolean;
  pause: Moment | undefined;
  abort: Moment | undefined;
  /** When a download's object is replaced by another of its size. */
  replace: Moment | undefined;
  /** When the first page of a resumed upload is closed. */
  close: Moment | undefined;
}

/** So many turns of the event loop after so many reports of progress. */
export interface Moment {
  report: number;
  turns: number;
}

/** S3 takes no smaller part but as the last. */
export const PART_SIZE = 5 * 1024 * 1024;

const LIE_CHANCE = 0.35;

const SIZES = [0, 1, 4_096, 65_536, 300_001, 1_500_000] as const;

const ERRORS = [
  [503, "SlowDown"],
  [503, "SlowDown"],
  [500, "InternalError"],
  [503, "ServiceUnavailable"],
  [400, "RequestTimeout"],
  [403, "ExpiredToken"],
  [403, "AccessDenied"],
] as const;

/** The same for the same seed and index. */
export function scheduleOf(seed: number, index: number): Schedule {
  const random = new Random(seed, index);
  const way = random.one([
    "download",
    "download",
    "download",
    "download",
    "put",
    "put",
    "post",
    "post",
    "multipart",
    "multipart",
    "resumed",
  ]);
  const parts = way === "resumed" ? random.whole(1, 2) : 1;
  const size = inParts(way) ? parts * PART_SIZE + random.whole(1, 200_000) : random.one(SIZES);
  const count = random.whole(0, 4);
  const range =
    way === "download" && size > 0 && random.chance(0.2) ? rangeIn(size, random) : undefined;
  let faults = Array.from({ length: count }, () => faultIn(way, size, random));
  if (random.chance(LIE_CHANCE)) faults.push(...lyingFaultsIn(way, size, range, random));
  // An error that is called a success is an object to anyone.
  const changesStatus = faults.some(({ effect }) => effect.type === "status");
  if (changesStatus) faults = faults.filter(({ effect }) => effect.type !== "error");
  const isUnverified = ({ effect }: Fault) => isEncoding(effect) || effect.type === "reply";
  const isVerified = !range && !faults.some(isUnverified);
  // Only a whole object has a checksum that tells a wrong byte.
  if (way === "download" && size > 0 && isVerified && random.chance(0.15)) {
    const effect = { type: "corrupt", at: random.whole(0, size - 1) } as const;
    faults.push({ method: "GET", skip: random.whole(0, 1), times: 1, effect });
  }
  if (way === "download" && size > 0 && random.chance(0.1)) faults.push(neverWhole(size, random));
  return {
    way,
    size,
    to: random.one(["blob", "stream", "writable"]),
    range,
    faults,
    clockOffsetSeconds: random.chance(0.1) ? random.whole(-1_800, 86_400) : 0,
    renewable: random.chance(0.5),
    pause: random.chance(0.2) ? momentIn(random) : undefined,
    // What an abort may leave behind is left by uploads in parts alone.
    abort: random.chance(inParts(way) ? 0.4 : 0.15) ? momentIn(random) : undefined,
    replace: way === "download" && size > 0 && random.chance(0.15) ? momentIn(random) : undefined,
    close: way === "resumed" ? momentIn(random) : undefined,
  };
}

export function inParts(way: Schedule["way"]): boolean {
  return way === "multipart" || way === "resumed";
}

/** Tries in a row that a transfer makes. */
export const ATTEMPTS = 4;

/** Whether a byte may arrive that was not stored, which only the checksum tells. */
export function isCorrupt({ faults }: Schedule): boolean {
  return faults.some(({ effect }) => effect.type === "corrupt" || isUndetectable(effect));
}

/** Whether a request may get no answer. */
export function hasStall({ faults }: Schedule): boolean {
  return faults.some(({ effect }) => effect.type === "stall" || isLikeStall(effect));
}

/** Whether a reply states a time of no use. */
export function hasFalseDate({ faults }: Schedule): boolean {
  return faults.some(({ effect }) => effect.type === "header" && effect.name === "date");
}

/** Whether so many tries outlast all that befalls it, so that it has to be done in the end. */
export function isBearable(schedule: Schedule): boolean {
  const { faults, clockOffsetSeconds, abort, replace, renewable } = schedule;
  if (abort || replace || clockOffsetSeconds !== 0 || isCorrupt(schedule)) return false;
  let failures = 0;
  let ended = 0;
  for (const { effect, times } of faults) {
    if (isHarmless(effect)) continue;
    if (isLie(effect) || times === 0) return false;
    const refusal = effect.type === "error" && effect.status === 403 ? effect.code : undefined;
    if (refusal === "ExpiredToken") ended += times;
    else if (refusal) return false;
    else if (effect.type !== "delay") failures += times;
  }
  // Credentials that end as soon as they are there are not replaced again and again.
  return failures < ATTEMPTS && ended <= (renewable ? 1 : 0);
}

function momentIn(random: Random): Moment {
  return { report: random.whole(1, 4), turns: random.chance(0.5) ? 0 : random.whole(1, 40) };
}

function rangeIn(size: number, random: Random): { start: number; end?: number } {
  const start = random.whole(0, size - 1);
  return random.chance(0.5) ? { start } : { start, end: random.whole(start, size + 10) };
}

function faultIn(way: Schedule["way"], size: number, random: Random): Fault {
  const methods = {
    download: ["GET"],
    put: ["PUT"],
    post: ["POST"],
    multipart: ["PUT", "PUT", "POST", "DELETE", "HEAD"],
    resumed: ["PUT", "PUT", "POST", "DELETE", "GET", "HEAD"],
  } as const;
  const method = random.one<string>(methods[way]);
  return {
    method,
    skip: random.whole(0, 2),
    times: random.whole(1, 3),
    effect: effectIn(way, method, size, random),
  };
}

/** One lie, told in one or more ways to the same requests. */
function lyingFaultsIn(
  way: Schedule["way"],
  size: number,
  range: Schedule["range"],
  random: Random,
): Fault[] {
  const upload = way === "put" ? "PUT" : "POST";
  const parts = random.one(way === "resumed" ? ["PUT", "POST", "GET"] : ["PUT", "POST"]);
  const method = way === "download" ? "GET" : inParts(way) ? parts : upload;
  const lies: Fault["effect"][] =
    way === "download"
      ? liesToDownload(size, range !== undefined, random)
      : inParts(way)
        ? liesToParts(method, random)
        : liesToUpload(random);
  const skip = random.whole(0, 2);
  const times = way === "download" && random.chance(0.3) ? 0 : random.whole(1, 3);
  const faults: Fault[] = lies.map((effect) => ({ method, skip, times, effect }));
  // A download that cannot continue and never arrives whole must fail soon.
  if (times === 0 && size > 0 && random.chance(0.4)) faults.push(neverWhole(size, random));
  return faults;
}

/** A connection that never holds, on which every request still brings a good part of the object. */
function neverWhole(size: number, random: Random): Fault {
  const after = random.whole(Math.ceil(size / 8), size);
  return { method: "GET", skip: 0, times: 0, effect: { type: "cut", of: "response", after } };
}

function effectIn(
  way: Schedule["way"],
  method: string,
  size: number,
  random: Random,
): Fault["effect"] {
  const type = random.one(["cut", "cut", "cut", "stall", "error", "error", "delay"]);
  if (type === "delay") return { type, milliseconds: random.whole(1, 20) };
  if (type === "error") {
    const [status, code] = random.one(ERRORS);
    const waits = code === "SlowDown" && random.chance(0.2);
    return { type, status, code, ...(waits ? { retryAfter: random.one([0, 0, 0, 0, 1]) } : {}) };
  }
  const hasBody = method === "PUT" || method === "POST";
  const of = !hasBody || random.chance(0.4) ? "response" : "request";
  // The service's own words are short; a cut among them is as likely as one among the bytes.
  const length = of === "response" && way !== "download" ? 400 : size;
  return { type, of, after: random.whole(0, length) };
}

import { Random } from "../support/random.ts";
import {
  type FalseResponse,
  falseDownloads,
  falseParts,
  falseUploads,
  isEncoding,
  isFalseResponse,
  isHarmless,
  isLikeStall,
  isUndetectable,
} from "./false-responses.ts";

/** A fault of the stack: see its README, "Faults". */
export interface Fault {
  method: string;
  skip: number;
  /** 0: for all requests. */
  times: number;
  effect:
    | { type: "delay"; milliseconds: number }
    | { type: "error"; status: number; code: string; retryAfter?: number }
    | { type: "cut" | "stall"; of: "request" | "response"; after: number }
    | { type: "corrupt"; at: number }
    | FalseResponse;
}

/** One transfer and its faults. */
export interface Schedule {
  /** `resumed` is a multipart upload whose page is closed, and which another page resumes. */
  operation: "download" | "put" | "post" | "multipart" | "resumed";
  size: number;
  to: "blob" | "stream" | "writable";
  range: { start: number; end?: number } | undefined;
  faults: Fault[];
  /** Seconds by which the service's clock is ahead of this machine's. */
  clockOffsetSeconds: number;
  /** Whether the page gets new credentials if the service says that they have expired. */
  canRenewCredentials: boolean;
  pause: Moment | undefined;
  abort: Moment | undefined;
  /** When the object of a download is replaced by another of the same size. */
  replace: Moment | undefined;
  /** When the first page of a resumed upload is closed. */
  close: Moment | undefined;
  /** Option of an upload. Not false for a resumed one, which the closed page may have completed. */
  overwrite: boolean;
}

/** A moment: a number of turns of the event loop after a number of reports of progress. */
export interface Moment {
  report: number;
  turns: number;
}

/** Minimum size of a part but the last. */
export const PART_SIZE = 5 * 1024 * 1024;

const FALSE_RESPONSE_CHANCE = 0.35;

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

/** Returns the schedule of an index, the same for the same seed. */
export function scheduleOf(seed: number, index: number): Schedule {
  const random = new Random(seed, index);
  const operation = random.one([
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
  const parts = operation === "resumed" ? random.whole(1, 2) : 1;
  const size = isMultipart(operation)
    ? parts * PART_SIZE + random.whole(1, 200_000)
    : random.one(SIZES);
  const count = random.whole(0, 4);
  const range =
    operation === "download" && size > 0 && random.chance(0.2) ? rangeIn(size, random) : undefined;
  let faults = Array.from({ length: count }, () => faultIn(operation, size, random));
  if (random.chance(FALSE_RESPONSE_CHANCE))
    faults.push(...falseResponsesIn(operation, size, range, random));
  // An error document with the status of a success looks like an object.
  const changesStatus = faults.some(({ effect }) => effect.type === "status");
  if (changesStatus) faults = faults.filter(({ effect }) => effect.type !== "error");
  const isUnverified = ({ effect }: Fault) => isEncoding(effect) || effect.type === "reply";
  const isVerified = !range && !faults.some(isUnverified);
  // Only a whole object has a checksum, which detects a wrong byte.
  if (operation === "download" && size > 0 && isVerified && random.chance(0.15)) {
    const effect = { type: "corrupt", at: random.whole(0, size - 1) } as const;
    faults.push({ method: "GET", skip: random.whole(0, 1), times: 1, effect });
  }
  if (operation === "download" && size > 0 && random.chance(0.1))
    faults.push(neverComplete(size, random));
  return {
    operation,
    size,
    to: random.one(["blob", "stream", "writable"]),
    range,
    faults,
    clockOffsetSeconds: random.chance(0.1) ? random.whole(-1_800, 86_400) : 0,
    canRenewCredentials: random.chance(0.5),
    pause: random.chance(0.2) ? momentIn(random) : undefined,
    // Only multipart uploads can leave something behind after an abort.
    abort: random.chance(isMultipart(operation) ? 0.4 : 0.15) ? momentIn(random) : undefined,
    replace:
      operation === "download" && size > 0 && random.chance(0.15) ? momentIn(random) : undefined,
    close: operation === "resumed" ? momentIn(random) : undefined,
    overwrite: !(["put", "multipart"].includes(operation) && random.chance(0.5)),
  };
}

export function isMultipart(operation: Schedule["operation"]): boolean {
  return operation === "multipart" || operation === "resumed";
}

/** Option `retry.attempts` of the clients. */
export const ATTEMPTS = 4;

/** Returns whether a wrong byte may arrive, which only the checksum detects. */
export function isCorrupt({ faults }: Schedule): boolean {
  return faults.some(({ effect }) => effect.type === "corrupt" || isUndetectable(effect));
}

/** Returns whether a request may get no response. */
export function hasStall({ faults }: Schedule): boolean {
  return faults.some(({ effect }) => effect.type === "stall" || isLikeStall(effect));
}

/** Returns whether a response states a wrong time. */
export function hasFalseDate({ faults }: Schedule): boolean {
  return faults.some(({ effect }) => effect.type === "header" && effect.name === "date");
}

/** Returns whether the transfer must succeed, because it has more attempts than there are faults. */
export function mustSucceed(schedule: Schedule): boolean {
  const { faults, clockOffsetSeconds, abort, replace, canRenewCredentials } = schedule;
  if (abort || replace || clockOffsetSeconds !== 0 || isCorrupt(schedule)) return false;
  let failures = 0;
  let expired = 0;
  for (const { effect, times } of faults) {
    if (isHarmless(effect)) continue;
    if (isFalseResponse(effect) || times === 0) return false;
    const rejection = effect.type === "error" && effect.status === 403 ? effect.code : undefined;
    if (rejection === "ExpiredToken") expired += times;
    else if (rejection) return false;
    else if (effect.type !== "delay") failures += times;
  }
  // Credentials that expire at once are not renewed again and again.
  return failures < ATTEMPTS && expired <= (canRenewCredentials ? 1 : 0);
}

function momentIn(random: Random): Moment {
  return { report: random.whole(1, 4), turns: random.chance(0.5) ? 0 : random.whole(1, 40) };
}

function rangeIn(size: number, random: Random): { start: number; end?: number } {
  const start = random.whole(0, size - 1);
  return random.chance(0.5) ? { start } : { start, end: random.whole(start, size + 10) };
}

function faultIn(operation: Schedule["operation"], size: number, random: Random): Fault {
  const methods = {
    download: ["GET"],
    put: ["PUT"],
    post: ["POST"],
    multipart: ["PUT", "PUT", "POST", "DELETE", "HEAD"],
    resumed: ["PUT", "PUT", "POST", "DELETE", "GET", "HEAD"],
  } as const;
  const method = random.one<string>(methods[operation]);
  return {
    method,
    skip: random.whole(0, 2),
    times: random.whole(1, 3),
    effect: effectIn(operation, method, size, random),
  };
}

/** Returns one false response, as one or more faults of the same requests. */
function falseResponsesIn(
  operation: Schedule["operation"],
  size: number,
  range: Schedule["range"],
  random: Random,
): Fault[] {
  const upload = operation === "put" ? "PUT" : "POST";
  const parts = random.one(operation === "resumed" ? ["PUT", "POST", "GET"] : ["PUT", "POST"]);
  const method = operation === "download" ? "GET" : isMultipart(operation) ? parts : upload;
  const effects: Fault["effect"][] =
    operation === "download"
      ? falseDownloads(size, range !== undefined, random)
      : isMultipart(operation)
        ? falseParts(method, random)
        : falseUploads(random);
  const skip = random.whole(0, 2);
  const times = operation === "download" && random.chance(0.3) ? 0 : random.whole(1, 3);
  const faults: Fault[] = effects.map((effect) => ({ method, skip, times, effect }));
  // A download that cannot be resumed and is never complete must fail soon.
  if (times === 0 && size > 0 && random.chance(0.4)) faults.push(neverComplete(size, random));
  return faults;
}

/** Returns the fault of a connection that is always lost, after a part of the object that is not small. */
function neverComplete(size: number, random: Random): Fault {
  const after = random.whole(Math.ceil(size / 8), size);
  return { method: "GET", skip: 0, times: 0, effect: { type: "cut", of: "response", after } };
}

function effectIn(
  operation: Schedule["operation"],
  method: string,
  size: number,
  random: Random,
): Fault["effect"] {
  const type = random.one(["cut", "cut", "cut", "stall", "error", "error", "delay"]);
  if (type === "delay") return { type, milliseconds: random.whole(1, 20) };
  if (type === "error") {
    const [status, code] = random.one(ERRORS);
    const hasRetryAfter = code === "SlowDown" && random.chance(0.2);
    return {
      type,
      status,
      code,
      ...(hasRetryAfter ? { retryAfter: random.one([0, 0, 0, 0, 1]) } : {}),
    };
  }
  const hasBody = method === "PUT" || method === "POST";
  const of = !hasBody || random.chance(0.4) ? "response" : "request";
  // The service's own responses are short. Interrupt them as often as the object's bytes.
  const length = of === "response" && operation !== "download" ? 400 : size;
  return { type, of, after: random.whole(0, length) };
}

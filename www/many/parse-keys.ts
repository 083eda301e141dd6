import { shortened } from "../format/visible.ts";
import { parseAddress } from "../object-address.ts";
import { Pacer } from "../parts/pacer.ts";
import { words } from "../words.ts";
import { MAX_KEYS } from "./limits.ts";

/** Number of lines between two pauses. */
const STEP = 500;

/** Characters of an invalid line that are kept. */
const SHOWN_LENGTH = 120;

const { reasons } = words.many;

/** An object to sign a link to. */
export interface KeyLine {
  /** Number of its line, or of its place in a list, from 1. */
  line: number;
  bucket: string;
  key: string;
}

/** A line without a link. */
export interface InvalidLine {
  line: number;
  /** Its beginning. */
  text: string;
  reason: string;
}

/** The account's location, which links are signed for. */
export interface Place {
  bucket: string;
  region: string;
  /** Empty for AWS. */
  endpoint: string;
}

/** The lines of a text, or the keys of a list. */
export interface ParsedKeys {
  keys: KeyLine[];
  invalid: InvalidLine[];
  /** Whether lines after the first `MAX_KEYS` were left out. */
  isCut: boolean;
}

/**
 * Parses one key, S3 URI, URL or ARN per line, or a JSON array of keys. Empty lines are ignored. A key is taken exactly as
 * it is, spaces included.
 *
 * @param source a text, or a list of keys
 */
export async function parseKeys(
  source: string | readonly string[],
  place: Place,
  signal?: AbortSignal,
): Promise<ParsedKeys> {
  const parsed: ParsedKeys = { keys: [], invalid: [], isCut: false };
  const list = typeof source === "string" ? parseJsonList(source) : source;
  const pacer = new Pacer();
  let line = 0;
  for (const text of list ?? linesOf(source as string)) {
    line += 1;
    if (line % STEP === 0) {
      signal?.throwIfAborted();
      await pacer.pause();
    }
    if (!list && text.trim() === "") continue;
    if (parsed.keys.length + parsed.invalid.length === MAX_KEYS) {
      parsed.isCut = true;
      break;
    }
    const found = list ? { bucket: place.bucket, key: text } : parseLine(text, place);
    if (typeof found === "string") {
      parsed.invalid.push({ line, text: shortened(text, SHOWN_LENGTH), reason: found });
    } else {
      parsed.keys.push({ line, ...found });
    }
  }
  return parsed;
}

/** Returns the address of a line, or the reason why it has none. */
function parseLine(text: string, place: Place): { bucket: string; key: string } | string {
  if (!/^\s*(?:s3[an]?:\/\/|https?:\/\/|arn:)/i.test(text)) {
    return { bucket: place.bucket, key: text };
  }
  const address = parseAddress(text);
  if (!address) return reasons.address;
  const { bucket, key, region, endpoint } = address;
  if (!bucket) return reasons.bucket;
  if (!key) return reasons.key;
  if (endpoint !== undefined && endpoint !== place.endpoint) return reasons.endpoint;
  if (region !== undefined && region !== place.region) return reasons.region(region);
  return { bucket, key };
}

/** Returns the strings of a JSON array; undefined if the text is another. */
function parseJsonList(text: string): string[] | undefined {
  if (!/^\s*\[/.test(text)) return undefined;
  try {
    const list: unknown = JSON.parse(text);
    const isList = Array.isArray(list) && list.every((item) => typeof item === "string");
    return isList ? list : undefined;
  } catch {
    return undefined;
  }
}

/** The lines of a text, without an array of all of them. */
function* linesOf(text: string): Generator<string> {
  let start = 0;
  while (start <= text.length) {
    const end = text.indexOf("\n", start);
    const stop = end < 0 ? text.length : end;
    yield text.slice(start, text[stop - 1] === "\r" ? Math.max(start, stop - 1) : stop);
    start = stop + 1;
  }
}

/** Formats keys as a text for `parseKeys`: lines, or a JSON array if a key would not be read back from its line. */
export function formatKeys(keys: readonly string[]): string {
  const isSafe = keys.every((key) => !/[\r\n]|^\s*(?:s3[an]?:|https?:|arn:|\[|$)/i.test(key));
  return isSafe ? keys.join("\n") : JSON.stringify(keys);
}

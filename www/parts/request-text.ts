import type { Method } from "s3-signpost";

/** A request in a text that someone copied: a URL, a command, code, or a message with a link. */
export interface CopiedRequest {
  /** Exactly as in the text. */
  url: string;
  /** Absent if the text does not say it: it is no part of a signed URL. */
  method?: Method;
  /** Headers that a command sends. */
  headers: Record<string, string>;
}

/** Maximum length of a text, in UTF-16 units. Signed URLs have some thousand. */
const MAX_REQUEST_TEXT = 100_000;

/** Limits of a hostile text: URLs that are looked at, and characters of one. */
const MAX_URLS = 500;
const MAX_URL = 16_384;

/** The character that ends a URL, by the character before the URL. */
const CLOSING: Record<string, string> = { '"': '"', "'": "'", "`": "`", "(": ")", "<": ">" };

/** The end of a line, or the next URL in it. */
const LINE_END = /\n|\shttps?:\/\//;

/** A parameter that only signed URLs have, also if the source of a page is copied. */
const SIGNED = /[?&](?:amp;)?(?:x-amz-(?:signature|credential)|signature|awsaccesskeyid)=/i;

const METHOD_BEFORE_URL = /(?:^|\s)(GET|PUT|HEAD|DELETE|POST)\s*$/;
const METHOD_OPTION =
  /(?:\s-X\s*|--request[ =]|--method[ =]|\s-Method\s+|["']?method["']?\s*:\s*)["']?(GET|PUT|HEAD|DELETE|POST)\b/i;
/** Options of curl from which the method follows. */
const HEAD_OPTION = /\s(?:-I|--head)\s/;
const UPLOAD_OPTION = /\s(?:-T|--upload-file)\s/;
const HEADER_OPTION = /\s(?:-H|--header)[ =]?\s*(?:'([^'\n:]+):([^'\n]*)'|"([^"\n:]+):([^"\n]*)")/g;

/** Finds the first signed URL in a text, or else the first URL. Returns `undefined` if the text has none. */
export function parseRequestText(copied: string): CopiedRequest | undefined {
  const text = copied.slice(0, MAX_REQUEST_TEXT);
  const found = urls(text);
  const first = found.find(({ url }) => SIGNED.test(url)) ?? found[0];
  if (!first) return undefined;
  const { url, start, end } = first;
  const before = text.slice(0, start);
  // The options of a command, without its URL.
  const options = ` ${before} ${text.slice(end)} `;
  const method = methodOf(before, options);
  return { url, ...(method && { method }), headers: headersOf(options) };
}

function methodOf(before: string, options: string): Method | undefined {
  const [, named] = METHOD_BEFORE_URL.exec(before) ?? METHOD_OPTION.exec(options) ?? [];
  if (named) return named.toUpperCase() as Method;
  if (UPLOAD_OPTION.test(options)) return "PUT";
  return HEAD_OPTION.test(options) ? "HEAD" : undefined;
}

function headersOf(options: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [, name1, value1, name2, value2] of options.matchAll(HEADER_OPTION)) {
    headers[(name1 ?? name2 ?? "").trim()] = (value1 ?? value2 ?? "").trim();
  }
  return headers;
}

interface FoundUrl {
  url: string;
  start: number;
  end: number;
}

function urls(text: string): FoundUrl[] {
  const found: FoundUrl[] = [];
  const pattern = /https?:(?:\/\/|\\\/\\\/)/gi;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    if (found.length === MAX_URLS) break;
    const start = match.index;
    const end = endOfUrl(text, start);
    const url = text.slice(start, end);
    found.push({ url: text[start - 1] === '"' ? unescaped(url) : url, start, end });
    pattern.lastIndex = Math.max(end, pattern.lastIndex);
  }
  return found;
}

function endOfUrl(text: string, start: number): number {
  const lineEnd = Math.min(indexOfMatch(text, LINE_END, start), start + MAX_URL);
  const closing = CLOSING[text[start - 1] ?? ""];
  const quoted = closing ? text.indexOf(closing, start) : -1;
  if (quoted >= 0 && quoted <= lineEnd) return quoted;
  const line = text.slice(start, lineEnd).trimEnd();
  const [word = ""] = /^\S*/.exec(line) ?? [];
  // A raw space in a key: the signature is in the rest of the line.
  const url = !SIGNED.test(word) && SIGNED.test(line) ? line : word;
  return start + withoutPunctuation(url).length;
}

/** Returns the index of the first match after a position. Without a match, returns the length of the text. */
function indexOfMatch(text: string, pattern: RegExp, from: number): number {
  const search = new RegExp(pattern, "gi");
  search.lastIndex = from;
  return search.exec(text)?.index ?? text.length;
}

/** Removes the punctuation of a sentence. No signature ends in one. */
function withoutPunctuation(url: string): string {
  return SIGNED.test(url) ? url.replace(/[.,;:!?)\]}>"'`]+$/, "") : url;
}

/** Removes the escapes of a string in JSON. */
function unescaped(url: string): string {
  return url.replaceAll("\\/", "/").replaceAll(/\\u0026/gi, "&");
}

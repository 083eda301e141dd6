/**
 * Encodes user metadata in headers and form fields. Values that are not plain ASCII become encoded words (RFC 2047): several
 * stores change raw UTF-8 in a form.
 *
 * S3 decodes the words before it stores a value, and encodes the value again if it is not ASCII (User guide, "Working
 * with object metadata"); other stores keep the words. Therefore an ASCII value that HTTP would change, such as " a ", is
 * encoded twice: S3 returns it encoded once, other stores twice. The inner words are written in lower case, so that
 * `decode` can tell how often to decode.
 */

const PREFIX = "x-amz-meta-";
const OUTER = "=?UTF-8?B?";
const INNER = "=?utf-8?b?";
/**
 * Bytes of text in one encoded word. A word has at most 75 characters (RFC 2047, 2); `=?UTF-8?B??=` takes 12 of them, and
 * base64 writes 3 bytes as 4 characters.
 */
const MAX_WORD_BYTES = 45;

/** Returns the headers, or form fields, of user metadata. */
export function metadataHeaders(metadata: Record<string, string> = {}): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(metadata)) {
    headers[PREFIX + name.toLowerCase()] = encode(value);
  }
  return headers;
}

/** Returns the user metadata in a response; undefined if the object has none, or CORS hides it. */
export function readMetadata(headers: Headers): Record<string, string> | undefined {
  const metadata: Record<string, string> = {};
  headers.forEach((value, name) => {
    if (name.startsWith(PREFIX)) metadata[name.slice(PREFIX.length)] = decode(value);
  });
  return Object.keys(metadata).length > 0 ? metadata : undefined;
}

function encode(value: string): string {
  // HTTP drops whitespace around a header's value.
  const survivesHttp = value.trim() === value && !value.includes("=?");
  if (survivesHttp && /^[\x20-\x7e]*$/.test(value)) return value;
  const isEncodedByS3 = survivesHttp && /\P{ASCII}/u.test(value) && !/\p{Cc}/u.test(value);
  return encodeWords(isEncodedByS3 ? value : encodeWords(value, INNER), OUTER);
}

function decode(value: string): string {
  const text = decodeWords(value);
  return value.startsWith(OUTER) && text.startsWith(INNER) ? decodeWords(text) : text;
}

function encodeWords(value: string, start: string): string {
  const encoder = new TextEncoder();
  const words: string[] = [];
  let bytes: number[] = [];
  const flush = () => {
    if (bytes.length > 0) words.push(`${start}${btoa(String.fromCharCode(...bytes))}?=`);
    bytes = [];
  };
  for (const character of value) {
    const encoded = encoder.encode(character);
    // A character may not be divided between two words (RFC 2047, 5).
    if (bytes.length + encoded.length > MAX_WORD_BYTES) flush();
    bytes.push(...encoded);
  }
  flush();
  return words.join(" ");
}

function decodeWords(value: string): string {
  const joined = value.replace(/\?=\s+=\?/g, "?==?");
  return joined.replace(
    /=\?utf-8\?([bq])\?([^?]*)\?=/gi,
    (word, encoding: string, text: string) => {
      try {
        const binary = encoding.toLowerCase() === "b" ? atob(text) : decodeQuoted(text);
        const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
        return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
      } catch {
        return word;
      }
    },
  );
}

function decodeQuoted(text: string): string {
  return text
    .replace(/_/g, " ")
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/**
 * User metadata in headers and in form fields, as the encoded words of RFC 2047 where it is not plain ASCII. Raw UTF-8
 * in a form comes back as other text from several stores.
 *
 * S3 decodes the words before it stores a value, and encodes the value again if it is not ASCII (User guide, "Working
 * with object metadata"); other stores keep the words. So an ASCII value that would not survive as it is, such as
 * " a ", is encoded twice: S3 returns it encoded once, and other stores twice. The inner words are written in lower
 * case, by which the reader tells how often to decode.
 */

const PREFIX = "x-amz-meta-";
const OUTER = "=?UTF-8?B?";
const INNER = "=?utf-8?b?";
/** RFC 2047, 2: an encoded word has at most 75 characters, of which `=?UTF-8?B??=` takes 12; base64 comes in fours. */
const BYTES_IN_A_WORD = 45;

export function metadataHeaders(metadata: Record<string, string> = {}): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(metadata)) {
    headers[PREFIX + name.toLowerCase()] = encode(value);
  }
  return headers;
}

/** Undefined where the object has none, or CORS hides it. */
export function readMetadata(headers: Headers): Record<string, string> | undefined {
  const metadata: Record<string, string> = {};
  headers.forEach((value, name) => {
    if (name.startsWith(PREFIX)) metadata[name.slice(PREFIX.length)] = decode(value);
  });
  return Object.keys(metadata).length > 0 ? metadata : undefined;
}

function encode(value: string): string {
  // HTTP drops white space around a header's value.
  const isSafe = value.trim() === value && !value.includes("=?");
  if (isSafe && /^[\x20-\x7e]*$/.test(value)) return value;
  const isEncodedAgain = isSafe && /\P{ASCII}/u.test(value) && !/\p{Cc}/u.test(value);
  return encodedWords(isEncodedAgain ? value : encodedWords(value, INNER), OUTER);
}

function decode(value: string): string {
  const text = decodeWords(value);
  return value.startsWith(OUTER) && text.startsWith(INNER) ? decodeWords(text) : text;
}

function encodedWords(value: string, start: string): string {
  const encoder = new TextEncoder();
  const words: string[] = [];
  let bytes: number[] = [];
  const flush = () => {
    if (bytes.length > 0) words.push(`${start}${btoa(String.fromCharCode(...bytes))}?=`);
    bytes = [];
  };
  for (const character of value) {
    const encoded = encoder.encode(character);
    // A character must not be torn between two words (RFC 2047, 5).
    if (bytes.length + encoded.length > BYTES_IN_A_WORD) flush();
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
        const binary = encoding.toLowerCase() === "b" ? atob(text) : unquote(text);
        const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
        return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
      } catch {
        return word;
      }
    },
  );
}

function unquote(text: string): string {
  return text
    .replace(/_/g, " ")
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/**
 * User metadata in headers and in form fields. S3 returns text outside ASCII as the encoded words of RFC 2047
 * (User guide, "Working with object metadata"), and takes them from both. Raw UTF-8 in a form comes back as other text
 * from several stores.
 */

const PREFIX = "x-amz-meta-";
/** RFC 2047, 2: an encoded word has at most 75 characters, of which `=?UTF-8?B??=` takes 12; base64 comes in fours. */
const BYTES_IN_A_WORD = 45;

export function metadataHeaders(metadata: Record<string, string> = {}): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(metadata)) {
    headers[PREFIX + name.toLowerCase()] = isPlain(value) ? value : encodedWords(value);
  }
  return headers;
}

/** Undefined where the object has none, or CORS hides it. */
export function readMetadata(headers: Headers): Record<string, string> | undefined {
  const metadata: Record<string, string> = {};
  headers.forEach((value, name) => {
    if (name.startsWith(PREFIX)) metadata[name.slice(PREFIX.length)] = decodeWords(value);
  });
  return Object.keys(metadata).length > 0 ? metadata : undefined;
}

/** Whether the value comes back as it is: HTTP drops white space around a header's value. */
function isPlain(value: string): boolean {
  return /^[\x20-\x7e]*$/.test(value) && value.trim() === value && !value.includes("=?");
}

function encodedWords(value: string): string {
  const encoder = new TextEncoder();
  const words: string[] = [];
  let bytes: number[] = [];
  const flush = () => {
    if (bytes.length > 0) words.push(`=?UTF-8?B?${btoa(String.fromCharCode(...bytes))}?=`);
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

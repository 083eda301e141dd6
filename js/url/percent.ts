/** A % without two hex digits after it. */
export const STRAY_PERCENT = /%(?![\da-f]{2})/gi;

/**
 * Percent-decodes a text once. A % without two hex digits after it stays, and so does a plus.
 *
 * @throws {URIError} if the result is not UTF-8
 */
export function decode(text: string): string {
  return decodeURIComponent(text.replace(STRAY_PERCENT, "%25"));
}

/** Percent-decodes a name or value of a signature. All of them are ASCII, so one that is not UTF-8 is read as empty. */
export function decodeSigned(text: string): string {
  try {
    return decode(text);
  } catch {
    return "";
  }
}

/**
 * Percent-decodes a text once, to bytes: the result has one character for each. Unlike `decode`, it can compare texts that
 * are not UTF-8.
 */
export function decodeBytes(text: string): string {
  return encodeURIComponent(text)
    .replace(/%25(?=[\da-f]{2})/gi, "%")
    .replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Whether the text contains a % and two hex digits. */
export function hasEscape(text: string): boolean {
  return /%[\da-f]{2}/i.test(text);
}

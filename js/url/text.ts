/** Splits a text at the first `separator`. Without a separator, the second part is empty. */
export function splitFirst(text: string, separator: string): [before: string, after: string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

/** Returns the names and values of a query, not decoded. Empty parameters are skipped. */
export function queryPairs(query: string): [name: string, value: string][] {
  return query
    .split("&")
    .filter(Boolean)
    .map((pair) => splitFirst(pair, "="));
}

/** Converts A to Z to lower case, as names of headers and parameters are compared. */
export function lowerCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Parses 1 to 18 decimal digits. Returns NaN for any other text. */
export function parseDigits(text: string): number {
  return /^\d{1,18}$/.test(text) ? Number(text) : Number.NaN;
}

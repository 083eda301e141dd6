import { looksLikeKeyId, type PastedSettings } from "./settings.ts";

/** Parses an access key ID, its secret and an optional token, separated by white space or punctuation. */
export function fromBareValues(text: string, loose: boolean): PastedSettings | undefined {
  const values = text
    .trim()
    .replace(/["']/g, "")
    .split(/[\s,;|]+|(?<=^\w{1,128}):(?!\/\/)/);
  if (values.length < 2 || values.length > 3) return undefined;
  const isAws = (value: string) => /^A[A-Z]{3}[A-Z0-9]{12,}$/.test(value);
  if (isAws(values[1] ?? "") && !isAws(values[0] ?? "")) values.reverse();
  const [accessKeyId = "", secretAccessKey = "", sessionToken] = values;
  const fits = loose
    ? looksLikeKeyId(accessKeyId) && /^[\w/+=.~-]{16,}$/.test(secretAccessKey)
    : isAws(accessKeyId) && /^[\w/+]{40}$/.test(secretAccessKey);
  if (!fits || (sessionToken && sessionToken.length < 16)) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}

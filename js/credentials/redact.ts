const LONGEST = 500;
const HIDDEN = "[hidden]";

/** A JSON web token, or the beginning of one: the services' validation errors repeat what they were given. */
const JSON_WEB_TOKEN = /eyJ[\w-]{6,}(?:\.[\w-]*)*/g;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/**
 * A service's own words, made fit for an error message: one line of bounded length, in which no secret of
 * the request and nothing that looks like a token is left.
 */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret !== "") clean = clean.replaceAll(secret, HIDDEN);
    // Services cut what they quote: the parts of a token are as secret as the whole.
    for (const part of secret.split(".")) {
      if (part.length >= 8) clean = clean.replaceAll(part, HIDDEN);
    }
  }
  clean = clean.replace(JSON_WEB_TOKEN, HIDDEN).replace(CONTROL, " ").trim();
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST)}…` : clean;
}

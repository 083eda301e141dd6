const HIDDEN = "[hidden]";

/** Maximum characters of a foreign text in an error. */
const MAX_TEXT = 500;
/** Maximum characters of a text that are redacted: the rest would be cut anyway. */
const MAX_INPUT = 4_096;

/**
 * Number of characters in a row that a text must share with a secret to be hidden: services quote parts of a secret. A
 * shorter run can be in any text, so that a secret of fewer characters is not hidden at all.
 */
const RUN = 10;

/** Parameters, headers and form fields whose values are secret. */
const SECRET_NAME = /^policy$|signature$|security-token$|customer-key(-md5)?$|^authorization$/i;

/** A plain character, one that is percent-encoded (also repeatedly), an XML reference, or an escape of JSON. */
const CHARACTER =
  /%(?:25)*([\da-f]{2})|&(?:amp;)*(?:#(\d{1,7}|x[\da-f]{1,6})|(amp|lt|gt|quot|apos));|\\u([\da-f]{4})|\\?[\s\S]/gi;
const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern is for control characters.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g;

/** Patterns of secrets, with their replacements: a query, a JSON web token, a SHA-256 in hex, a session token. */
const PATTERNS: [RegExp, string | ((run: string) => string)][] = [
  [/\?\S*=\S*/g, ""],
  [/\b(X-Amz-[\w-]+|AWSAccessKeyId|Signature)=\S+/gi, ""],
  [/eyJ[\w-]{6,}(?:\.[\w-]*)*/g, HIDDEN],
  [/\b[\da-f]{64}\b/gi, HIDDEN],
  [/[\w+/=%-]{100,}/g, (run) => (/\d/.test(run) && /[A-Z]/.test(run) ? HIDDEN : run)],
];

/** An error code of a service: those of S3, STS and Cognito, with room for others. */
const CODE = /^[A-Za-z][\w.:-]{0,99}$/;
const REQUEST_ID = /^[\x21-\x7e]{1,200}$/;

/** The parts of a request that can hold secrets, as it was signed or sent. */
export interface SecretBearer {
  url?: string | undefined;
  headers?: Record<string, string> | undefined;
  /** Fields of a form. */
  fields?: Record<string, string> | undefined;
}

/** Returns the secrets of a request: signatures, session tokens, policies and keys in its query, headers and fields. */
export function secretsOf({ url = "", headers, fields }: SecretBearer): string[] {
  const query = url.split("?")[1] ?? "";
  return [
    ...query.split("&").map((parameter): [string, string] => {
      const [name = "", ...value] = parameter.split("=");
      return [name, value.join("=")];
    }),
    ...Object.entries({ ...headers }),
    ...Object.entries({ ...fields }),
  ].flatMap(([name, value]) => (SECRET_NAME.test(name) ? [String(value)] : []));
}

/**
 * Redacts the texts of services and of underlying errors: the result is one line of bounded length, without a known
 * secret, also if it is encoded or cut, and without anything that looks like one.
 */
export class Redactor {
  readonly #runs = new Set<string>();

  constructor(secrets: readonly string[] = []) {
    for (const secret of secrets) {
      const plain = decode(secret);
      for (let at = 0; at + RUN <= plain.length; at += 1) this.#runs.add(runAt(plain, at));
    }
  }

  /** Hides the known secrets, and nothing else. */
  hide(text: string): string {
    if (this.#runs.size === 0) return text;
    const plain = decode(text);
    let shown = "";
    /** End of the secret that is being hidden. */
    let until = 0;
    let at = 0;
    for (const [whole] of text.matchAll(CHARACTER)) {
      if (this.#runs.has(runAt(plain, at))) {
        if (at >= until) shown += HIDDEN;
        until = at + RUN;
      }
      if (at >= until) shown += whole;
      at += 1;
    }
    return shown;
  }

  /** Returns one line of at most `longest` characters without known secrets, for values that only look like secrets. */
  line(text: string, longest: number): string {
    const clean = this.hide(text.slice(0, 2 * longest)).replace(CONTROL, " ");
    return clean.length > longest ? `${clean.slice(0, longest)}…` : clean;
  }

  /** Returns one line of at most 500 characters, without known secrets and without anything that looks like one. */
  text(text = ""): string {
    let clean = this.hide(text.slice(0, MAX_INPUT));
    for (const [pattern, replacement] of PATTERNS)
      clean = clean.replace(pattern, replacement as string);
    return this.line(clean, MAX_TEXT).trim();
  }

  /** Returns the text if it can be an error code and is no secret. */
  code(text: string | undefined): string | undefined {
    return this.#ifSafe(text, CODE);
  }

  /** Returns the text if it can be a request id and is no secret. */
  requestId(text: string | null | undefined): string | undefined {
    return this.#ifSafe(text, REQUEST_ID);
  }

  /**
   * Copies the error's name, code and message, and those of its own causes. Other properties are left out: an HTTP
   * client's error can hold the request, or bytes of the response.
   */
  cause(error: unknown, depth = 3): unknown {
    if (typeof error === "string") return this.text(error);
    if (typeof error !== "object" || error === null) return undefined;
    const { name, message, code, cause } = error as Record<string, unknown>;
    const inner = depth > 0 ? this.cause(cause, depth - 1) : undefined;
    const copy = new Error(
      this.text(String(message ?? "")),
      inner === undefined ? {} : { cause: inner },
    );
    copy.name = (typeof name === "string" && this.code(name)) || "Error";
    // The stack of the copy says nothing about the error.
    copy.stack = String(copy);
    const known = typeof code === "string" && this.code(code);
    return known ? Object.assign(copy, { code: known }) : copy;
  }

  #ifSafe(text: string | null | undefined, pattern: RegExp): string | undefined {
    const trimmed = text?.trim();
    return trimmed && pattern.test(trimmed) && this.text(trimmed) === trimmed ? trimmed : undefined;
  }
}

/** Returns the error if none of its texts has a secret, else a TypeError with its redacted message. */
export function withoutSecrets(error: unknown, redactor: Redactor): unknown {
  if (!hasSecret(error, redactor)) return error;
  const copy = redactor.cause(error);
  return copy instanceof Error
    ? new TypeError(copy.message, { cause: copy.cause })
    : new TypeError(String(copy));
}

function hasSecret(error: unknown, redactor: Redactor, depth = 3): boolean {
  const { message, stack, cause } = Object(error) as Record<string, unknown>;
  const texts = [error, message, stack].filter((text) => typeof text === "string");
  if (texts.some((text) => redactor.hide(text) !== text)) return true;
  return depth > 0 && cause !== undefined && hasSecret(cause, redactor, depth - 1);
}

/** Returns a text for each character of `text`: decoded, and in lower case. */
function decode(text: string): string[] {
  return Array.from(
    text.matchAll(CHARACTER),
    ([whole, percent, reference, entity, unicode = percent]) => {
      let character = whole.slice(-1);
      if (unicode) character = String.fromCharCode(Number.parseInt(unicode, 16));
      else if (reference) character = String.fromCharCode(Number(reference.replace(/^x/i, "0x")));
      else if (entity) character = ENTITIES[entity.toLowerCase()] ?? "";
      // A query has a plus for a space, and a host name loses capitals.
      return character === " " ? "+" : character.toLowerCase();
    },
  );
}

function runAt(plain: readonly string[], at: number): string {
  return plain.slice(at, at + RUN).join("");
}

const HIDDEN = "[hidden]";

/** Longest text of someone else that is shown. */
const LONGEST = 500;
/** Longest text that is looked at: redaction is linear, and the rest would be cut anyway. */
const LONGEST_READ = 4_096;

/**
 * So many characters in a row that a text shares with a secret are hidden: services cut what they quote. Anything
 * shorter may be in any text, so that a secret of fewer characters is not hidden at all.
 */
const RUN = 10;

/** Parameters, headers and form fields whose values are secret. */
const SECRET_NAME = /^policy$|signature$|security-token$|customer-key$|^authorization$/i;

/** A character as itself, percent-encoded (more than once too), as an XML reference, or escaped as in JSON. */
const CHARACTER =
  /%(?:25)*([\da-f]{2})|&(?:amp;)*(?:#(\d{1,7}|x[\da-f]{1,6})|(amp|lt|gt|quot|apos));|\\u([\da-f]{4})|\\?[\s\S]/gi;
const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g;

/** Patterns of secrets: a query, a JSON web token, a SHA-256 in hex, a session token. */
const PATTERNS: [RegExp, string | ((run: string) => string)][] = [
  [/\?\S*=\S*/g, ""],
  [/\b(X-Amz-[\w-]+|AWSAccessKeyId|Signature)=\S+/gi, ""],
  [/eyJ[\w-]{6,}(?:\.[\w-]*)*/g, HIDDEN],
  [/\b[\da-f]{64}\b/gi, HIDDEN],
  [/[\w+/=%-]{100,}/g, (run) => (/\d/.test(run) && /[A-Z]/.test(run) ? HIDDEN : run)],
];

/** A service's code for an error: S3's, STS's and Cognito's names, with room for others'. */
const CODE = /^[A-Za-z][\w.:-]{0,99}$/;
const REQUEST_ID = /^[\x21-\x7e]{1,200}$/;

/** A request as far as it may hold secrets: what was signed, or what was sent. */
export interface SecretBearer {
  url?: string | undefined;
  headers?: Record<string, string> | undefined;
  /** Fields of a form. */
  fields?: Record<string, string> | undefined;
}

/** The secrets of a request: signatures, session tokens, policies and keys, from wherever they are sent. */
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
 * Makes the words of a service, or of an error underneath, fit to be shown: one line of bounded length in which
 * neither a known secret, however it is encoded or cut, nor anything that looks like one is left.
 */
export class Redactor {
  readonly #runs = new Set<string>();

  constructor(secrets: readonly string[] = []) {
    for (const secret of secrets) {
      const { plain } = decoded(secret);
      for (let at = 0; at + RUN <= plain.length; at += 1) this.#runs.add(plain.slice(at, at + RUN));
    }
  }

  /** Hides the known secrets, and nothing else. */
  hide(text: string): string {
    if (this.#runs.size === 0) return text;
    const { plain, places } = decoded(text);
    let shown = "";
    /** Where the text that is to be shown next begins, and where the secret ends that is being passed over. */
    let from = 0;
    let until = 0;
    for (let at = 0; at < plain.length; at += 1) {
      if (this.#runs.has(plain.slice(at, at + RUN))) {
        if (until === 0) shown += text.slice(from, places[at]) + HIDDEN;
        until = at + RUN;
      }
      if (until !== at + 1) continue;
      from = places[until] ?? text.length;
      until = 0;
    }
    return shown + text.slice(from);
  }

  /** One line of at most `longest` characters without known secrets, for values in which patterns would mislead. */
  line(text: string, longest: number): string {
    const clean = this.hide(text.slice(0, 2 * longest)).replace(CONTROL, " ");
    return clean.length > longest ? `${clean.slice(0, longest)}…` : clean;
  }

  /** One line of at most 500 characters, without known secrets and without what looks like one. */
  text(text = ""): string {
    let clean = this.hide(text.slice(0, LONGEST_READ));
    for (const [pattern, replacement] of PATTERNS)
      clean = clean.replace(pattern, replacement as string);
    return this.line(clean, LONGEST).trim();
  }

  /** The text if it is a service's name for an error, and no secret. */
  code(text: string | undefined): string | undefined {
    return this.#whole(text, CODE);
  }

  /** The text if it can be a request's id, and is no secret. */
  requestId(text: string | null | undefined): string | undefined {
    return this.#whole(text, REQUEST_ID);
  }

  /**
   * The error's name, code and words, and those of its own causes. Anything else that it carries is left out: an
   * HTTP client's error may hold the request, or bytes of the reply.
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
    // Where the copy was made says nothing about the error.
    copy.stack = String(copy);
    const known = typeof code === "string" && this.code(code);
    return known ? Object.assign(copy, { code: known }) : copy;
  }

  #whole(text: string | null | undefined, form: RegExp): string | undefined {
    const trimmed = text?.trim();
    return trimmed && form.test(trimmed) && this.text(trimmed) === trimmed ? trimmed : undefined;
  }
}

/** The text in lower case without any encoding, and where each of its characters begins in the text as it was. */
function decoded(text: string): { plain: string; places: number[] } {
  let plain = "";
  const places: number[] = [];
  for (const found of text.matchAll(CHARACTER)) {
    const [whole, percent, reference, entity, unicode] = found;
    const hex = percent ?? unicode;
    let character = whole.slice(-1);
    if (hex) character = String.fromCharCode(Number.parseInt(hex, 16));
    else if (reference) character = String.fromCharCode(Number(reference.replace(/^x/i, "0x")));
    else if (entity) character = ENTITIES[entity.toLowerCase()] ?? "";
    // A query has a plus for a space, and a host name loses capitals. Some letters become two in lower case.
    const lower = character === " " ? "+" : character.toLowerCase();
    plain += lower.length === 1 ? lower : character;
    places.push(found.index);
  }
  return { plain, places };
}

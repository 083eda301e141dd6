import { PresignError, type SignpostError } from "./errors.ts";
import { optionMessage as about, type OptionErrorClass } from "./option-error.ts";

export { optionMessage as about } from "./option-error.ts";

/**
 * Reads each known option of an object exactly once, so that a getter or a proxy cannot give two answers.
 *
 * Returns a plain object without the options that are undefined or null. Inherited properties count. `field` is the
 * option that holds the object, empty for the options of a call.
 *
 * Throws `InvalidOption` if `value` is not an object, if a property cannot be read, or if it has a property that is
 * not in `known`.
 */
export function readOptions(
  value: unknown,
  known: readonly string[],
  field = "",
  ErrorClass: OptionErrorClass = PresignError,
): Record<string, unknown> {
  const path = field && `${field}.`;
  const whole = field || "options";
  if (!readSafely(whole, ErrorClass, () => isPlain(value))) {
    throw invalid(whole, "must be an object with options.", "Write it as { … }.", ErrorClass);
  }
  for (const name of readSafely(whole, ErrorClass, () => Object.keys(value as object))) {
    if (!known.includes(name)) throw unknownOption(path, name, known, ErrorClass);
  }
  const entries: [string, unknown][] = [];
  for (const name of known) {
    const option = readSafely(path + name, ErrorClass, () => (value as Options["record"])[name]);
    if (option !== undefined && option !== null) entries.push([name, option]);
  }
  return Object.fromEntries(entries);
}

/**
 * Copies the options of a call, each read exactly once. Faster than `readOptions` for an object literal, whose own
 * enumerable properties it takes; unknown ones are left for `Options` to refuse.
 *
 * Throws as `readOptions` does.
 */
export function copyOptions(value: unknown, known: readonly string[]): Record<string, unknown> {
  try {
    if (Object.getPrototypeOf(value) === Object.prototype) return { ...(value as object) };
  } catch {
    // A getter or a proxy threw, or there is no object: the other reader names which.
  }
  return readOptions(value, known);
}

/**
 * The options of a call, each read once and checked by its type, so that every error names the option as the caller
 * spelled it.
 */
export class Options {
  /** The options that are present. */
  readonly record: Readonly<Record<string, unknown>>;
  /** `response.` within that option, else empty. */
  readonly #path: string;
  readonly #ErrorClass: OptionErrorClass;

  /** Throws as `readOptions` does. */
  constructor(
    value: unknown,
    known: readonly string[],
    field = "",
    ErrorClass: OptionErrorClass = PresignError,
  ) {
    this.record = readOptions(value, known, field, ErrorClass);
    this.#path = field && `${field}.`;
    this.#ErrorClass = ErrorClass;
  }

  get(name: string): unknown {
    return this.record[name];
  }

  string(name: string): string | undefined {
    const value = this.get(name);
    return value === undefined ? value : wellFormed(value, this.#path + name, this.#ErrorClass);
  }

  /** Default false. */
  boolean(name: string): boolean {
    const value = this.get(name) ?? false;
    if (typeof value !== "boolean") throw this.#wrongType(name, "true or false");
    return value;
  }

  /** The index of the value in `choices`. 0 if it is absent; an empty string there stands for that. */
  choice(name: string, choices: readonly string[]): number {
    const value = this.get(name);
    if (value === undefined) return 0;
    const at = choices.indexOf(value as string);
    if (!value || at < 0) {
      const quoted = choices.filter(Boolean).map((choice) => `"${choice}"`);
      throw this.#wrongType(
        name,
        new Intl.ListFormat("en", { type: "disjunction" }).format(quoted),
      );
    }
    return at;
  }

  /** One of the strings in `choices`, or undefined if it is absent. */
  oneOf<T extends string>(name: string, choices: readonly T[]): T | undefined {
    return this.get(name) === undefined ? undefined : choices[this.choice(name, choices)];
  }

  /** NaN if it is absent. */
  number(name: string): number {
    const value = this.get(name) ?? Number.NaN;
    if (typeof value !== "number") throw this.#wrongType(name, "a number");
    return value;
  }

  /** A whole number, or undefined if it is absent. */
  whole(name: string, least: number, most = Number.MAX_SAFE_INTEGER): number | undefined {
    const value = this.get(name);
    if (value === undefined) return value;
    const number = this.number(name);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    const limits = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `${least} to ${most}`;
    throw this.#wrongType(name, `a whole number, ${limits}; got ${number}`, limits);
  }

  /** A duration in whole seconds; NaN if it is absent. */
  seconds(name: string): number {
    const value = this.get(name);
    const number = this.number(name);
    if (value !== undefined && !(Number.isInteger(number) && number >= 0 && number < 2 ** 32)) {
      throw new PresignError(
        "InvalidExpiry",
        about(this.#path + name, `must be a whole number of seconds; got ${number}.`),
        { field: this.#path + name, hint: "Give 1 or more, without a fraction." },
      );
    }
    return number;
  }

  /** A number of bytes; NaN if it is absent. */
  size(name: string): number {
    const value = this.get(name);
    return value === undefined ? Number.NaN : wholeBytes(this.number(name), this.#path + name);
  }

  /** A Date, in seconds since 1970; NaN if it is absent. */
  date(name: string): number {
    const value = this.get(name);
    return value === undefined
      ? Number.NaN
      : instant(timeOf(value, this.#path + name), this.#path + name);
  }

  /** Names and values of an object of strings, in turn. */
  texts(name: string): string[] {
    const value = this.get(name);
    if (value === undefined) return [];
    const field = this.#path + name;
    if (!readSafely(field, this.#ErrorClass, () => isPlain(value))) {
      throw this.#wrongType(name, "an object whose values are strings");
    }
    return texts(value as object, field, this.#ErrorClass);
  }

  /** A copy. Empty if it is absent. */
  array(name: string): readonly unknown[] {
    return readList((this.get(name) ?? []) as unknown[], this.#path + name, this.#ErrorClass);
  }

  /** A function, or undefined if it is absent. */
  callback<T extends (...values: never[]) => unknown>(name: string): T | undefined {
    const value = this.get(name);
    if (value !== undefined && typeof value !== "function") {
      throw this.#wrongType(name, "a function");
    }
    return value as T | undefined;
  }

  /** An AbortSignal of this or another realm, or undefined if it is absent. */
  signal(name: string): AbortSignal | undefined {
    const value = this.get(name);
    if (
      value !== undefined &&
      !this.hasMethods(name, ["addEventListener", "removeEventListener"])
    ) {
      throw this.#wrongType(name, "an AbortSignal");
    }
    return value as AbortSignal | undefined;
  }

  /** An object with the named methods, or undefined if it is absent. */
  methods<T>(name: string, methods: readonly (keyof T & string)[]): T | undefined {
    const value = this.get(name);
    if (value !== undefined && !this.hasMethods(name, methods)) {
      throw this.#wrongType(name, `an object with the methods ${methods.join(", ")}`);
    }
    return value as T | undefined;
  }

  /** The options within an option. */
  nested(name: string, known: readonly string[]): Options | undefined {
    const value = this.get(name);
    return value === undefined
      ? value
      : new Options(value, known, this.#path + name, this.#ErrorClass);
  }

  /** Whether the option is present and has these methods. */
  hasMethods(name: string, methods: readonly string[]): boolean {
    const value = this.get(name) as Options["record"] | undefined;
    return readSafely(this.#path + name, this.#ErrorClass, () =>
      methods.every((method) => typeof value?.[method] === "function"),
    );
  }

  #wrongType(name: string, wanted: string, hint = wanted): SignpostError {
    return wrongType(this.#path + name, wanted, this.#ErrorClass, hint);
  }
}

/**
 * Calls `read`, which reads something of the caller's. What a getter or a proxy throws may hold anything, so that it
 * stays out of the error.
 */
export function readSafely<T>(field: string, ErrorClass: OptionErrorClass, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ErrorClass) throw error;
    throw wrongType(field, "a property that can be read", ErrorClass);
  }
}

/** A copy of a list whose items can be read. */
export function readList<T>(
  value: readonly T[],
  field: string,
  ErrorClass: OptionErrorClass = PresignError,
): T[] {
  return readSafely(field, ErrorClass, () => {
    if (!Array.isArray(value)) throw wrongType(field, "an array", ErrorClass);
    return [...value];
  });
}

/** Names and values of an object whose values must be strings, in turn. */
export function texts(
  record: object,
  field: string,
  ErrorClass: OptionErrorClass = PresignError,
): string[] {
  const entries = readSafely(field, ErrorClass, () => Object.entries(record));
  checkSize(entries.flat(), field, ErrorClass);
  return entries.flatMap(([name, value]) => [
    wellFormed(name, field, ErrorClass),
    wellFormed(value, `${field}.${name}`, ErrorClass),
  ]);
}

/** Longest text of an option, and of all names and values of one, in UTF-16 units: S3 takes no more, not even of a form. */
export const LONGEST_TEXT = 20_480;
/** Longest key, in bytes of UTF-8, of which there are as many as UTF-16 units or more. */
export const LONGEST_KEY = 1_024;

const TOO_LARGE: Record<string, string> = {
  headers: "InvalidHeader",
  query: "InvalidQuery",
  fields: "FormTooLarge",
  conditions: "FormTooLarge",
};

/** Refuses texts that S3 takes in no request, before they are copied into the core's memory, which never shrinks. */
export function checkSize(
  texts: readonly unknown[],
  field: string,
  ErrorClass: OptionErrorClass = PresignError,
): void {
  let size = 0;
  for (const text of texts) if (typeof text === "string") size += text.length;
  if (size <= LONGEST_TEXT) return;
  const rule = `must come to at most ${LONGEST_TEXT} characters in all; got ${size}.`;
  throw new ErrorClass(TOO_LARGE[field] ?? "InvalidOption", about(field, rule), {
    field,
    hint: "Use fewer or shorter ones.",
  });
}

/**
 * Returns a string that UTF-8 can carry, of at most `longest` UTF-16 units. Half of a surrogate pair would be sent as U+FFFD, and name another object
 * than the caller asked for.
 */
export function wellFormed(
  value: unknown,
  field: string,
  ErrorClass: OptionErrorClass = PresignError,
  longest = isKey(field) ? LONGEST_KEY : LONGEST_TEXT,
): string {
  if (typeof value !== "string") throw wrongType(field, "a string", ErrorClass);
  const { length } = value;
  let rule: string;
  let hint: string;
  if (length > longest) {
    const unit = longest === LONGEST_KEY ? "bytes of UTF-8, S3's limit" : "characters";
    rule = `must be at most ${longest} ${unit}; got ${length}.`;
    hint = "Use a shorter one.";
  } else if (!isWellFormed(value)) {
    rule = "has half of a surrogate pair, which is no character and cannot be sent.";
    hint = "Cut strings between characters; String.prototype.isWellFormed tells.";
  } else return value;
  throw isKey(field)
    ? new PresignError("InvalidKey", about(field, rule), { field, hint })
    : invalid(field, rule, hint, ErrorClass);
}

function isKey(field: string): boolean {
  return field === "key" || field === "keyStartsWith";
}

/** Whether it has no half of a surrogate pair: `String.prototype.isWellFormed`, which ES2022 lacks. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** `expiresIn` and `expiresAt` in seconds, NaN if absent. */
export function readExpiry(options: Options): [expiresIn: number, expiresAt: number] {
  const expiry: [number, number] = [options.seconds("expiresIn"), options.date("expiresAt")];
  if (!expiry.some(Number.isNaN)) {
    throw new PresignError("InvalidExpiry", about("expiresAt", "cannot go with `expiresIn`."), {
      field: "expiresAt",
      hint: "Give one of the two.",
    });
  }
  return expiry;
}

/** The record of names and values in turn: entries, not assignments, so that `__proto__` is a name too. */
export function fromPairs(pairs: readonly string[]): Record<string, string> {
  const entries: [string, string][] = [];
  for (let at = 0; at < pairs.length; at += 2) {
    entries.push([pairs[at] as string, pairs[at + 1] as string]);
  }
  return Object.fromEntries(entries);
}

/** A whole number that JavaScript holds exactly. */
export function wholeBytes(number: number, field: string): number {
  if (!Number.isSafeInteger(number) || number < 0) {
    throw invalid(
      field,
      `must be a whole number of bytes; got ${number}.`,
      "Give 0 or more, without a fraction.",
    );
  }
  return number;
}

/** The time value of a Date of this or another realm, in milliseconds. */
export function timeOf(value: unknown, field: string): number {
  try {
    // A Date's own method: an object that poses as a Date has no time value, and throws.
    return Date.prototype.getTime.call(value);
  } catch {
    throw wrongType(field, "a Date");
  }
}

/** 9999-12-31T23:59:59Z, the last instant whose year has four digits, as all that is signed needs. */
const LAST_SECOND = 253_402_300_799;

/** Whole seconds since 1970, rounded towards the past, as every clock that shows seconds does. */
export function instant(milliseconds: number, field: string): number {
  const seconds = Math.floor(milliseconds / 1_000);
  if (!(seconds >= 0 && seconds <= LAST_SECOND)) {
    const isDate = !Number.isNaN(seconds);
    const rule = isDate ? "must be in the years 1970 to 9999." : "is an invalid Date.";
    throw new PresignError("InvalidDate", about(field, rule), {
      field,
      hint: isDate
        ? "Give a date in milliseconds, not in seconds or microseconds."
        : "Check the text or the number that it was made from.",
    });
  }
  return seconds;
}

export function wrongType(
  field: string,
  wanted: string,
  ErrorClass: OptionErrorClass = PresignError,
  hint = wanted,
): SignpostError {
  return invalid(field, `must be ${wanted}.`, `Give ${hint}.`, ErrorClass);
}

/** An `InvalidOption`. `rule` goes on after the option's name: "must be …". */
export function invalid(
  field: string,
  rule: string,
  hint: string,
  ErrorClass: OptionErrorClass = PresignError,
): SignpostError {
  return new ErrorClass("InvalidOption", about(field, rule), { field, hint });
}

/** Options of the AWS SDK that have another name here. */
const SDK_NAMES: Record<string, string> = {
  abortsignal: "signal",
  acl: "headers",
  expires: "expiresIn",
  forcepathstyle: "addressing",
  queuesize: "concurrency",
  s3forcepathstyle: "addressing",
  signatureversion: "signature",
  useaccelerateendpoint: "accelerate",
  usedualstackendpoint: "dualstack",
  usefipsendpoint: "fips",
};

function unknownOption(
  path: string,
  name: string,
  known: readonly string[],
  ErrorClass: OptionErrorClass,
): SignpostError {
  const nearest = nearestTo(name, known);
  const question = nearest === undefined ? "." : `; did you mean \`${path}${nearest}\`?`;
  return invalid(
    path + name,
    `is not an option${question}`,
    `The options here are ${known.join(", ")}.`,
    ErrorClass,
  );
}

/** The known name that `name` was most likely meant to be, if there is one. */
function nearestTo(name: string, known: readonly string[]): string | undefined {
  const lower = name.slice(0, 64).toLowerCase();
  const sdkName = SDK_NAMES[lower];
  if (sdkName && known.includes(sdkName)) return sdkName;
  let nearest: string | undefined;
  // One slip of the hand in a short name, two in a longer one.
  let least = lower.length > 4 ? 3 : 2;
  for (const candidate of known) {
    const distance = editDistance(lower, candidate.toLowerCase());
    if (distance < least) [nearest, least] = [candidate, distance];
  }
  return nearest;
}

/** Characters to insert, remove or replace (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}

/**
 * Whether its properties are what it holds. An array, a Map, a Headers and a URLSearchParams keep theirs
 * elsewhere: read by property they would be empty, and what they hold would be left out in silence.
 */
function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(Symbol.iterator in value);
}

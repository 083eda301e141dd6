import { PresignError, type SignpostError } from "./errors.ts";
import type { Message, MessageParameters } from "./messages/message.ts";
import * as messages from "./messages/options.ts";
import { type OptionErrorClass, optionError } from "./option-error.ts";

/**
 * Reads each known option of an object exactly once, so that a getter or a proxy cannot return two values.
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
  // The option that is being read, for the error of a getter or a proxy.
  let reading = field || "options";
  const entries: [string, unknown][] = [];
  try {
    if (!isPlain(value)) throw optionError(messages.NOT_OPTIONS, reading, [], ErrorClass);
    for (const name of Object.keys(value)) {
      if (!known.includes(name)) throw unknownOption(path, name, known, ErrorClass);
    }
    for (const name of known) {
      reading = path + name;
      const option = (value as Options["record"])[name];
      if (option !== undefined && option !== null) entries.push([name, option]);
    }
  } catch (error) {
    throw safeError(error, reading, ErrorClass);
  }
  return Object.fromEntries(entries);
}

/**
 * Copies the options of a call, each read exactly once. Faster than `readOptions` for an object literal, whose own
 * enumerable properties it copies; unknown ones are left for `Options` to reject.
 *
 * Throws as `readOptions` does.
 */
export function copyOptions(value: unknown, known: readonly string[]): Record<string, unknown> {
  try {
    if (Object.getPrototypeOf(value) === Object.prototype) return { ...(value as object) };
  } catch {
    // A getter or a proxy threw, or the value is no object: `readOptions` names the option.
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
  /** `response.` for the options within `response`; empty for the options of a call. */
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

  boolean(name: string, fallback = false): boolean {
    const value = this.get(name) ?? fallback;
    if (typeof value !== "boolean") throw this.error(messages.NOT_BOOLEAN, name);
    return value;
  }

  /** One of the strings in `choices`, or undefined if it is absent. */
  oneOf<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const value = this.get(name);
    if (value === undefined || choices.includes(value as T)) return value as T | undefined;
    const quoted = choices.map((choice) => `"${choice}"`);
    throw this.error(messages.NOT_CHOICE, name, {
      choices: new Intl.ListFormat("en", { type: "disjunction" }).format(quoted),
    });
  }

  /** NaN if it is absent. */
  number(name: string): number {
    const value = this.get(name) ?? Number.NaN;
    if (typeof value !== "number") throw this.error(messages.NOT_NUMBER, name);
    return value;
  }

  /** A whole number, or undefined if it is absent. */
  whole(name: string, least: number, most = Number.MAX_SAFE_INTEGER): number | undefined {
    const value = this.get(name);
    if (value === undefined) return value;
    const number = this.number(name);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    const hasMost = most < Number.MAX_SAFE_INTEGER;
    const message = hasMost ? messages.NOT_WHOLE_IN_RANGE : messages.NOT_WHOLE;
    throw this.error(message, name, { least, most, number });
  }

  /** A duration in whole seconds; NaN if it is absent. */
  seconds(name: string): number {
    const value = this.get(name);
    const number = this.number(name);
    if (value !== undefined && !(Number.isInteger(number) && number >= 0 && number < 2 ** 32)) {
      throw optionError(messages.NOT_WHOLE_SECONDS, this.#path + name, { number });
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

  /** The names and values of an object of strings, alternating; empty if it is absent. */
  texts(name: string): string[] {
    const value = this.get(name);
    if (value === undefined) return [];
    const field = this.#path + name;
    if (!this.readSafely(name, () => isPlain(value))) {
      throw this.error(messages.NOT_STRINGS, name);
    }
    return texts(value as object, field, this.#ErrorClass);
  }

  /** A copy. Empty if it is absent. */
  array(name: string): readonly unknown[] {
    return readList((this.get(name) ?? []) as unknown[], this.#path + name, this.#ErrorClass);
  }

  /** The options within an option. */
  nested(name: string, known: readonly string[]): Options | undefined {
    const value = this.get(name);
    return value === undefined
      ? value
      : new Options(value, known, this.#path + name, this.#ErrorClass);
  }

  /** Calls `read`, which reads the value of an option, as the function `readSafely` does. */
  readSafely<T>(name: string, read: () => T): T {
    return readSafely(this.#path + name, this.#ErrorClass, read);
  }

  /** Makes the error of an option. */
  error(message: Message, name: string, parameters?: MessageParameters): SignpostError {
    return optionError(message, this.#path + name, parameters, this.#ErrorClass);
  }
}

// Functions and not methods, so that a bundler can leave them out.

/** Reads a function; undefined if it is absent. */
export function readCallback<T extends (...values: never[]) => unknown>(
  options: Options,
  name: string,
): T | undefined {
  const value = options.get(name);
  if (value !== undefined && typeof value !== "function") {
    throw options.error(messages.NOT_FUNCTION, name);
  }
  return value as T | undefined;
}

/** Reads an AbortSignal of this or another realm; undefined if it is absent. */
export function readSignal(options: Options, name: string): AbortSignal | undefined {
  const value = options.get(name);
  if (
    value !== undefined &&
    !hasMethods(options, name, ["addEventListener", "removeEventListener"])
  ) {
    throw options.error(messages.NOT_ABORT_SIGNAL, name);
  }
  return value as AbortSignal | undefined;
}

/** Reads an object with the named methods; undefined if it is absent. */
export function readMethods<T>(
  options: Options,
  name: string,
  methods: readonly (keyof T & string)[],
): T | undefined {
  const value = options.get(name);
  if (value !== undefined && !hasMethods(options, name, methods)) {
    throw options.error(messages.METHODS_MISSING, name, { methods: methods.join(", ") });
  }
  return value as T | undefined;
}

/** Whether the option is present and has these methods. */
export function hasMethods(options: Options, name: string, methods: readonly string[]): boolean {
  const value = options.get(name) as Options["record"] | undefined;
  return options.readSafely(name, () =>
    methods.every((method) => typeof value?.[method] === "function"),
  );
}

/** Calls `read`, which reads a value of the caller's. Throws as `safeError` describes. */
export function readSafely<T>(field: string, ErrorClass: OptionErrorClass, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw safeError(error, field, ErrorClass);
  }
}

/**
 * Returns the error to throw for one that was thrown while a value of the caller's was read. An error that a getter or a
 * proxy throws may hold anything, so it is not part of the result.
 */
function safeError(error: unknown, field: string, ErrorClass: OptionErrorClass): unknown {
  return error instanceof ErrorClass
    ? error
    : optionError(messages.NOT_READABLE, field, [], ErrorClass);
}

/** Returns a copy of an array of the caller's. */
export function readList<T>(
  value: readonly T[],
  field: string,
  ErrorClass: OptionErrorClass = PresignError,
): T[] {
  return readSafely(field, ErrorClass, () => {
    if (!Array.isArray(value)) throw optionError(messages.NOT_ARRAY, field, [], ErrorClass);
    return [...value];
  });
}

/** Returns the names and values of an object of strings, alternating. */
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

/**
 * Limit of one string, and of all names and values of one option, in UTF-16 units. S3 accepts no more in any request or
 * form.
 */
export const LONGEST_TEXT = 20_480;
/** Limit of a key in bytes of UTF-8. A string has at least as many bytes as UTF-16 units. */
export const LONGEST_KEY = 1_024;
/** S3 replaces this text, in any field of a form, with the name of the uploaded file (API reference, "POST Object"). */
export const FILENAME = "${filename}";

const TOO_LONG: Record<string, Message> = {
  headers: messages.HEADERS_TOO_LONG,
  query: messages.QUERY_TOO_LONG,
  fields: messages.FORM_TOO_LONG,
  conditions: messages.FORM_TOO_LONG,
};

/** Throws if the texts are over S3's limits, before they are copied into the core's memory, which never shrinks. */
export function checkSize(
  texts: readonly unknown[],
  field: string,
  ErrorClass: OptionErrorClass = PresignError,
): void {
  let length = 0;
  for (const text of texts) if (typeof text === "string") length += text.length;
  if (length <= LONGEST_TEXT) return;
  const message = TOO_LONG[field] ?? messages.TEXTS_TOO_LONG;
  throw optionError(message, field, { longest: LONGEST_TEXT, length }, ErrorClass);
}

/**
 * Returns a string that UTF-8 can carry, of at most `longest` UTF-16 units.
 *
 * Half of a surrogate pair would be sent as U+FFFD, and name another object than the caller meant.
 */
export function wellFormed(
  value: unknown,
  field: string,
  ErrorClass: OptionErrorClass = PresignError,
  longest = isKey(field) ? LONGEST_KEY : LONGEST_TEXT,
): string {
  if (typeof value !== "string") throw optionError(messages.NOT_STRING, field, [], ErrorClass);
  const { length } = value;
  const parameters = { longest, length };
  const isTooLong = length > longest;
  if (!isTooLong && isWellFormed(value)) return value;
  if (isKey(field)) {
    const tooLong = longest === LONGEST_KEY ? messages.KEY_TOO_LONG : messages.S3_URI_TOO_LONG;
    throw optionError(isTooLong ? tooLong : messages.KEY_NOT_WELL_FORMED, field, parameters);
  }
  const message = isTooLong ? messages.TEXT_TOO_LONG : messages.TEXT_NOT_WELL_FORMED;
  throw optionError(message, field, parameters, ErrorClass);
}

function isKey(field: string): boolean {
  return field === "key" || field === "keyStartsWith";
}

/** Whether the text has no half of a surrogate pair. Browsers before 2024 lack `String.prototype.isWellFormed`. */
export function isWellFormed(text: string & { isWellFormed?(): boolean }): boolean {
  return text.isWellFormed?.() ?? !/\p{Surrogate}/u.test(text);
}

/** Reads `expiresIn` and `expiresAt`, in seconds; NaN if absent. */
export function readExpiry(options: Options): [expiresIn: number, expiresAt: number] {
  const expiry: [number, number] = [options.seconds("expiresIn"), options.date("expiresAt")];
  if (!expiry.some(Number.isNaN)) {
    throw optionError(messages.EXPIRES_TWICE, "expiresAt");
  }
  return expiry;
}

/** Returns the record of alternating names and values. It is made of entries, so that `__proto__` is a name too. */
export function fromPairs(pairs: readonly string[]): Record<string, string> {
  const entries: [string, string][] = [];
  for (let at = 0; at < pairs.length; at += 2) {
    entries.push([pairs[at] as string, pairs[at + 1] as string]);
  }
  return Object.fromEntries(entries);
}

/** Returns a copy without the properties that are undefined, null, or an empty text. */
export function withoutEmpty<T extends object>(record: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const entries = Object.entries(record).filter(([, value]) => (value ?? "") !== "");
  return Object.fromEntries(entries) as { [K in keyof T]?: NonNullable<T[K]> };
}

/** Returns a whole number of bytes that JavaScript represents exactly. */
export function wholeBytes(number: number, field: string): number {
  if (!Number.isSafeInteger(number) || number < 0) {
    throw optionError(messages.NOT_WHOLE_BYTES, field, { number });
  }
  return number;
}

/** Returns the time of a Date of this or another realm, in milliseconds since 1970. */
export function timeOf(value: unknown, field: string): number {
  try {
    // Throws for an object that only looks like a Date.
    return Date.prototype.getTime.call(value);
  } catch {
    throw optionError(messages.NOT_DATE, field);
  }
}

/** 9999-12-31T23:59:59Z, the last instant whose year has four digits, which every signature needs. */
const LAST_SECOND = 253_402_300_799;

/** Returns whole seconds since 1970, rounded down. Throws `InvalidDate` outside the years 1970 to 9999. */
export function instant(milliseconds: number, field: string): number {
  const seconds = Math.floor(milliseconds / 1_000);
  if (!(seconds >= 0 && seconds <= LAST_SECOND)) {
    const message = Number.isNaN(seconds) ? messages.DATE_INVALID : messages.DATE_OUT_OF_RANGE;
    throw optionError(message, field);
  }
  return seconds;
}

/** Options of the AWS SDK that have another name here. */
const SDK_NAMES: Record<string, string> = {
  abortsignal: "signal",
  acl: "headers",
  contentlength: "size",
  expires: "expiresIn",
  forcepathstyle: "addressing",
  ifnonematch: "overwrite",
  queuesize: "concurrency",
  s3forcepathstyle: "addressing",
  signatureversion: "signature",
  tagging: "tags",
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
  const parameters = { options: known.join(", ") };
  return nearest === undefined
    ? optionError(messages.UNKNOWN_OPTION, path + name, parameters, ErrorClass)
    : optionError(
        messages.MISSPELT_OPTION,
        path + name,
        { ...parameters, nearest: path + nearest },
        ErrorClass,
      );
}

/** Returns the known name that `name` is most likely a misspelling of, if there is one. */
function nearestTo(name: string, known: readonly string[]): string | undefined {
  const lower = name.slice(0, 64).toLowerCase();
  const sdkName = SDK_NAMES[lower];
  if (sdkName && known.includes(sdkName)) return sdkName;
  let nearest: string | undefined;
  // One wrong character in a short name, two in a longer one.
  let least = lower.length > 4 ? 3 : 2;
  for (const candidate of known) {
    const distance = editDistance(lower, candidate.toLowerCase(), least);
    if (distance < least) [nearest, least] = [candidate, distance];
  }
  return nearest;
}

/** Returns the Levenshtein distance: the characters to insert, remove or replace. It is inexact if it is over `most`. */
function editDistance(a: string, b: string, most: number): number {
  if (most < 0 || !a || !b) return a.length + b.length;
  const [restOfA, restOfB] = [a.slice(1), b.slice(1)];
  if (a[0] === b[0]) return editDistance(restOfA, restOfB, most);
  const from = (nextA: string, nextB: string) => editDistance(nextA, nextB, most - 1);
  return 1 + Math.min(from(restOfA, b), from(a, restOfB), from(restOfA, restOfB));
}

/**
 * Whether the value keeps its contents in properties. An array, a Map, a Headers and a URLSearchParams do not: read by
 * property they would be empty, and their contents would be dropped silently.
 */
function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(Symbol.iterator in value);
}

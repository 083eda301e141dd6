import { PresignError } from "./errors.ts";

/**
 * An options object, read property by property, so that every error names the option as it was spelled.
 *
 * A property that is absent, undefined or null is undefined here.
 */
export class Options {
  readonly #value: object;
  /** `response.` within that option, else empty. */
  readonly #path: string;

  /**
   * Throws `InvalidOption` where `value` is no object, or has a property besides `known`: a misspelt option
   * would otherwise be ignored in silence.
   */
  constructor(value: unknown, known: readonly string[], field = "") {
    if (!isPlain(value)) {
      throw invalid(field || "options", "It is not an object with options.", "Write it as { … }.");
    }
    this.#value = value;
    this.#path = field && `${field}.`;
    for (const name of Object.keys(value)) {
      if (!known.includes(name)) {
        throw invalid(
          this.#path + name,
          "There is no such option.",
          `The options here are ${known.join(", ")}.`,
        );
      }
    }
  }

  get(name: string): unknown {
    try {
      return (this.#value as Record<string, unknown>)[name] ?? undefined;
    } catch {
      // A getter or a proxy threw; its reason may hold anything, so it stays out.
      throw wrongType(this.#path + name, "a property that can be read");
    }
  }

  string(name: string): string | undefined {
    const value = this.get(name);
    return value === undefined ? value : wellFormed(value, this.#path + name);
  }

  boolean(name: string): boolean {
    const value = this.get(name) ?? false;
    if (typeof value !== "boolean") throw wrongType(this.#path + name, "true or false");
    return value;
  }

  /** The place of the value in `choices`; 0 for none, which an empty choice there stands for. */
  choice(name: string, choices: readonly string[]): number {
    const value = this.get(name);
    if (value === undefined) return 0;
    const at = choices.indexOf(value as string);
    if (!value || at < 0) {
      const quoted = choices.filter(Boolean).map((choice) => `"${choice}"`);
      throw wrongType(
        this.#path + name,
        new Intl.ListFormat("en", { type: "disjunction" }).format(quoted),
      );
    }
    return at;
  }

  /** NaN for none. */
  number(name: string): number {
    const value = this.get(name) ?? Number.NaN;
    if (typeof value !== "number") throw wrongType(this.#path + name, "a number");
    return value;
  }

  /** A duration in whole seconds; NaN for none. */
  seconds(name: string): number {
    const value = this.get(name);
    const number = this.number(name);
    if (value !== undefined && !(Number.isInteger(number) && number >= 0 && number < 2 ** 32)) {
      throw new PresignError("InvalidExpiry", "It is not a whole number of seconds.", {
        field: this.#path + name,
        hint: "Give 1 or more, without a fraction.",
      });
    }
    return number;
  }

  /** A number of bytes; NaN for none. */
  size(name: string): number {
    const value = this.get(name);
    return value === undefined ? Number.NaN : wholeBytes(this.number(name), this.#path + name);
  }

  /** A Date, in seconds since 1970; NaN for none. */
  date(name: string): number {
    const value = this.get(name);
    if (value === undefined) return Number.NaN;
    if (!(value instanceof Date)) throw wrongType(this.#path + name, "a Date");
    return instant(value.getTime(), this.#path + name);
  }

  /** Names and values of a record of texts, in turn. */
  record(name: string): string[] {
    const value = this.get(name);
    if (value === undefined) return [];
    if (!isPlain(value)) {
      throw wrongType(this.#path + name, "an object whose values are strings");
    }
    return texts(value, this.#path + name);
  }

  array(name: string): readonly unknown[] {
    const value = this.get(name) ?? [];
    if (!Array.isArray(value)) throw wrongType(this.#path + name, "an array");
    return value;
  }

  /** The options in a property. */
  nested(name: string, known: readonly string[]): Options | undefined {
    const value = this.get(name);
    return value === undefined ? value : new Options(value, known, name);
  }
}

/** Names and values of a record whose values must be texts, in turn. */
export function texts(record: object, field: string): string[] {
  return Object.entries(record).flatMap(([name, value]) => [
    wellFormed(name, field),
    wellFormed(value, `${field}.${name}`),
  ]);
}

/**
 * A text that UTF-8 can carry. Half of a surrogate pair would be sent as U+FFFD, and name another object than the
 * one that was asked for.
 */
export function wellFormed(value: unknown, field: string): string {
  if (typeof value !== "string") throw wrongType(field, "a string");
  if (!isWellFormed(value)) {
    const message = "It has half of a surrogate pair, which is no character and cannot be sent.";
    const hint = "Cut strings between characters; String.prototype.isWellFormed tells.";
    throw field === "key" || field === "keyStartsWith"
      ? new PresignError("InvalidKey", message, { field, hint })
      : invalid(field, message, hint);
  }
  return value;
}

/** Whether it has no half of a surrogate pair: `String.prototype.isWellFormed`, which ES2022 lacks. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** `expiresIn` and `expiresAt` in seconds, NaN for none. */
export function readExpiry(given: Options): [expiresIn: number, expiresAt: number] {
  const expiry: [number, number] = [given.seconds("expiresIn"), given.date("expiresAt")];
  if (!expiry.some(Number.isNaN)) {
    throw new PresignError("InvalidExpiry", "Both expiresIn and expiresAt are given.", {
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
      "It is not a whole number of bytes.",
      "Give 0 or more, without a fraction.",
    );
  }
  return number;
}

/** 9999-12-31T23:59:59Z, the last instant whose year has four digits, as all that is signed needs. */
const LAST_SECOND = 253_402_300_799;

/** Whole seconds since 1970, rounded towards the past, as every clock that shows seconds does. */
export function instant(milliseconds: number, field: string): number {
  const seconds = Math.floor(milliseconds / 1_000);
  if (!(seconds >= 0 && seconds <= LAST_SECOND)) {
    throw new PresignError(
      "InvalidDate",
      Number.isNaN(seconds)
        ? "It is an invalid Date."
        : "The date is outside the years 1970 to 9999.",
      {
        field,
        hint: Number.isNaN(seconds)
          ? "Check the text or the number that it was made from."
          : "Give a date in milliseconds, not in seconds or microseconds.",
      },
    );
  }
  return seconds;
}

export function wrongType(field: string, wanted: string): PresignError {
  return invalid(field, `It is not ${wanted}.`, `Give ${wanted}.`);
}

export function invalid(field: string, message: string, hint: string): PresignError {
  return new PresignError("InvalidOption", message, { field, hint });
}

/**
 * Whether its properties are what it holds. An array, a Map, a Headers and a URLSearchParams keep theirs
 * elsewhere: read by property they would be empty, and what they hold would be left out in silence.
 */
function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(Symbol.iterator in value);
}

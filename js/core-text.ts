import { CredentialsError, PresignError } from "./errors.ts";
import { about } from "./options.ts";

/** What goes into the core: none, a number, a yes or no, a text, or texts. */
type Value = undefined | number | boolean | string | readonly string[];

/**
 * Values as one text, which src/wasm/given.rs reads: each argument more of a call would cost the page bytes on both
 * sides. Of numbers there are only those that are whole and no less than 0, and NaN for none.
 */
export function given(...values: Value[]): string {
  return values.map(written).join("");
}

function written(value: Value): string {
  if (value === undefined) return ":";
  if (typeof value === "string") return `${value.length}:${value}`;
  if (typeof value === "object") return `${value.length}:${value.map(written).join("")}`;
  return `${Number(value)}:`;
}

/** What the core answered. A refusal, which has a line feed before it, is thrown as an error. */
export function told(answer: string): string {
  if (answer.startsWith("\n")) throw refusal(answer.slice(1));
  return answer;
}

/**
 * Makes an error of the core's refusal: code, predicate and hint, a line each, and the field, which may hold anything.
 * The message is the field and the predicate.
 */
export function refusal(text: string): CredentialsError | PresignError {
  const [code = "", predicate = "", hint = "", ...rest] = text.split("\n");
  const field = rest.join("\n");
  const Class = code.startsWith("Credentials") ? CredentialsError : PresignError;
  return new Class(code, about(field, predicate), { hint, field });
}

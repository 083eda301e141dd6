import { CredentialsError, PresignError } from "./errors.ts";

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

/** What the core refuses, as an error: it writes four lines, and a field that may hold anything. */
export function refusal(text: string): CredentialsError | PresignError {
  const [code = "", index, message = "", hint = "", ...field] = text.split("\n");
  const details = { hint, field: field.join("\n") };
  return code.startsWith("Credentials")
    ? new CredentialsError(code, message, details)
    : new PresignError(code, message, index ? { ...details, index: Number(index) } : details);
}

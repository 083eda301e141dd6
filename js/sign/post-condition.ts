import { CONDITION_UNKNOWN } from "../messages/options.ts";
import { optionError } from "../option-error.ts";
import { texts, wellFormed, wholeBytes } from "../options.ts";

/** A condition of a POST policy. In an array, the name of a field begins with `$`. */
export type PostCondition =
  | Record<string, string>
  | ["eq", name: string, value: string]
  | ["starts-with", name: string, prefix: string]
  | ["content-length-range", min: number, max: number];

/** Returns operator and operands of a condition for the core, whose `Condition::from_operands` takes them. */
export function readCondition(value: unknown, field: string): [string, string, string] {
  const parts: unknown[] = Array.isArray(value) ? [...value] : [];
  const [operator, first, second] = parts;
  if (parts.length === 3 && (operator === "eq" || operator === "starts-with")) {
    const name = wellFormed(first, field);
    if (name.startsWith("$")) return [operator, name.slice(1), wellFormed(second, field)];
  } else if (parts.length === 3 && operator === "content-length-range") {
    if (typeof first === "number" && typeof second === "number") {
      return [operator, String(wholeBytes(first, field)), String(wholeBytes(second, field))];
    }
  } else if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const [name, text, ...more] = texts(value, field);
    if (name !== undefined && text !== undefined && more.length === 0) return ["eq", name, text];
  }
  throw optionError(CONDITION_UNKNOWN, field);
}

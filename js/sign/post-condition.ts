import { CONDITION_UNKNOWN } from "../messages/options.ts";
import { optionError } from "../option-error.ts";
import { texts, wellFormed, wholeBytes } from "../options.ts";

/** A condition of a POST policy. In an array, the name of a field begins with `$`. */
export type PostCondition =
  | Record<string, string>
  | ["eq", name: string, value: string]
  | ["starts-with", name: string, prefix: string]
  | ["content-length-range", min: number, max: number];

/** The operands of a condition as texts, or undefined if they are of other types than the operator's. */
type Operands = [first: string, second: string] | undefined;

interface Operator {
  name: string;
  /** The condition as a caller writes it, for the hint of an error. */
  example: string;
  readOperands: (first: unknown, second: unknown, field: string) => Operands;
}

const OPERATORS: readonly Operator[] = [
  { name: "eq", example: '["eq", "$name", value]', readOperands: readNameAndText },
  {
    name: "starts-with",
    example: '["starts-with", "$name", prefix]',
    readOperands: readNameAndText,
  },
  {
    name: "content-length-range",
    example: '["content-length-range", min, max]',
    readOperands: readSizes,
  },
];

/** Returns operator and operands of a condition for the core, whose `Condition::from_operands` takes them. */
export function readCondition(value: unknown, field: string): [string, string, string] {
  const parts: unknown[] = Array.isArray(value) ? [...value] : [];
  if (parts.length === 3) {
    const [name, first, second] = parts;
    const operator = OPERATORS.find((operator) => operator.name === name);
    const operands = operator?.readOperands(first, second, field);
    if (operator && operands) return [operator.name, ...operands];
  } else if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const [name, text, ...more] = texts(value, field);
    if (name !== undefined && text !== undefined && more.length === 0) return ["eq", name, text];
  }
  const examples = ["{ name: value }", ...OPERATORS.map(({ example }) => example)];
  const forms = new Intl.ListFormat("en", { type: "disjunction" }).format(examples);
  throw optionError(CONDITION_UNKNOWN, field, { forms });
}

function readNameAndText(first: unknown, second: unknown, field: string): Operands {
  const name = wellFormed(first, field);
  return name.startsWith("$") ? [name.slice(1), wellFormed(second, field)] : undefined;
}

function readSizes(first: unknown, second: unknown, field: string): Operands {
  if (typeof first !== "number" || typeof second !== "number") return undefined;
  return [String(wholeBytes(first, field)), String(wholeBytes(second, field))];
}

import type { SignpostError } from "../errors.ts";
import type { Message } from "../messages/message.ts";
import {
  METHODS_MISSING,
  NOT_FUNCTION,
  NOT_NUMBER,
  NOT_OPTIONS,
  NOT_STRING,
  UNKNOWN_OPTION,
} from "../messages/options.ts";
import { optionError } from "../option-error.ts";

const WRONG_TYPE: Record<string, Message> = {
  function: NOT_FUNCTION,
  number: NOT_NUMBER,
  string: NOT_STRING,
};

/**
 * Copies options, each of which is read once, without those that are undefined or null. A tenth of the size of the class
 * `Options`, which would double this entry.
 *
 * Throws `InvalidOption` for an option that is not in `types`, or is of none of its types.
 */
export function readEntryOptions<T extends object>(
  value: T | undefined,
  types: Record<keyof T & string, string>,
): T {
  if (value !== undefined && (typeof value !== "object" || !value)) {
    throw optionError(NOT_OPTIONS, "options");
  }
  const options = { ...value } as T;
  for (const [name, option] of Object.entries(options)) {
    const type = Object.hasOwn(types, name) ? types[name as keyof T & string] : undefined;
    if (!type) throw optionError(UNKNOWN_OPTION, name, [Object.keys(types).join(", ")]);
    if (option === undefined || option === null) delete options[name as keyof T];
    else if (!type.includes(typeof option)) throw wrongType(name, type);
  }
  return options;
}

function wrongType(name: string, type: string): SignpostError {
  return optionError(WRONG_TYPE[type] ?? NOT_OPTIONS, name);
}

/** Throws `InvalidOption` if `s3` has not all of the methods. */
export function checkClient(s3: unknown, ...methods: string[]): void {
  const client = s3 as Record<string, unknown> | null | undefined;
  if (methods.some((method) => typeof client?.[method] !== "function")) {
    throw optionError(METHODS_MISSING, "s3", [methods.join(", ")]);
  }
}

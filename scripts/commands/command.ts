import { type Command, InvalidArgumentError, Option } from "commander";

/** Adds a command of package.json, and returns it for its options and its action. */
export type AddCommand = (name: string, description: string) => Command;

/** Returns an option for a port, which an environment variable can set too. */
export function portOption(name: string, description: string, port: string): Option {
  return new Option(`--${name} <port>`, `${description}; 0 takes any free port`)
    .env(`SIGNPOST_${name.toUpperCase().replace("-", "_")}`)
    .default(port)
    .argParser((value) => {
      if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return value;
      throw new InvalidArgumentError("Use a number from 0 to 65535.");
    });
}

/** Parses a whole number of at least 1. */
export function wholeNumber(value: string): number {
  if (/^[1-9]\d*$/.test(value)) return Number(value);
  throw new InvalidArgumentError("Use a whole number of at least 1.");
}

/** Returns a parser of names that are separated by commas. */
export function namesOf(kind: string, known: readonly string[]) {
  return (value: string): string[] => {
    const names = value.split(",");
    const unknown = names.filter((name) => !known.includes(name));
    if (unknown.length === 0) return names;
    throw new InvalidArgumentError(
      `There is no ${kind} ${unknown.join(", ")}. Use: ${known.join(", ")}.`,
    );
  };
}

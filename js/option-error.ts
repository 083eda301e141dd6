import { PresignError, SignpostError } from "./errors.ts";
import { fill, type Message, type MessageParameters, printable } from "./messages/message.ts";

/** A class whose errors name the option at fault: `PresignError`, `CredentialsError`. */
export type OptionErrorClass = new (
  code: string,
  message: string,
  details: { field: string; hint: string; index?: number },
) => SignpostError;

/** Makes the error of the option `field`: "`expiresIn` must be …". */
export function optionError(
  message: Message,
  field: string,
  parameters?: MessageParameters,
  ErrorClass: OptionErrorClass = PresignError,
): SignpostError {
  const [code, rule, hint] = fill(message, parameters);
  return new ErrorClass(code, optionMessage(field, rule), { field, hint });
}

/** The message of an error about an option: the option's name, and the rule, which goes on after it. */
export function optionMessage(field: string, rule: string): string {
  return `\`${printable(field)}\` ${rule}`;
}

/** Makes an error for the user who chose a file that breaks the rule `field`. Its message does not name the option. */
export function fileError(
  message: Message,
  field?: string,
  parameters?: MessageParameters,
): SignpostError {
  const [code, text, hint] = fill(message, parameters);
  return new SignpostError(code, text, field ? { hint, field } : { hint });
}

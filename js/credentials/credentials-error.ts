import { CredentialsError } from "../errors.ts";
import { fill, type Message, type MessageParameters } from "../messages/message.ts";
import { optionMessage } from "../option-error.ts";

/** Makes the error of a message: about the option `field`, if there is one. `cause` must hold no secret. */
export function credentialsError(
  message: Message,
  details: { field?: string; parameters?: MessageParameters; cause?: unknown } = {},
): CredentialsError {
  const { field, parameters, cause } = details;
  const [code, text, hint] = fill(message, parameters);
  return field === undefined
    ? new CredentialsError(code, text, { hint, cause })
    : new CredentialsError(code, optionMessage(field, text), { hint, cause, field });
}

/**
 * The texts of one error: its stable code, its message and its hint, which is empty if the message says what to do.
 *
 * `%{name}` in a text stands for a parameter. The message of an error about an option goes on after the option's name:
 * "must be a string."
 */
export type Message = readonly [code: string, text: string, hint: string];

/** The values of a message's parameters: by name, or in the order in which the names first appear. */
export type MessageParameters =
  | Readonly<Record<string, string | number>>
  | readonly (string | number)[];

const PARAMETER = /%\{(\w+)\}/g;

/**
 * Returns the message with its parameters filled in.
 *
 * A parameter must not hold a secret, a token, a signature or a signed URL.
 */
export function fill(message: Message, parameters: MessageParameters = []): Message {
  const names: string[] = [];
  const fillIn = (template: string) =>
    template.replace(PARAMETER, (_, name: string) => {
      if (!names.includes(name)) names.push(name);
      const key = Array.isArray(parameters) ? names.indexOf(name) : name;
      return String((parameters as Readonly<Record<string, string | number>>)[key]);
    });
  const [code, text, hint] = message;
  return [code, fillIn(text), fillIn(hint)];
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;
/** In UTF-16 units. */
const LONGEST_VALUE = 100;

/** Returns a value of the caller's for use in a message: without control characters, and cut after 100 UTF-16 units. */
export function printable(value: string): string {
  const text = value.replace(UNPRINTABLE, "\ufffd");
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

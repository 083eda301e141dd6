import { CredentialsError, PresignError, type SignpostError } from "./errors.ts";
import { type Message, printable } from "./messages/message.ts";
import { optionError } from "./option-error.ts";

/** A value that crosses into the core; `undefined` if it is absent. */
type Value = undefined | number | boolean | string | readonly string[];

/**
 * Values as one text, which src/wasm/given.rs reads: each argument more of a call would cost the page bytes on both
 * sides. Of numbers there are only those that are whole and no less than 0, and NaN for none.
 */
export function encodeArguments(...values: Value[]): string {
  return values.map(encode).join("");
}

function encode(value: Value): string {
  if (value === undefined) return ":";
  if (typeof value === "string") return `${value.length}:${value}`;
  if (typeof value === "object") return `${value.length}:${value.map(encode).join("")}`;
  return `${Number(value)}:`;
}

/** Returns a reply of the core. Throws the error that it holds, in the words of `messages`. */
export function unwrap(reply: string, messages: readonly Message[]): string {
  if (reply.startsWith("\n")) throw errorFromCore(new Reply(reply.slice(1)), messages);
  return reply;
}

function errorFromCore(reply: Reply, messages: readonly Message[]): SignpostError {
  const message = messages[reply.number() as number] as Message;
  reply.number();
  const field = reply.text() ?? "";
  const parameters = reply.texts().map(printable);
  const ErrorClass = message[0].startsWith("Credentials") ? CredentialsError : PresignError;
  return optionError(message, field, parameters, ErrorClass);
}

/** The unread rest of a reply. */
class Reply {
  #rest: string;

  constructor(text: string) {
    this.#rest = text;
  }

  number(): number | undefined {
    const [digits = ""] = this.#rest.split(":", 1);
    this.#rest = this.#rest.slice(digits.length + 1);
    return digits ? Number(digits) : undefined;
  }

  text(): string | undefined {
    const length = this.number();
    if (length === undefined) return length;
    const text = this.#rest.slice(0, length);
    this.#rest = this.#rest.slice(length);
    return text;
  }

  texts(): string[] {
    return Array.from({ length: this.number() ?? 0 }, () => this.text() ?? "");
  }
}

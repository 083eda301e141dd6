/**
 * The format in which this package and its WebAssembly modules exchange values: the arguments of a call are one text,
 * and so is its reply.
 *
 * ```text
 * arguments = *value                   ; the fields of the call, in the order of its table
 * reply     = *value / error           ; the fields of the reply, in the order of its table
 * value     = number / text / list
 * number    = [digits] ":"             ; decimal; no digits if the field is absent
 * text      = [digits] ":" characters  ; digits: length in UTF-16 code units; no digits if the field is absent
 * list      = digits ":" *text         ; digits: number of texts
 * error     = LF number number text list
 *                                      ; number of the reason, index of the key, field, parameters
 * ```
 *
 * A boolean is the number 0 or 1, and an instant is in seconds since 1970. A choice is its public name. Names and values
 * alternate in a list. No value begins with a line feed. Signing by key has a shorter form: see sign-one.ts and
 * sign-many.ts.
 *
 * src/wasm/wire.rs has the same format and the same tables; tests/js/wire.test.ts compares both files.
 */

import { CredentialsError, PresignError, type SignpostError } from "./errors.ts";
import { coreMessage } from "./messages/core.ts";
import { printable } from "./messages/message.ts";
import { optionError } from "./option-error.ts";

// The functions of a signer, by their numbers in src/wasm/wire.rs.

export const OPEN = 0;
export const SHARE = 1;
export const PRESIGN_POST = 2;

// The arguments of each call, in order.

export const OPEN_ARGUMENTS = [
  "region",
  "endpoint",
  "publicEndpoint",
  "bucket",
  "dualstack",
  "accelerate",
  "fips",
  "globalEndpoint",
  "addressing",
  "protocol",
  "signature",
  "expiration",
  "accessKeyId",
  "sessionToken",
  "secretAccessKey",
] as const;
export const SHARE_ARGUMENTS = [
  "bucket",
  "method",
  "expiresIn",
  "expiresAt",
  "signingDate",
  "cacheWindow",
  "now",
  "contentType",
  "contentLanguage",
  "expires",
  "cacheControl",
  "contentDisposition",
  "contentEncoding",
  "downloadAs",
  "headers",
  "query",
] as const;
export const POST_ARGUMENTS = [
  "bucket",
  "key",
  "keyStartsWith",
  "expiresIn",
  "expiresAt",
  "signingDate",
  "now",
  "minSize",
  "maxSize",
  "contentType",
  "fields",
  "conditions",
] as const;

// Each kind of value in a reply.

const text = (reader: ReplyReader): string => reader.text() ?? "";
const optionalText = (reader: ReplyReader): string | undefined => reader.text();
/** Epoch milliseconds. */
const instant = (reader: ReplyReader): number => Number(reader.number()) * 1_000;
const list = (reader: ReplyReader): string[] => reader.list();

// The fields of each reply, in order.

export const SHARE_REPLY = {
  origin: text,
  suffix: text,
  expiresAt: instant,
  limitedBy: text,
  base: text,
};
export const POST_REPLY = {
  url: text,
  expiresAt: instant,
  limitedBy: text,
  contentTypePrefix: optionalText,
  fields: list,
};

/** A field of the arguments. `undefined` and NaN stand for an absent one; other numbers are whole and at least 0. */
type Value = undefined | number | boolean | string | readonly string[];

/** Encodes the arguments of a call by the names in its table. */
export function encodeArguments<Name extends string>(
  table: readonly Name[],
  values: Readonly<Record<Name, Value>>,
): string {
  return table.map((name) => encode(values[name])).join("");
}

function encode(value: Value): string {
  if (value === undefined || Number.isNaN(value)) return ":";
  if (typeof value === "string") return `${value.length}:${value}`;
  if (typeof value === "object") return `${value.length}:${value.map(encode).join("")}`;
  return `${Number(value)}:`;
}

type ReplyTable = Readonly<Record<string, (reader: ReplyReader) => unknown>>;
type Fields<Table extends ReplyTable> = { [Name in keyof Table]: ReturnType<Table[Name]> };

/** Decodes a reply by its table. Throws as `unwrap` does. */
export function decodeReply<Table extends ReplyTable>(table: Table, reply: string): Fields<Table> {
  const reader = new ReplyReader(unwrap(reply));
  const fields = Object.entries(table).map(([name, read]) => [name, read(reader)]);
  return Object.fromEntries(fields) as Fields<Table>;
}

/** Returns a reply that is no error. Throws the error that it holds. */
export function unwrap(reply: string): string {
  if (reply.startsWith("\n")) throw errorFromCore(new ReplyReader(reply.slice(1)));
  return reply;
}

function errorFromCore(reader: ReplyReader): SignpostError {
  const message = coreMessage(Number(reader.number()));
  // The index of a key. presignMany finds it by signing key by key.
  reader.number();
  const field = text(reader);
  const parameters = reader.list().map(printable);
  const ErrorClass = message[0].startsWith("Credentials") ? CredentialsError : PresignError;
  return optionError(message, field, parameters, ErrorClass);
}

/** The unread rest of a reply. */
class ReplyReader {
  #rest: string;

  constructor(reply: string) {
    this.#rest = reply;
  }

  number(): number | undefined {
    const digits = this.#take(this.#rest.indexOf(":"));
    this.#take(1);
    return digits ? Number(digits) : undefined;
  }

  text(): string | undefined {
    const length = this.number();
    return length === undefined ? length : this.#take(length);
  }

  list(): string[] {
    const count = this.number() ?? 0;
    // Each text has a character at least, so that a malformed count cannot use up the memory.
    return Array.from({ length: Math.min(count, this.#rest.length) }, () => text(this));
  }

  #take(length: number): string {
    const taken = this.#rest.slice(0, length);
    this.#rest = this.#rest.slice(length);
    return taken;
  }
}

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
import { ARGUMENTS_MALFORMED } from "./messages/core.ts";
import { type Message, printable } from "./messages/message.ts";
import { optionError } from "./option-error.ts";

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
export const FORM_DATA_ARGUMENTS = [
  "fields",
  "contentTypePrefix",
  "fileType",
  "filename",
  "key",
] as const;
export const FORM_TEXT_ARGUMENTS = [
  "url",
  "fields",
  "contentTypePrefix",
  "path",
  "contentType",
] as const;
export const S3_URI_ARGUMENTS = ["uri"] as const;
export const OBJECT_URL_ARGUMENTS = ["url"] as const;
export const INSPECT_ARGUMENTS = ["url", "now"] as const;
export const EXPLAIN_ARGUMENTS = [
  "method",
  "url",
  "headers",
  "accessKeyId",
  "stringToSign",
  "canonicalRequest",
] as const;

// Each kind of value in a reply.

const text = (reader: ReplyReader): string => reader.text() ?? "";
const optionalText = (reader: ReplyReader): string | undefined => reader.text();
const flag = (reader: ReplyReader): boolean => reader.number() === 1;
/** Epoch milliseconds. */
const instant = (reader: ReplyReader): number => Number(reader.number()) * 1_000;
/** Epoch milliseconds; undefined if it is absent. */
const optionalInstant = (reader: ReplyReader): number | undefined => {
  const seconds = reader.number();
  return seconds === undefined ? seconds : seconds * 1_000;
};
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
export const FORM_TEXT_REPLY = { text };
export const S3_URI_REPLY = { bucket: text, key: optionalText };
export const OBJECT_URL_REPLY = {
  bucket: text,
  key: optionalText,
  query: list,
  fragment: optionalText,
};
export const INSPECT_REPLY = {
  signature: text,
  bucket: optionalText,
  key: optionalText,
  region: optionalText,
  accessKeyId: text,
  temporary: flag,
  signedAt: optionalInstant,
  expiresAt: optionalInstant,
  signedHeaders: optionalText,
  problems: list,
};
export const EXPLAIN_REPLY = {
  part: optionalText,
  cause: optionalText,
  ours: optionalText,
  theirs: optionalText,
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

/** Decodes a reply by its table. Throws the error that it holds, with its message in `messages`. */
export function decodeReply<Table extends ReplyTable>(
  table: Table,
  reply: string,
  messages: readonly Message[],
): Fields<Table> {
  const reader = new ReplyReader(unwrap(reply, messages));
  const fields = Object.entries(table).map(([name, read]) => [name, read(reader)]);
  return Object.fromEntries(fields) as Fields<Table>;
}

/** Returns a reply that is no error. Throws the error that it holds, with its message in `messages`. */
export function unwrap(reply: string, messages: readonly Message[]): string {
  if (reply.startsWith("\n")) throw errorFromCore(new ReplyReader(reply.slice(1)), messages);
  return reply;
}

function errorFromCore(reader: ReplyReader, messages: readonly Message[]): SignpostError {
  const message = messages[Number(reader.number())] ?? ARGUMENTS_MALFORMED;
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
    return Array.from({ length: this.number() ?? 0 }, () => text(this));
  }

  #take(length: number): string {
    const taken = this.#rest.slice(0, length);
    this.#rest = this.#rest.slice(length);
    return taken;
  }
}

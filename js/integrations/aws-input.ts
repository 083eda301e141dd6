/** Formats the input of a command as S3's headers and query parameters. */

import { md5 } from "../checksum/md5.ts";
import { PresignError } from "../errors.ts";
import { BODY_IN_URL } from "../messages/aws.ts";
import { NOT_STRING } from "../messages/options.ts";
import { optionError } from "../option-error.ts";
import { readOptions, readSafely } from "../options.ts";
import { MEMBERS, type Operation, placeOf } from "./aws-operations.ts";

/** The headers and the query of a request, by their names in lower case. */
export interface WireInput {
  bucket: string | undefined;
  key: string | undefined;
  headers: Record<string, string>;
  query: Record<string, string>;
}

/**
 * Formats the input of an operation. `field` is the option that holds it.
 *
 * Throws `InvalidOption` for a member that the operation does not have, and for a body.
 */
export function formatInput(operation: Operation, input: unknown, field = "input"): WireInput {
  const read = readOptions(input, ["Bucket", "Key", ...MEMBERS[operation]], field);
  const { Bucket, Key, ...rest } = read;
  const headers: Record<string, string> = {};
  const query: Record<string, string> = {};
  for (const [member, value] of Object.entries(rest)) {
    const place = placeOf(operation, member);
    const option = `${field}.${member}`;
    if (place === "") throw optionError(BODY_IN_URL, option);
    readSafely(option, PresignError, () => {
      if (place.startsWith("?")) query[place.slice(1)] = formatValue(value, option);
      else if (member === "Metadata") {
        for (const [name, text] of Object.entries(value as object)) {
          if (typeof text !== "string") throw optionError(NOT_STRING, `${option}.${name}`);
          headers[(place + name).toLowerCase()] = text;
        }
      } else if (member.endsWith("SSECustomerKey")) {
        const key = keyBytes(value);
        headers[place] = base64(key);
        headers[`${place}-md5`] = base64(md5(key));
      } else headers[place] ??= formatValue(value, option);
    });
  }
  return { bucket: Bucket as string, key: Key as string, headers, query };
}

function formatValue(value: unknown, option: string): string {
  if (value instanceof Date) {
    // Throws for an invalid date.
    const text = value.toISOString();
    return option.endsWith("RetainUntilDate") ? text.replace(/\.\d+Z$/, "Z") : value.toUTCString();
  }
  if (Array.isArray(value)) return value.join(", ");
  if (!/^(string|number|boolean)$/.test(typeof value)) throw optionError(NOT_STRING, option);
  return String(value);
}

/** Returns the 32 bytes of an AES-256 key: of base64, of bytes, or of a text, in this order as in the SDK. */
function keyBytes(value: unknown): Uint8Array {
  if (typeof value !== "string") {
    return ArrayBuffer.isView(value)
      ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
      : new Uint8Array(value as ArrayBuffer);
  }
  return /^[\w+/]{43}=$/.test(value) && !value.includes("_")
    ? Uint8Array.from(atob(value), (character) => character.charCodeAt(0))
    : new TextEncoder().encode(value);
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

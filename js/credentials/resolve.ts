import type { CredentialsError } from "../errors.ts";
import {
  EXPIRATION_UNREADABLE,
  FIELD_HAS_WHITE_SPACE,
  FIELD_MISSING,
  FIELD_NOT_STRING,
  FIELD_TOO_LONG,
  NO_CREDENTIALS,
  NOT_CREDENTIALS,
} from "../messages/credentials.ts";
import type { Message, MessageParameters } from "../messages/message.ts";
import { LONGEST_TEXT, withoutEmpty } from "../options.ts";
import { credentialsError } from "./credentials-error.ts";

/** Credentials under the names that this package uses. Frozen. */
export interface ResolvedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
  /** The Cognito identity that they belong to, if their source names it. */
  readonly identityId?: string;
}

/**
 * Returns an opaque name of the identity that signs with these credentials; undefined if it is unknown. Temporary keys
 * change with every refresh, and only Cognito's credentials name their identity.
 */
export function identityOf(credentials: ResolvedCredentials): string | undefined {
  const { accessKeyId, sessionToken, identityId } = credentials;
  return identityId ?? (sessionToken === undefined ? accessKeyId : undefined);
}

/** Credentials of Cognito or STS, which always have a session token and an expiration. */
export interface TemporaryCredentials extends ResolvedCredentials {
  readonly sessionToken: string;
  readonly expiration: Date;
}

type Field = "accessKeyId" | "secretAccessKey" | "sessionToken" | "expiration";

/**
 * Limit between epoch seconds and epoch milliseconds: seconds stay below it until the year 5138, and milliseconds have
 * been above it since 1973.
 */
const MAX_EPOCH_SECONDS = 1e11;

const ISO_8601 =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(\.\d+)?(?:(Z)|([+-]\d{2}):?(\d{2}))$/i;
const DECIMAL = /^\d+(?:\.\d+)?$/;

/** A line break or a space at an end, most often pasted by accident, would make every signature wrong. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern is for control characters.
const WHITE_SPACE = /^\s|\s$|[\u0000-\u001f\u007f]/;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** Returns the error for a value that is no credentials: a function and a promise are often passed by mistake. */
function missing(value: unknown): CredentialsError {
  const field = "credentials";
  const isPromise = isRecord(value) && typeof value["then"] === "function";
  if (!isPromise && typeof value !== "function") return credentialsError(NO_CREDENTIALS, { field });
  const parameters = [isPromise ? "a promise" : "a function"];
  return credentialsError(NOT_CREDENTIALS, { field, parameters });
}

function fieldError(message: Message, field: Field, parameters: MessageParameters = []) {
  return credentialsError(message, { field: `credentials.${field}`, parameters });
}

/** Reads a field by the name of the SDK and Uppy, of STS, which begins with a capital, or Cognito's `SecretKey`. */
function read(source: Record<string, unknown>, field: Field): unknown {
  const value = source[field] ?? source[field.replace(/^./, (letter) => letter.toUpperCase())];
  return value ?? (field === "secretAccessKey" ? source["SecretKey"] : undefined) ?? undefined;
}

function readText(source: Record<string, unknown>, field: Field): string | undefined {
  const value = read(source, field);
  if (value === undefined || value === "") return undefined;
  if (typeof value !== "string") throw fieldError(FIELD_NOT_STRING, field);
  if (value.length > LONGEST_TEXT) throw fieldError(FIELD_TOO_LONG, field, [LONGEST_TEXT]);
  if (WHITE_SPACE.test(value)) throw fieldError(FIELD_HAS_WHITE_SPACE, field);
  return value;
}

function requireText(source: Record<string, unknown>, field: Field): string {
  const value = readText(source, field);
  if (value === undefined) throw fieldError(FIELD_MISSING, field);
  return value;
}

/** Returns an expiration in epoch milliseconds; NaN if the value is not an instant. */
function milliseconds(value: unknown): number {
  if (typeof value === "number") return value < MAX_EPOCH_SECONDS ? value * 1_000 : value;
  if (typeof value === "string") {
    const text = value.trim();
    if (DECIMAL.test(text)) return milliseconds(Number(text));
    const iso = ISO_8601.exec(text);
    if (iso === null) return Number.NaN;
    const [, day, minutes, seconds = ":00", fraction = "", zulu, hoursEast, minutesEast] = iso;
    const zone = zulu === undefined ? `${hoursEast}:${minutesEast}` : "Z";
    return Date.parse(`${day}T${minutes}${seconds}${fraction.slice(0, 4)}${zone}`);
  }
  try {
    // The method of Date itself: it accepts a Date of another frame, and no other object.
    return Date.prototype.getTime.call(value);
  } catch {
    return Number.NaN;
  }
}

function readExpiration(source: Record<string, unknown>): Date | undefined {
  const value = read(source, "expiration");
  if (value === undefined || value === "") return undefined;
  const instant = new Date(milliseconds(value));
  if (Number.isNaN(instant.getTime()) || instant.getTime() < 0) {
    throw fieldError(EXPIRATION_UNREADABLE, "expiration");
  }
  return instant;
}

/**
 * Reads the result of a provider: the SDK's shape, STS's (`AccessKeyId`…), Cognito's (`SecretKey`), or one of them
 * under `credentials`, as in Uppy's `getCredentials`.
 *
 * `expiration` is a Date, ISO 8601 text with a time zone, epoch milliseconds, or epoch seconds. It can be in the past.
 *
 * @throws {CredentialsError} `CredentialsMissing` or `CredentialsMalformed`, with the field and without its value
 */
export function resolveCredentials(value: unknown): ResolvedCredentials {
  if (!isRecord(value) || typeof value["then"] === "function") throw missing(value);
  const { credentials } = value;
  const source = isRecord(credentials) ? credentials : value;
  const accessKeyId = requireText(source, "accessKeyId");
  const secretAccessKey = requireText(source, "secretAccessKey");
  const sessionToken = readText(source, "sessionToken");
  const expiration = readExpiration(source);
  const { identityId } = source;
  return Object.freeze({
    accessKeyId,
    secretAccessKey,
    ...withoutEmpty({
      sessionToken,
      expiration,
      identityId: typeof identityId === "string" ? identityId : undefined,
    }),
  });
}

/** Parses the credentials in a service's response; undefined if a field is missing or malformed. */
export function parseTemporary(value: unknown): TemporaryCredentials | undefined {
  try {
    const { sessionToken, expiration, ...credentials } = resolveCredentials(value);
    if (sessionToken === undefined || expiration === undefined) return undefined;
    return Object.freeze({ ...credentials, sessionToken, expiration });
  } catch {
    return undefined;
  }
}

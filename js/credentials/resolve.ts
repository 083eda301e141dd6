import { CredentialsError } from "../errors.ts";
import { LONGEST_TEXT } from "../options.ts";

/** Credentials as the rest of the package reads them, whatever their source called the fields. Frozen. */
export interface ResolvedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
  /** The Cognito identity that they are for, if their source says so. */
  readonly identityId?: string;
}

/**
 * Returns an opaque name of who signs with these credentials; undefined if it cannot be told. Temporary keys change
 * with every refresh: only Cognito's say whom they are for.
 */
export function identityOf(credentials: ResolvedCredentials): string | undefined {
  const { accessKeyId, sessionToken, identityId } = credentials;
  return identityId ?? (sessionToken === undefined ? accessKeyId : undefined);
}

/** What Cognito and STS issue: they always say when it ends. */
export interface TemporaryCredentials extends ResolvedCredentials {
  readonly expiration: Date;
}

/** The SDK's and Uppy's spellings, STS's own, and Cognito's `SecretKey`. */
const SPELLINGS = {
  accessKeyId: ["accessKeyId", "AccessKeyId"],
  secretAccessKey: ["secretAccessKey", "SecretAccessKey", "SecretKey"],
  sessionToken: ["sessionToken", "SessionToken"],
  expiration: ["expiration", "Expiration"],
} as const;

type Field = keyof typeof SPELLINGS;

/**
 * Epoch seconds stay below this until the year 5138, and epoch milliseconds have been above it since 1973:
 * no expiration that is of use to anyone can be taken for the other.
 */
const SECONDS_BELOW = 1e11;

const ISO_8601 =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(\.\d+)?(?:(Z)|([+-]\d{2}):?(\d{2}))$/i;
const DECIMAL = /^\d+(?:\.\d+)?$/;

/** A line break or a stray space, most often pasted along, would make every signature wrong in silence. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const STRAY = /^\s|\s$|[\u0000-\u001f\u007f]/;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** `rule` goes on after the field's name: "must be …". */
function malformed(field: Field, rule: string, hint: string): CredentialsError {
  const path = `credentials.${field}`;
  return new CredentialsError("CredentialsMalformed", `\`${path}\` ${rule}`, { field: path, hint });
}

/** Says what came in place of credentials, since a function and a promise are often given by mistake. */
function missing(value: unknown): CredentialsError {
  const [got, hint] =
    typeof value === "function"
      ? [
          "; got a function",
          "Use `S3`, which takes a provider function, or call it and await it first.",
        ]
      : isRecord(value) && typeof value["then"] === "function"
        ? ["; got a promise", "Await it first, or give `S3` a function that returns it."]
        : ["", "Give the credentials, or give `S3` a function that returns them."];
  return new CredentialsError(
    "CredentialsMissing",
    `\`credentials\` must be an object with \`accessKeyId\` and \`secretAccessKey\`${got}.`,
    { field: "credentials", hint },
  );
}

function read(source: Record<string, unknown>, field: Field): unknown {
  for (const spelling of SPELLINGS[field]) {
    const value = source[spelling];
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

function readText(source: Record<string, unknown>, field: Field): string | undefined {
  const value = read(source, field);
  if (value === undefined || value === "") return undefined;
  if (typeof value !== "string")
    throw malformed(field, "must be a string.", "Give it as a string.");
  if (value.length > LONGEST_TEXT) {
    throw malformed(field, `must be at most ${LONGEST_TEXT} characters.`, "Copy it once more.");
  }
  if (STRAY.test(value)) {
    throw malformed(
      field,
      "must have no white space around it and no control characters.",
      "Remove what was copied along, such as a line break.",
    );
  }
  return value;
}

function requireText(source: Record<string, unknown>, field: Field): string {
  const value = readText(source, field);
  if (value === undefined) {
    const path = `credentials.${field}`;
    throw new CredentialsError("CredentialsMissing", `\`${path}\` must be set.`, {
      field: path,
      hint: "Give `accessKeyId` and `secretAccessKey`, and `sessionToken` if they are temporary.",
    });
  }
  return value;
}

function milliseconds(value: unknown): number {
  if (typeof value === "number") return value < SECONDS_BELOW ? value * 1_000 : value;
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
    // A Date's own method: it takes a Date of another frame, and nothing that poses as one.
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
    throw malformed(
      "expiration",
      "must be a Date, ISO 8601 text with a time zone, or milliseconds since 1970.",
      "Write text as `2030-01-31T12:00:00Z`.",
    );
  }
  return instant;
}

/**
 * Reads whatever a provider returned: the SDK's shape, STS's (`AccessKeyId`…), Cognito's (`SecretKey`), or
 * either of them under `credentials`, as Uppy's `getCredentials` has it.
 *
 * `expiration` is a Date, ISO 8601 text with a time zone, epoch milliseconds, or epoch seconds. It is not
 * compared with the present here. Throws {@link CredentialsError}: `CredentialsMissing` or
 * `CredentialsMalformed`, naming the field, never its value.
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
    ...(sessionToken === undefined ? {} : { sessionToken }),
    ...(expiration === undefined ? {} : { expiration }),
    ...(typeof identityId === "string" && identityId ? { identityId } : {}),
  });
}

/** The credentials of a service's reply; `undefined` where they are not whole. */
export function readTemporary(value: unknown): TemporaryCredentials | undefined {
  try {
    const { expiration, ...credentials } = resolveCredentials(value);
    return expiration === undefined ? undefined : Object.freeze({ ...credentials, expiration });
  } catch {
    return undefined;
  }
}

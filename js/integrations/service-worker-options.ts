import { printable } from "../messages/message.ts";
import { NOT_BOOLEAN, NOT_OPTIONS, NOT_STRING, UNKNOWN_OPTION } from "../messages/options.ts";
import { AT_NOT_PATH, AT_OUT_OF_SCOPE, EXPIRY_NOT_WHOLE } from "../messages/service-worker.ts";
import { optionError } from "../option-error.ts";
import { workerScope } from "./service-worker-scope.ts";

/** Options of `serveBucket`. */
export interface ServeBucketOptions {
  /**
   * Path of the site below which the bucket's objects appear, such as `/files/`. Begins and ends with a slash, and is
   * within the service worker's scope.
   */
  at: string;
  /**
   * Prefix of the keys: with `at: "/files/"` and `prefix: "public/"`, `/files/a.jpg` is the object `public/a.jpg`.
   * @default "": the path below at is the key
   */
  prefix?: string;
  /**
   * Responds with a redirect to a presigned URL instead of the object: `true` always, `false` never. Without the option
   * it does so only when a link with `?download` is followed, since the browser can then continue an interrupted
   * download, and no time limit of the service worker ends a long one.
   *
   * A redirect needs no CORS rule and no work of the service worker. But the URL can be seen and copied, must be valid
   * for as long as a video is played, and relative addresses in a playlist or a style sheet do not resolve below `at`.
   * @default true for links with ?download, otherwise false
   */
  redirect?: boolean;
  /**
   * Validity of the URLs of redirects, in whole seconds, 1 to 604,800.
   * @default 3600
   */
  expiresIn?: number;
  /**
   * Lets the scripts of stored HTML, SVG and XML documents run when such an object is opened. They have all rights of
   * the site: allow it only if nobody but you can write to the bucket.
   * @default false
   */
  allowScripts?: boolean;
}

/** The validated options of `serveBucket`. */
export interface ServeSettings {
  /** As the browser writes it in the address of a request. */
  path: string;
  prefix: string;
  /** Undefined: for the downloads of links. */
  redirect: boolean | undefined;
  expiresIn: number;
  allowScripts: boolean;
}

const OPTIONS = "at, prefix, redirect, expiresIn, allowScripts";
const LONGEST_EXPIRY = 604_800;

/**
 * Reads the options of `serveBucket`. It does without the reader of the core, which is larger than the rest of the entry.
 *
 * @throws {PresignError} `InvalidOption`
 */
export function readServeSettings(options: ServeBucketOptions): ServeSettings {
  const { at, prefix, redirect, expiresIn, allowScripts, unknown } = copyOf(options);
  if (unknown !== undefined) throw optionError(UNKNOWN_OPTION, unknown, [OPTIONS]);
  return {
    path: readPath(at),
    prefix: readString(prefix ?? "", "prefix"),
    redirect: readBoolean(redirect, "redirect"),
    expiresIn: readExpiry(expiresIn ?? 3_600),
    allowScripts: readBoolean(allowScripts, "allowScripts") ?? false,
  };
}

/** Reads each option once, and returns the name of the first unknown one. A getter or a proxy may throw. */
function copyOf(options: ServeBucketOptions) {
  try {
    const { at, prefix, redirect, expiresIn, allowScripts, ...rest } = options;
    return { at, prefix, redirect, expiresIn, allowScripts, unknown: Object.keys(rest)[0] };
  } catch {
    throw optionError(NOT_OPTIONS, "options");
  }
}

/** A path from the root of the site to a folder: it cannot resolve to another origin. */
const FOLDER = /^\/(?![/\\])(?:[^?#\t\n\r]*\/)?$/;

/** Returns the path as it appears in the address of a request. */
function readPath(at: unknown): string {
  const path = readString(at, "at");
  const shown = printable(JSON.stringify(path));
  if (!FOLDER.test(path)) throw optionError(AT_NOT_PATH, "at", [shown]);
  const { location, registration } = workerScope;
  const { href, pathname } = new URL(path, location.href);
  const scope = registration?.scope ?? "absent outside of a service worker";
  if (!href.startsWith(scope)) throw optionError(AT_OUT_OF_SCOPE, "at", [shown, scope]);
  return pathname;
}

function readString(value: unknown, field: string): string {
  if (typeof value !== "string") throw optionError(NOT_STRING, field);
  return value;
}

function readBoolean(value: unknown, field: string): boolean | undefined {
  const read = value ?? undefined;
  if (read !== undefined && typeof read !== "boolean") throw optionError(NOT_BOOLEAN, field);
  return read;
}

/** Returns a validity in seconds. */
function readExpiry(value: unknown): number {
  const seconds = Number.isInteger(value) ? (value as number) : 0;
  if (seconds >= 1 && seconds <= LONGEST_EXPIRY) return seconds;
  throw optionError(EXPIRY_NOT_WHOLE, "expiresIn", [LONGEST_EXPIRY]);
}

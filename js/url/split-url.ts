import type { SignpostError } from "../errors.ts";
import type { Message } from "../messages/message.ts";
import {
  URL_HAS_SPACE,
  URL_HAS_USER_NAME,
  URL_HOST_MALFORMED,
  URL_NOT_HTTP,
} from "../messages/urls.ts";
import { optionError } from "../option-error.ts";
import { parseDigits } from "./text.ts";

/** The parts of an `http(s)` URL. They are not decoded, because a signature covers the URL as it is written. */
export interface UrlParts {
  isHttps: boolean;
  /** Host and port as in the `Host` header: in lower case, without the default port. */
  host: string;
  /** Host without its port. */
  hostName: string;
  /** Empty, or with its leading slash. */
  path: string;
  /** Without `?`. */
  query: string;
  /** With its `#`; empty if the URL has none. Browsers do not send it. */
  fragment: string;
}

/** Scheme, authority, path, query and fragment; RFC 3986, appendix B. */
const URL_PARTS = /^(https?):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?(#.*)?/is;

/**
 * Splits a URL.
 *
 * @throws {PresignError} `InvalidUrl` for another scheme, a space or control character, a user name, or a host that
 *   browsers would rewrite
 */
export function splitUrl(url: string): UrlParts {
  const [text = "", ...others] = url.split(/[\t\n\f\r ]+/).filter(Boolean);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
  if (others.length > 0 || /[\0-\x1f\x7f]/.test(text)) throw urlError(URL_HAS_SPACE);
  const parts = splitHttpUrl(text);
  if (parts) return parts;
  throw urlError(/^https?:\/\//i.test(text) ? URL_HAS_USER_NAME : URL_NOT_HTTP);
}

/**
 * Splits a URL, whose path, query and fragment can have any characters. Returns undefined for another scheme, and for a URL
 * with a user name.
 *
 * @throws {PresignError} `InvalidUrl` for a host that browsers would rewrite
 */
export function splitHttpUrl(text: string): UrlParts | undefined {
  const [found, scheme = "", authority = "", path = "", query = "", fragment = ""] =
    URL_PARTS.exec(text) ?? [];
  if (!found || authority.includes("@")) return undefined;
  const isHttps = scheme.length > 4;
  const [name, port] = splitPort(authority);
  const isPort = !port || parseDigits(port) <= 65_535;
  if (!isPort || !/^[\w.:[\]-]+$/.test(name)) throw urlError(URL_HOST_MALFORMED);
  // Browsers leave the default port out of the Host header, which is signed.
  const isDefault = !port || port === (isHttps ? "443" : "80");
  const host = (isDefault ? name : authority).toLowerCase();
  return { isHttps, host, hostName: splitPort(host)[0], path, query, fragment };
}

/** Splits before the last colon, unless that is part of an IPv6 address. */
function splitPort(authority: string): [name: string, port: string] {
  const at = authority.lastIndexOf(":");
  return at < authority.lastIndexOf("]") || at < 0
    ? [authority, ""]
    : [authority.slice(0, at), authority.slice(at + 1)];
}

export function urlError(message: Message): SignpostError {
  return optionError(message, "url");
}

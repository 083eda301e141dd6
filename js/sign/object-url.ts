import { PresignError } from "../errors.ts";
import { CORE_MESSAGES, URL_HOST_MALFORMED } from "../messages/core.ts";
import { NOT_URL } from "../messages/options.ts";
import { optionError } from "../option-error.ts";
import { fromPairs, LONGEST_TEXT, Options, readSafely, wellFormed } from "../options.ts";
import type { SignerOptions } from "../types.ts";
import type { Presigner as Core } from "../wasm/signer.ts";
import { decodeReply, encodeArguments, OBJECT_URL_ARGUMENTS, OBJECT_URL_REPLY } from "../wire.ts";
import { openCore } from "./open-core.ts";
import { LOCATION_OPTIONS } from "./options.ts";

/** The address of an object, or of a bucket, at the location of a signer. */
export interface ObjectUrl {
  /** The name of the bucket, or the ARN of an access point. */
  bucket: string;
  /** The key, decoded. Absent for the bucket itself. */
  key?: string;
  /** Decoded parameters without those of a signature. */
  query: Record<string, string>;
  /** With its `#`; empty if the URL has none. */
  fragment: string;
}

/** Recognizes the URLs of objects at a location. It needs no credentials. */
export class ObjectUrlParser {
  readonly #reader: ObjectUrlReader;

  /** Throws the error of the option at fault, as `Presigner` does. */
  constructor(options: SignerOptions) {
    this.#reader = new ObjectUrlReader(openCore(new Options(options, LOCATION_OPTIONS)));
  }

  /**
   * Parses a URL in any style: virtual-hosted, path, without a region, dualstack, FIPS, accelerate, at the `endpoint` or
   * the `publicEndpoint`, and `s3://bucket/key`. Returns undefined for any other URL, and for one of another bucket if
   * the location has a bucket.
   *
   * Throws `InvalidUrl` for http(s) text without a host and for a URL of this location that cannot be decoded,
   * `InvalidS3Uri`, and `InvalidQuery` for a parameter that occurs twice.
   */
  parse(url: string): ObjectUrl | undefined {
    return this.#reader.read(url);
  }
}

/**
 * Returns the text of a string or a URL, of this or another realm, and the same as an address to parse: a URL object
 * encodes the key of an S3 URI, which is not encoded in a string.
 */
export function readUrl(url: unknown): [text: string, address: string] {
  if (typeof url === "string") return [url, url];
  const text = readSafely("url", PresignError, () => {
    if (Object.prototype.toString.call(url) !== "[object URL]") throw optionError(NOT_URL, "url");
    return String((url as URL).href);
  });
  return [text, S3.test(text) ? (decode(text) ?? text) : text];
}

/** Schemes of URLs that can belong to a location. White space before a URL is ignored, as by browsers. */
const HTTP = /^[\t\n\f\r ]*https?:/i;
const S3 = /^s3:/i;
/** A URL whose host is written as browsers send it, except for its case and a default port. */
const WITH_PLAIN_HOST = /^[\t\n\f\r ]*https?:\/\/[\w.-]+(?::\d*)?(?:[/?#]|$)/i;
/** A path without characters that end it, that are removed or that are an error. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern is for control characters.
const PLAIN_PATH = /^[^?#\\\u0000-\u0020\u007f]+$/;

/** A `.` or `..` between slashes, in any encoding. */
const DOT_SEGMENT = /[/\\](?:\.|%2e){1,2}(?=[/\\?#]|$)/i;

/** Reads the URLs of objects at the location of an open presigner. */
export class ObjectUrlReader {
  readonly #core: Core;
  /** The part before the key of the last URL. The same part names the same bucket, so that the core need not read it. */
  #prefix: string | undefined;
  #bucket = "";

  constructor(core: Core) {
    this.#core = core;
  }

  /** Parses a URL as `ObjectUrlParser` does. */
  read(text: string): ObjectUrl | undefined {
    const url = resolveDotSegments(text);
    const key = this.#keyAfterPrefix(url);
    if (key !== undefined) return { bucket: this.#bucket, key, query: {}, fragment: "" };
    const parsed = parse(this.#core, url);
    if (parsed?.key !== undefined && WITH_PLAIN_HOST.test(url)) this.#learnPrefix(url, parsed);
    return parsed;
  }

  /** Returns the key of a URL that begins with the known prefix and has neither query nor fragment. */
  #keyAfterPrefix(url: string): string | undefined {
    if (this.#prefix === undefined || !url.startsWith(this.#prefix)) return undefined;
    const path = url.slice(this.#prefix.length);
    return PLAIN_PATH.test(path) ? decode(path) : undefined;
  }

  #learnPrefix(url: string, { bucket, key }: ObjectUrl): void {
    if (this.#prefix !== undefined && url.startsWith(this.#prefix)) return;
    const address = url.replace(/[?#].*/s, "").trimEnd();
    let at = address.indexOf("//") + 1;
    do at = address.indexOf("/", at + 1);
    while (at >= 0 && decode(address.slice(at + 1)) !== key);
    if (at < 0) return;
    this.#prefix = address.slice(0, at + 1);
    this.#bucket = bucket;
  }
}

/** Decodes a path. Returns undefined if it cannot be decoded; the core names the reason. */
function decode(path: string): string | undefined {
  if (!path.includes("%")) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function parse(core: Core, url: string): ObjectUrl | undefined {
  if (!S3.test(url) && !HTTP.test(url)) return undefined;
  // The start of a URL names its place. A longer text is not copied into the core's memory, which never shrinks.
  let start = url.slice(0, LONGEST_TEXT);
  if (!S3.test(start) && !WITH_PLAIN_HOST.test(start)) start = withPlainHost(start);
  const objectUrlArguments = encodeArguments(OBJECT_URL_ARGUMENTS, { url: start });
  const reply = core.objectUrl(objectUrlArguments);
  if (reply === "") return undefined;
  const { bucket, key, query, fragment } = decodeReply(OBJECT_URL_REPLY, reply, CORE_MESSAGES);
  wellFormed(url, "url");
  return {
    bucket,
    ...(key === undefined ? {} : { key }),
    query: fromPairs(query),
    fragment: fragment === undefined ? "" : `#${fragment}`,
  };
}

/**
 * Removes the dot segments of a URL, as browsers do before they send a request (URL standard, "path state"). Viewers join
 * the addresses of textures and segments so. An S3 URI is no such URL: its key is exact.
 */
function resolveDotSegments(url: string): string {
  if (!DOT_SEGMENT.test(url) || !HTTP.test(url)) return url;
  try {
    return new URL(wellFormed(url, "url")).href;
  } catch {
    // The host is wrong, which `parse` reports.
    return url;
  }
}

/** Returns the URL with its host as browsers send it: in punycode, a short IPv6 address, without escapes. */
function withPlainHost(url: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw optionError(URL_HOST_MALFORMED, "url");
  }
  // With a user name or a password, a URL belongs to no location.
  if (parsed.username || parsed.password) return "";
  return parsed.origin + url.replace(/^[^:]*:[/\\]*[^/\\?#]*/, "");
}

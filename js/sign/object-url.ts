import { PresignError } from "../errors.ts";
import { NOT_URL } from "../messages/options.ts";
import {
  URL_CHARACTERS,
  URL_HOST_MALFORMED,
  URL_PARAMETER_TWICE,
  URL_PARAMETER_WITHOUT_NAME,
  URL_PATH_NOT_UTF8,
  URL_PERCENT,
  URL_QUERY_NOT_UTF8,
} from "../messages/urls.ts";
import { optionError } from "../option-error.ts";
import { fromPairs, LONGEST_TEXT, Options, readSafely, wellFormed } from "../options.ts";
import type { SignerOptions } from "../types.ts";
import { STRAY_PERCENT } from "../url/percent.ts";
import { splitHttpUrl, urlError } from "../url/split-url.ts";
import { queryPairs, splitFirst } from "../url/text.ts";
import { openCore, readLocation } from "./open-core.ts";
import { LOCATION_OPTIONS } from "./options.ts";
import { isSameBucket, type Location, OwnUrls } from "./own-url.ts";
import { parseS3Uri } from "./s3-uri.ts";

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
    const read = new Options(options, LOCATION_OPTIONS);
    // The core validates the options.
    openCore(read).free();
    this.#reader = new ObjectUrlReader(readLocation(read));
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
const SURROUNDING_SPACE = /^[\t\n\f\r ]+|[\t\n\f\r ]+$/g;
/** A URL whose host is written as browsers send it, except for its case and a default port. */
const WITH_PLAIN_HOST = /^[\t\n\f\r ]*https?:\/\/[\w.-]+(?::\d*)?(?:[/?#]|$)/i;
/** A path without characters that end it, that are removed or that are an error. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern is for control characters.
const PLAIN_PATH = /^[^?#\\\u0000-\u0020\u007f]+$/;

/** A `.` or `..` between slashes, in any encoding. */
const DOT_SEGMENT = /[/\\](?:\.|%2e){1,2}(?=[/\\?#]|$)/i;

/** Reads the URLs of objects at the location of an open presigner. */
export class ObjectUrlReader {
  readonly #location: Location;
  readonly #own: OwnUrls;
  /** The part before the key of the last URL. The same part names the same bucket, and need not be read again. */
  #prefix: string | undefined;
  #bucket = "";

  /** `location` is that of an open presigner, so that its options are valid. */
  constructor(location: Location) {
    this.#location = location;
    this.#own = new OwnUrls(location);
  }

  /** Parses a URL as `ObjectUrlParser` does. */
  read(text: string): ObjectUrl | undefined {
    const url = resolveDotSegments(text);
    const key = this.#keyAfterPrefix(url);
    if (key !== undefined) return { bucket: this.#bucket, key, query: {}, fragment: "" };
    const parsed = this.#parse(url);
    if (parsed?.key !== undefined && WITH_PLAIN_HOST.test(url)) this.#learnPrefix(url, parsed);
    return parsed;
  }

  #parse(url: string): ObjectUrl | undefined {
    if (S3.test(url)) return this.#parseS3Uri(url);
    if (!HTTP.test(url)) return undefined;
    // The start of a URL names its place.
    let start = url.slice(0, LONGEST_TEXT);
    if (!WITH_PLAIN_HOST.test(start)) start = withPlainHost(start);
    const parts = splitHttpUrl(start.replace(SURROUNDING_SPACE, ""));
    const own = parts && this.#own.split(parts);
    if (!parts || !own) return undefined;
    let path = own.path.replace(/^\//, "");
    let bucket = own.bucket;
    if (!bucket) {
      const [first, rest] = splitFirst(path, "/");
      // A bucket's name that cannot be decoded is not wanted; a wrong % is reported below.
      bucket = decode(first.replace(STRAY_PERCENT, "%25")) ?? "";
      path = rest;
    }
    if (!bucket || !this.#isWanted(bucket)) return undefined;
    wellFormed(url, "url");
    checkText(parts.path);
    checkText(parts.query);
    const key = decode(path);
    if (key === undefined) throw urlError(URL_PATH_NOT_UTF8);
    return {
      bucket,
      ...(key && { key }),
      query: fromPairs(readQuery(parts.query)),
      fragment: parts.fragment,
    };
  }

  #parseS3Uri(url: string): ObjectUrl | undefined {
    const { bucket, key } = parseS3Uri(url, "url");
    if (!this.#isWanted(bucket)) return undefined;
    return { bucket, ...(key === undefined ? {} : { key }), query: {}, fragment: "" };
  }

  #isWanted(bucket: string): boolean {
    const wanted = this.#location.bucket;
    return wanted === undefined || isSameBucket(wanted, bucket);
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

/** Fails for text that browsers and S3 read differently. */
function checkText(text: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern is for control characters.
  if (/[\\\u0000-\u001f\u007f]/.test(text)) throw urlError(URL_CHARACTERS);
  if (text.search(STRAY_PERCENT) >= 0) throw urlError(URL_PERCENT);
}

/** Parameters of a signature, which a new one replaces. */
const OF_A_SIGNATURE =
  /^(?:awsaccesskeyid|expires|signature|x-amz-(?:algorithm|content-sha256|credential|date|expires|s3session-token|security-token|signature|signedheaders))$/i;

/** Decodes the parameters of a query, without those of a signature. Names and values alternate. */
function readQuery(query: string): string[] {
  const read = new Map<string, string>();
  for (const pair of queryPairs(query)) {
    // A plus is a space, as S3 reads it and by the rules of HTML forms.
    const [name, value] = pair.map((text) => decode(text.replaceAll("+", " ")));
    if (name === undefined || value === undefined) throw urlError(URL_QUERY_NOT_UTF8);
    if (OF_A_SIGNATURE.test(name)) continue;
    if (!name) throw urlError(URL_PARAMETER_WITHOUT_NAME);
    if (read.has(name)) throw urlError(URL_PARAMETER_TWICE);
    read.set(name, value);
  }
  return [...read].flat();
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
    throw urlError(URL_HOST_MALFORMED);
  }
  // With a user name or a password, a URL belongs to no location.
  if (parsed.username || parsed.password) return "";
  return parsed.origin + url.replace(/^[^:]*:[/\\]*[^/\\?#]*/, "");
}

import {
  CHECKSUM_VALUE,
  CUSTOMER_KEY_IN_URL,
  NOT_FOR_METHOD,
  NOT_STRING,
  OPTION_NEEDS_V4,
} from "../messages/options.ts";
import { SET_TWICE } from "../messages/transfers.ts";
import { optionError } from "../option-error.ts";
import type { Options } from "../options.ts";
import type { ChecksumAlgorithm, Method } from "../types.ts";

/** Headers and parameters of a request. Names and values alternate. */
export interface RequestHeaders {
  /** The signed headers. */
  headers: string[];
  query: string[];
  /** The headers that the sender must set: a page cannot set `Content-Length`, and every client sends it by itself. */
  toSend: string[];
}

/** Maximum size of a PUT in bytes, 5 GiB (API reference, "PutObject"). */
const MAX_PUT_SIZE = 5 * 1024 * 1024 * 1024;
/** Bytes of each checksum. */
const CHECKSUM_SIZES: Readonly<Record<ChecksumAlgorithm, number>> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
};
const CONTENT_LENGTH = "content-length";
/** Headers of a customer's encryption key (SSE-C), of the object and of the source of a copy. */
const CUSTOMER_KEY = /^x-amz-(copy-source-)?server-side-encryption-customer-/;

/** Reads `headers` and `query`, and the options that stand for headers: `size`, `checksum`, `overwrite` and `hoist`. */
export function readRequestHeaders(
  read: Options,
  method: Method = "GET",
  signature: "v4" | "v2" = "v4",
): RequestHeaders {
  let headers = read.texts("headers");
  const query = read.texts("query");
  const names = lowerCaseNames(headers);
  const set = (option: string, name: string, value: string, conflicts = names.includes(name)) => {
    if (conflicts) throw optionError(SET_TWICE, option, ["in `headers`"]);
    headers.push(name, value);
  };
  const requireMethod = (option: string, isRight: boolean, methods: string) => {
    if (!isRight) throw optionError(NOT_FOR_METHOD, option, { methods, method });
  };
  // Version 2 signs Content-Type, Content-MD5 and x-amz-… only: the sender could leave any other header out.
  const requireV4 = (option: string) => {
    if (signature === "v2") throw optionError(OPTION_NEEDS_V4, option);
  };

  if (read.boolean("hoist")) headers = hoist(headers, query);
  const size = read.whole("size", 0, MAX_PUT_SIZE);
  if (size !== undefined) {
    requireMethod("size", method === "PUT", "PUT");
    requireV4("size");
    set("size", CONTENT_LENGTH, String(size));
  }
  const checksum = read.nested("checksum", ["algorithm", "value"]);
  if (checksum) {
    requireMethod("checksum", method === "PUT", "PUT");
    const [algorithm, value] = readChecksum(checksum);
    // S3 accepts one checksum, of any algorithm.
    const hasChecksum = names.some((name) => /^x-amz-checksum-(crc|sha)/.test(name));
    set("checksum", `x-amz-checksum-${algorithm.toLowerCase()}`, value, hasChecksum);
  }
  if (!read.boolean("overwrite", true)) {
    const has = (parameter: string) => query.some((name, at) => at % 2 === 0 && name === parameter);
    const isWrite =
      (method === "PUT" && !has("partNumber")) || (method === "POST" && has("uploadId"));
    requireMethod("overwrite", isWrite, "the PUT of an object and the POST with an `uploadId`");
    requireV4("overwrite");
    set("overwrite", "if-none-match", "*");
  }
  const toSend = headers.filter(
    (_, at) => (headers[at - (at % 2)] as string).toLowerCase() !== CONTENT_LENGTH,
  );
  return { headers, query, toSend };
}

function lowerCaseNames(pairs: readonly string[]): string[] {
  return pairs.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
}

/** Moves the `x-amz-*` headers into `query`. Returns the other headers. */
function hoist(headers: readonly string[], query: string[]): string[] {
  const kept: string[] = [];
  const inQuery = lowerCaseNames(query);
  const moved: string[] = [];
  for (let at = 0; at < headers.length; at += 2) {
    const [header, value] = headers.slice(at, at + 2) as [string, string];
    const name = header.toLowerCase();
    const field = `headers.${header}`;
    if (!name.startsWith("x-amz-")) {
      kept.push(header, value);
      continue;
    }
    if (CUSTOMER_KEY.test(name)) throw optionError(CUSTOMER_KEY_IN_URL, field);
    if (inQuery.includes(name)) throw optionError(SET_TWICE, field, ["in `query`"]);
    if (moved.includes(name)) throw optionError(SET_TWICE, field, ["in another case"]);
    moved.push(name);
    query.push(name, value);
  }
  return kept;
}

function readChecksum(read: Options): [algorithm: ChecksumAlgorithm, value: string] {
  const algorithm = read.oneOf("algorithm", Object.keys(CHECKSUM_SIZES) as ChecksumAlgorithm[]);
  if (!algorithm) throw optionError(NOT_STRING, "checksum.algorithm");
  const value = read.string("value") ?? "";
  const bytes = CHECKSUM_SIZES[algorithm];
  if (isBase64(value, bytes)) return [algorithm, value];
  throw optionError(CHECKSUM_VALUE, "checksum.value", { bytes, algorithm });
}

/** Whether the text is the base64 of so many bytes, as S3 writes it: `atob` also accepts spaces and missing padding. */
function isBase64(text: string, size: number): boolean {
  try {
    const bytes = atob(text);
    return bytes.length === size && btoa(bytes) === text;
  } catch {
    return false;
  }
}

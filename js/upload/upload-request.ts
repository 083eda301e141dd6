import { ALGORITHMS } from "../checksum/checksum.ts";
import { FILE_NOT_ACCEPTED, FILE_TOO_LARGE } from "../messages/queue.ts";
import { sizesOf } from "../messages/sizes.ts";
import {
  CONDITION_NOT_IN_FORM,
  CONTENT_LENGTH_SET,
  NOT_BODY,
  NOT_CHECKSUM,
  NOT_METADATA_NAME,
  SET_TWICE,
} from "../messages/transfers.ts";
import { fileError, optionError } from "../option-error.ts";
import { fromPairs, Options, readCallback } from "../options.ts";
import {
  readHeaders,
  readKey,
  readTransferSettings,
  TRANSFER_OPTIONS,
  type TransferSettings,
} from "../transfer/arguments.ts";
import type { TransferEnvironment } from "../transfer/environment.ts";
import type { ChecksumAlgorithm, PostCondition, UploadBody, UploadOptions } from "../types.ts";
import { accepts } from "./accept.ts";
import { checkPartSize, MAX_PARTS } from "./parts.ts";
import { readTags, type Tags } from "./tags.ts";

/** An upload with its defaults filled in, for every way to send it. */
export interface UploadRequest {
  bucket: string;
  key: string;
  body: Blob;
  contentType: string;
  metadata: Record<string, string>;
  /** By lower-case name, without the content type. */
  headers: Record<string, string>;
  tags?: Tags | undefined;
  /** False: an object that exists already is an error. */
  overwrite: boolean;
  conditions: PostCondition[];
  /** Undefined: the default of the way in which the body is sent. False: no checksum. */
  checksum: ChecksumAlgorithm | false | undefined;
  /** The body's digest, after it was first computed. */
  digest?: Promise<Uint8Array>;
  onPart: UploadOptions["onPart"];
}

/** An upload, and how to send it. */
export interface UploadSettings extends TransferSettings {
  via: (typeof WAYS)[number];
  multipartThreshold: number | undefined;
  partSize: number | undefined;
  concurrency: number | undefined;
  resumable: boolean;
  request: UploadRequest;
}

const WAYS = ["auto", "post", "put", "multipart"] as const;

const UPLOAD_OPTIONS = [
  "key",
  "via",
  "contentType",
  "metadata",
  "headers",
  "tags",
  "overwrite",
  "maxSize",
  "accept",
  "conditions",
  "checksum",
  "multipartThreshold",
  "partSize",
  "concurrency",
  "resumable",
  "onPart",
];

/** Reads the options of an upload, and copies a body that is not a Blob. */
export function readUpload(
  environment: TransferEnvironment,
  body: UploadBody,
  options: UploadOptions,
): UploadSettings {
  const read = new Options(options ?? {}, [...TRANSFER_OPTIONS, ...UPLOAD_OPTIONS]);
  const settings = readTransferSettings(environment, read);
  const key = readKey(read.get("key"));
  const conditions = read.array("conditions") as PostCondition[];
  const headers = readUploadHeaders(read);
  const metadata = readMetadataOption(read, headers);
  const contentType = readContentType(read, headers);
  // Only a policy has conditions. Any other way would ignore them.
  const via = read.oneOf("via", WAYS) ?? (conditions.length > 0 ? "post" : "auto");
  const overwrite = readOverwrite(read, headers, via);
  const blob = blobOf(body);
  const fallback =
    typeof body === "string" ? "text/plain;charset=UTF-8" : "application/octet-stream";
  const type = contentType ?? (blob.type || fallback);
  checkFile(read, blob, key, type);
  return {
    ...settings,
    via,
    multipartThreshold: read.whole("multipartThreshold", 0),
    partSize: readPartSize(read),
    concurrency: read.whole("concurrency", 1, MAX_PARTS),
    resumable: read.boolean("resumable"),
    request: {
      bucket: settings.bucket,
      key,
      body: blob,
      contentType: type,
      metadata,
      headers,
      tags: readTags(read, headers),
      overwrite,
      conditions,
      checksum: readChecksumOption(read),
      onPart: readCallback(read, "onPart"),
    },
  };
}

function readChecksumOption(options: Options): UploadRequest["checksum"] {
  const checksum = options.get("checksum") as UploadRequest["checksum"];
  if (checksum === undefined || checksum === false) return checksum;
  if (ALGORITHMS.includes(checksum)) return checksum;
  throw optionError(NOT_CHECKSUM, "checksum");
}

/** Returns the headers by lower-case name. */
function readUploadHeaders(options: Options): Record<string, string> {
  const headers = readHeaders(options);
  // Each request of a multipart upload has its own size.
  if ("content-length" in headers) {
    throw optionError(CONTENT_LENGTH_SET, "headers.content-length");
  }
  return headers;
}

/** Returns the content type, and removes it from the headers. */
function readContentType(options: Options, headers: Record<string, string>): string | undefined {
  const contentType = options.string("contentType");
  const { "content-type": inHeaders } = headers;
  if (contentType === undefined) {
    delete headers["content-type"];
    return inHeaders;
  }
  if (inHeaders !== undefined) throw setTwice("contentType", "in `headers`");
  return contentType;
}

/** The name of a header: `token` in RFC 9110, 5.6.2. */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

function readMetadataOption(
  options: Options,
  headers: Record<string, string>,
): Record<string, string> {
  const pairs = options.texts("metadata");
  for (let at = 0; at < pairs.length; at += 2) {
    const name = pairs[at] as string;
    if (!TOKEN.test(name)) {
      throw optionError(NOT_METADATA_NAME, `metadata.${name}`);
    }
    if (`x-amz-meta-${name.toLowerCase()}` in headers) {
      throw setTwice(`metadata.${name}`, "in `headers`");
    }
  }
  return fromPairs(pairs);
}

/** Reads `overwrite`, and adds its condition to the headers. */
function readOverwrite(
  options: Options,
  headers: Record<string, string>,
  via: UploadSettings["via"],
): boolean {
  const overwrite = options.boolean("overwrite", true);
  if (overwrite) return true;
  if (via === "post") throw optionError(CONDITION_NOT_IN_FORM, "overwrite");
  if ("if-none-match" in headers) throw setTwice("overwrite", "in `headers`");
  headers["if-none-match"] = "*";
  return false;
}

/**
 * Checks the body against `maxSize` and `accept`. The request then allows less than the two options: its policy or its
 * signature allows exactly this size and this type.
 */
function checkFile(options: Options, body: Blob, key: string, type: string): void {
  const { size } = body;
  const limit = options.size("maxSize");
  if (size > limit) throw fileError(FILE_TOO_LARGE, "maxSize", sizesOf(size, limit));
  const accept = options.string("accept");
  const name = "name" in body && typeof body.name === "string" ? body.name : key;
  if (accept !== undefined && !accepts(accept, { name, type }))
    throw fileError(FILE_NOT_ACCEPTED, "accept", { accept });
}

function readPartSize(options: Options): number | undefined {
  const value = options.get("partSize");
  if (value !== undefined) checkPartSize(options.number("partSize"));
  return value as number | undefined;
}

function setTwice(field: string, place: string): Error {
  return optionError(SET_TWICE, field, [place]);
}

function blobOf(body: UploadBody): Blob {
  if (body instanceof Blob) return body;
  try {
    // Blob accepts any value, as the text "[object Object]", and a detached buffer as an empty one. A detached buffer
    // throws here, and a shared one below.
    if (typeof body !== "string")
      new Uint8Array(ArrayBuffer.isView(body) ? body.buffer : bytes(body));
    return new Blob([body as BlobPart]);
  } catch {
    throw optionError(NOT_BODY, "body");
  }
}

function bytes(body: ArrayBuffer): ArrayBuffer {
  if (body instanceof ArrayBuffer) return body;
  throw new TypeError("The value is not a buffer.");
}

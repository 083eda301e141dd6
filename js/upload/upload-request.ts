import { ALGORITHMS } from "../checksum/checksum.ts";
import { PresignError } from "../errors.ts";
import { about, fromPairs, invalid, Options, wrongType } from "../options.ts";
import {
  readKey,
  readTransferSettings,
  TRANSFER_OPTIONS,
  type TransferSettings,
} from "../transfer/arguments.ts";
import type { TransferEnvironment } from "../transfer/environment.ts";
import type { ChecksumAlgorithm, PostCondition, UploadBody, UploadOptions } from "../types.ts";
import { checkPartSize, MOST_PARTS } from "./parts.ts";

/** An upload with its defaults filled in: what every way of sending it starts from. */
export interface UploadRequest {
  bucket: string;
  key: string;
  body: Blob;
  contentType: string;
  metadata: Record<string, string>;
  /** By lower-case name, without the content type. */
  headers: Record<string, string>;
  conditions: PostCondition[];
  /** Undefined: the default of the way it is sent. False: none is sent. */
  checksum: ChecksumAlgorithm | false | undefined;
  /** The body's digest, after it was first computed. */
  digest?: Promise<Uint8Array>;
}

/** How an upload is to be sent. */
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
  ...TRANSFER_OPTIONS,
  "key",
  "via",
  "contentType",
  "metadata",
  "headers",
  "conditions",
  "checksum",
  "multipartThreshold",
  "partSize",
  "concurrency",
  "resumable",
];

/** Reads an upload's options and takes hold of its body. */
export function readUpload(
  environment: TransferEnvironment,
  body: UploadBody,
  options: UploadOptions,
): UploadSettings {
  const read = new Options(options ?? {}, UPLOAD_OPTIONS);
  const settings = readTransferSettings(environment, read);
  const key = readKey(read.get("key"));
  const conditions = read.array("conditions") as PostCondition[];
  const headers = readHeaders(read);
  const metadata = readMetadataOption(read, headers);
  const contentType = readContentType(read, headers);
  const blob = blobOf(body);
  const fallback =
    typeof body === "string" ? "text/plain;charset=UTF-8" : "application/octet-stream";
  return {
    ...settings,
    // Only a policy has conditions: any other way would drop them in silence.
    via: read.oneOf("via", WAYS) ?? (conditions.length > 0 ? "post" : "auto"),
    multipartThreshold: read.whole("multipartThreshold", 0),
    partSize: readPartSize(read),
    concurrency: read.whole("concurrency", 1, MOST_PARTS),
    resumable: read.boolean("resumable"),
    request: {
      bucket: settings.bucket,
      key,
      body: blob,
      contentType: contentType ?? (blob.type || fallback),
      metadata,
      headers,
      conditions,
      checksum: readChecksumOption(read),
    },
  };
}

function readChecksumOption(options: Options): UploadRequest["checksum"] {
  const checksum = options.get("checksum") as UploadRequest["checksum"];
  if (checksum === undefined || checksum === false) return checksum;
  if (ALGORITHMS.includes(checksum)) return checksum;
  throw wrongType("checksum", 'false, "CRC32", "CRC32C", "CRC64NVME", "SHA1" or "SHA256"');
}

/** By lower-case name. */
function readHeaders(options: Options): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  const pairs = options.texts("headers");
  for (let at = 0; at < pairs.length; at += 2) {
    const name = (pairs[at] as string).toLowerCase();
    if (name in headers) throw givenTwice(`headers.${pairs[at]}`, "in another case");
    headers[name] = pairs[at + 1] as string;
  }
  // Each request of an upload in parts has a size of its own.
  if ("content-length" in headers) {
    throw new PresignError(
      "ForbiddenHeader",
      about("headers.content-length", "is set by the browser from `body`."),
      { field: "headers.content-length", hint: "Leave it out." },
    );
  }
  return headers;
}

/** Takes a content type out of the headers. */
function readContentType(options: Options, headers: Record<string, string>): string | undefined {
  const contentType = options.string("contentType");
  const { "content-type": inHeaders } = headers;
  if (contentType === undefined) {
    delete headers["content-type"];
    return inHeaders;
  }
  if (inHeaders !== undefined) throw givenTwice("contentType", "in `headers`");
  return contentType;
}

/** RFC 9110, 5.6.2: what a header's name is made of. */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

function readMetadataOption(
  options: Options,
  headers: Record<string, string>,
): Record<string, string> {
  const pairs = options.texts("metadata");
  for (let at = 0; at < pairs.length; at += 2) {
    const name = pairs[at] as string;
    if (!TOKEN.test(name)) {
      throw invalid(
        `metadata.${name}`,
        "must be named by ASCII letters, digits and hyphens.",
        "S3 stores it as a header's name; its value may be any text.",
      );
    }
    if (`x-amz-meta-${name.toLowerCase()}` in headers) {
      throw givenTwice(`metadata.${name}`, "in `headers`");
    }
  }
  return fromPairs(pairs);
}

function readPartSize(options: Options): number | undefined {
  const value = options.get("partSize");
  if (value !== undefined) checkPartSize(options.number("partSize"));
  return value as number | undefined;
}

function givenTwice(field: string, place: string): Error {
  return invalid(field, `is also given ${place}.`, "Give it once.");
}

function blobOf(body: UploadBody): Blob {
  if (body instanceof Blob) return body;
  try {
    // A Blob would be made of anything, such as the words "[object Object]", and of a detached buffer as if it were
    // empty. A view of a detached buffer throws here, and a shared one below.
    if (typeof body !== "string")
      new Uint8Array(ArrayBuffer.isView(body) ? body.buffer : bytes(body));
    return new Blob([body as BlobPart]);
  } catch {
    throw wrongType(
      "body",
      "a Blob or File, an ArrayBuffer, a view of one, or a string, and no detached or shared buffer",
      PresignError,
      "bytes that this page owns",
    );
  }
}

function bytes(body: ArrayBuffer): ArrayBuffer {
  if (body instanceof ArrayBuffer) return body;
  throw new TypeError("not bytes");
}

/** The address without the query that carries the signature. */
export function locationOf(url: string): string {
  return url.replace(/[?#].*$/s, "");
}

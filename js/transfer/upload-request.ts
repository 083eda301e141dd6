import type { PostCondition } from "../signing.ts";
import { checkKey, unknownValue } from "./arguments.ts";
import { ALGORITHMS } from "./checksum.ts";
import type { ChecksumAlgorithm, TransferEnvironment } from "./environment.ts";
import type { UploadOptions } from "./upload.ts";

export type UploadBody = Blob | ArrayBuffer | ArrayBufferView | string;

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
}

export function uploadRequest(
  environment: TransferEnvironment,
  body: UploadBody,
  options: UploadOptions,
): UploadRequest {
  checkKey(options?.key);
  const blob = blobOf(body);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    headers[name.toLowerCase()] = value;
  }
  const { "content-type": typeInHeaders, ...others } = headers;
  const fallback =
    typeof body === "string" ? "text/plain;charset=UTF-8" : "application/octet-stream";
  return {
    bucket: options.bucket ?? environment.bucket ?? "",
    key: options.key,
    body: blob,
    contentType: options.contentType ?? typeInHeaders ?? (blob.type || fallback),
    metadata: options.metadata ?? {},
    headers: others,
    conditions: options.conditions ?? [],
    checksum: algorithmOf(options.checksum),
  };
}

function algorithmOf(checksum: UploadOptions["checksum"]): UploadOptions["checksum"] {
  if (checksum === undefined || checksum === false) return checksum;
  if (ALGORITHMS.includes(checksum)) return checksum;
  throw unknownValue("checksum", 'false, "CRC32", "CRC32C", "CRC64NVME", "SHA1" or "SHA256"');
}

function blobOf(body: UploadBody): Blob {
  if (body instanceof Blob) return body;
  const isBytes = body instanceof ArrayBuffer || ArrayBuffer.isView(body);
  // A Blob takes anything, and would store the words "undefined" or "[object Object]".
  if (!isBytes && typeof body !== "string") {
    throw unknownValue("body", "a Blob or File, an ArrayBuffer, a view of one, or a string");
  }
  return new Blob([body as BlobPart]);
}

/** The address without the query that carries the signature. */
export function locationOf(url: string): string {
  return url.replace(/[?#].*$/s, "");
}

import { type ObjectChecksum, readChecksum } from "../checksum/checksum.ts";
import { readMetadata } from "./metadata.ts";

/** What is known about an object. In a page, CORS hides what the bucket's `ExposeHeaders` does not name. */
export interface ObjectInfo {
  bucket: string;
  key: string;
  /** Bytes as stored, of the whole object even where a range was asked for; NaN where nothing tells. */
  size: number;
  /** With its quotes, as S3 sends it. */
  etag?: string;
  contentType?: string;
  lastModified?: Date;
  versionId?: string;
  /** Names without `x-amz-meta-`, in lower case. */
  metadata?: Record<string, string>;
  /** Where it was asked for and the object has one. */
  checksum?: ObjectChecksum;
}

export function readObjectInfo(
  bucket: string,
  key: string,
  size: number,
  headers: Headers,
): ObjectInfo {
  const info: ObjectInfo = { bucket, key, size };
  const etag = headers.get("etag");
  if (etag) info.etag = etag;
  const contentType = headers.get("content-type");
  if (contentType) info.contentType = contentType;
  const lastModified = Date.parse(headers.get("last-modified") ?? "");
  if (!Number.isNaN(lastModified)) info.lastModified = new Date(lastModified);
  const versionId = headers.get("x-amz-version-id");
  if (versionId) info.versionId = versionId;
  const metadata = readMetadata(headers);
  if (metadata) info.metadata = metadata;
  const checksum = readChecksum(headers);
  if (checksum) info.checksum = checksum;
  return info;
}

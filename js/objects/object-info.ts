import { readChecksum } from "../checksum/checksum.ts";
import type { ObjectInfo } from "../types.ts";
import { readMetadata } from "./metadata.ts";

/** Reads the headers of a response that describes an object. */
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

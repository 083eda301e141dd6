import { readChecksum } from "../checksum/checksum.ts";
import { withoutEmpty } from "../options.ts";
import type { ObjectInfo } from "../types.ts";
import { readMetadata } from "./metadata.ts";

/** Reads the headers of a response that describes an object. */
export function readObjectInfo(
  bucket: string,
  key: string,
  size: number,
  headers: Headers,
): ObjectInfo {
  return {
    bucket,
    key,
    size,
    ...withoutEmpty({
      etag: headers.get("etag"),
      contentType: headers.get("content-type"),
      lastModified: parseDate(headers.get("last-modified")),
      versionId: headers.get("x-amz-version-id"),
      metadata: readMetadata(headers),
      checksum: readChecksum(headers),
    }),
  };
}

/** Returns undefined if the text is no date. */
export function parseDate(text: string | null | undefined): Date | undefined {
  const instant = Date.parse(text ?? "");
  return Number.isNaN(instant) ? undefined : new Date(instant);
}

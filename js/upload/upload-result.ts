import type { HttpResponse } from "../http/http-message.ts";
import { withoutEmpty } from "../options.ts";
import type { ObjectChecksum, UploadResult } from "../types.ts";

/** Properties of a stored body in the response of its service. */
export interface StoredBody {
  etag?: string | null | undefined;
  versionId?: string | null | undefined;
}

/** Reads the headers of the response to an upload. CORS may hide them. */
export function storedBy({ headers }: HttpResponse): StoredBody {
  return { etag: headers.get("etag"), versionId: headers.get("x-amz-version-id") };
}

/** Returns the result of an upload, without the properties that are unknown. */
export function uploadResult(
  via: UploadResult["via"],
  place: Pick<UploadResult, "bucket" | "key" | "location">,
  checksum: ObjectChecksum | undefined,
  { etag, versionId }: StoredBody,
): UploadResult {
  return { ...place, via, ...withoutEmpty({ checksum, etag, versionId }) };
}

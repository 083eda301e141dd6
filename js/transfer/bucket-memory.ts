import { CHECKSUM_MODE } from "../checksum/checksum.ts";
import type { PresignRequest } from "../types.ts";

export type ChecksumRequest = Pick<PresignRequest, "headers" | "query">;

/**
 * Remembers what a client has learned about its buckets from failed requests, so that later ones do not fail the same way.
 *
 * Each S3 client has one. It lasts as long as the client: a bucket's configuration may change, and a new page finds out.
 */
export class BucketMemory {
  /** Buckets that block form POST, as by CORS rules that allow PUT only. */
  readonly bucketsWithoutPost = new Set<string>();
  /** Whether the service has rejected a form POST. A service without form POST has it for no bucket. */
  serviceWithoutPost = false;
  /** Buckets that reject multipart uploads with a checksum algorithm, or whose CORS rules block its header. */
  readonly bucketsWithoutChecksums = new Set<string>();
  /** Buckets that reject uploads without a checksum, as with a default retention period. */
  readonly bucketsRequiringChecksums = new Set<string>();
  /**
   * The part of a request in which each bucket accepts the one for a checksum: the query, or only the headers. "neither":
   * an object showed no checksum in response to both, since it has none or CORS hides it.
   */
  readonly checksumRequests = new Map<string, "query" | "headers" | "neither">();

  /** Bytes a second of the latest download to a Blob; 0 if it is unknown. */
  downloadSpeed = 0;

  /** Returns whether a form POST to the bucket may succeed. */
  mayAcceptPost(bucket: string): boolean {
    return !this.serviceWithoutPost && !this.bucketsWithoutPost.has(bucket);
  }

  /** Returns the part of a signed request that requests an object's checksum. */
  checksumRequest(bucket: string): ChecksumRequest {
    const isHeader = this.checksumRequests.get(bucket) === "headers";
    return { [isHeader ? "headers" : "query"]: CHECKSUM_MODE };
  }
}

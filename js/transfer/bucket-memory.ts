/** Downloads in a row without a checksum, after which a client no longer requests checksums from a bucket. */
const MAX_DOWNLOADS_WITHOUT_CHECKSUM = 3;

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
  /** Downloads in a row without a checksum, by bucket. */
  readonly #downloadsWithoutChecksum = new Map<string, number>();

  /** Returns whether a form POST to the bucket may succeed. */
  mayAcceptPost(bucket: string): boolean {
    return !this.serviceWithoutPost && !this.bucketsWithoutPost.has(bucket);
  }

  /** Returns whether a download from the bucket may get the object's checksum. */
  mayShowChecksums(bucket: string): boolean {
    return (this.#downloadsWithoutChecksum.get(bucket) ?? 0) < MAX_DOWNLOADS_WITHOUT_CHECKSUM;
  }

  /** Counts a download that requested the object's checksum. */
  countDownload(bucket: string, hasChecksum: boolean): void {
    const count = this.#downloadsWithoutChecksum.get(bucket) ?? 0;
    this.#downloadsWithoutChecksum.set(bucket, hasChecksum ? 0 : count + 1);
  }
}

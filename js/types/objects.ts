/** Objects, and requests for them. */

import type { ObjectChecksum } from "./transfer.ts";

/** Options of every request for objects: downloads, `head`, `list` and `delete`. */
export interface ObjectRequestOptions {
  /**
   * Further headers, signed and sent with each request that the call makes: the three
   * `x-amz-server-side-encryption-customer-…` headers (SSE-C), `x-amz-request-payer`, `x-amz-expected-bucket-owner`,
   * `If-Match`, `If-None-Match`, … In a page, the bucket's CORS rules must allow them.
   *
   * `Range`, and headers that the browser or the signer sets, are an error (`ForbiddenHeader`). If a condition is not
   * met, the call fails with `PreconditionFailed`, or with `NotModified` for `If-None-Match` and `If-Modified-Since`.
   * @default none
   */
  headers?: Record<string, string>;
}

/** Properties of an object. In a page, CORS hides headers that the bucket's `ExposeHeaders` does not name. */
export interface ObjectInfo {
  /** Name of the bucket. */
  bucket: string;
  /** Key of the object, as stored. */
  key: string;
  /** Size of the whole stored object in bytes, also for a range; NaN if unknown. */
  size: number;
  /** Entity tag, with its quotes. */
  etag?: string;
  /** Content type that is stored with the object. */
  contentType?: string;
  /** Date of the last change, in whole seconds. */
  lastModified?: Date;
  /** Version of the object, in a bucket with versioning. */
  versionId?: string;
  /** User metadata, by names in lower case without `x-amz-meta-`. */
  metadata?: Record<string, string>;
  /** Present if it was requested and the object has one. */
  checksum?: ObjectChecksum;
}

/** Options of `head` and `delete`. */
export interface ObjectOptions extends ObjectRequestOptions {
  /**
   * Name of the bucket, or the alias or ARN of an access point.
   * @default the client's bucket
   */
  bucket?: string;
  /**
   * Version of the object, in a bucket with versioning.
   * @default the newest version
   */
  versionId?: string;
  /**
   * Requests the object's checksum. In a page, the bucket's CORS rules must expose its header, such as
   * `x-amz-checksum-crc64nvme`.
   * @default false
   */
  checksum?: boolean;
  /**
   * Aborts the request.
   * @default none
   */
  signal?: AbortSignal;
}

/** Options of `S3.list`. */
export interface ListOptions extends ObjectRequestOptions {
  /**
   * Name of the bucket, or the alias or ARN of an access point.
   * @default the client's bucket
   */
  bucket?: string;
  /**
   * Such as `/`: keys that contain it after the prefix are listed once, as their common prefix.
   * @default none
   */
  delimiter?: string;
  /**
   * Key after which the listing starts, in S3's order of UTF-8 bytes; it need not exist.
   * @default none: the first key
   */
  startAfter?: string;
  /**
   * Maximum number of entries in one request, 1 to 1000.
   * @default the service's, 1000 at S3
   */
  pageSize?: number;
  /**
   * Aborts the listing.
   * @default none
   */
  signal?: AbortSignal;
}

/** An object, or a common prefix of several. */
export interface ListEntry extends ObjectInfo {
  /** True if `key` is a common prefix that ends in the delimiter; `size` is then 0. */
  commonPrefix?: true;
}

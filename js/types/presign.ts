/** Requests to presign, and their URLs. */

import type { ObjectChecksum } from "./transfer.ts";

/** HTTP method of a request to presign. */
export type Method = "GET" | "HEAD" | "PUT" | "DELETE" | "POST";

/** A request to presign: by default the GET of an object. */
export interface PresignRequest {
  /**
   * The object's key exactly as stored, not encoded.
   * @default none: a request for the bucket itself
   */
  key?: string;
  /**
   * Name of the bucket, or the alias or ARN of an access point.
   * @default the bucket of the signer
   */
  bucket?: string;
  /**
   * HTTP method. A URL is valid for one method.
   * @default "GET"
   */
  method?: Method;
  /**
   * Validity in whole seconds, 1 to 604,800 (`v4`) or 31,536,000 (`v2`). Cannot go with `expiresAt`.
   * @default 3600
   */
  expiresIn?: number;
  /**
   * Instant of the expiry, instead of `expiresIn`.
   * @default expiresIn after the signing date
   */
  expiresAt?: Date;
  /**
   * Signed headers, which the sender must send. At most 8,192 bytes in all, S3's limit (`InvalidHeader`).
   *
   * `Content-Length` does what `size` does, for a POST too.
   * @default none
   */
  headers?: Record<string, string>;
  /**
   * Exact size of a PUT's body in bytes, 0 to 5 GiB: a signed `Content-Length`. S3 rejects a body of another size
   * (`SignatureDoesNotMatch`). Every client sends this header by itself, and a page cannot set it, so that it is not in
   * the `headers` of the result. With `v2`, which does not sign it, it is an error (`SignatureV4Required`).
   * @default none: a body of any size
   */
  size?: number;
  /**
   * Checksum of a PUT's body, in base64: a signed `x-amz-checksum-…`. S3 rejects another body (`BadDigest`) and stores
   * the checksum. In a page, the bucket's CORS rules must allow the header.
   * @default none
   */
  checksum?: ObjectChecksum;
  /**
   * `false`: the PUT of an object, or the POST that completes a multipart upload (`query: { uploadId }`), fails with
   * `PreconditionFailed` (412) if the key is taken: a signed `If-None-Match: *`. In a page, the bucket's CORS rules must
   * allow the header. With `v2`, which does not sign it, it is an error (`SignatureV4Required`).
   * @default true
   */
  overwrite?: boolean;
  /**
   * Moves the `x-amz-*` entries of `headers` into the query, so that a plain link can be opened, which sends no headers:
   * `x-amz-request-payer`, or `x-amz-server-side-encryption-context`. S3 treats both alike; many other stores read
   * headers only. A customer's encryption key (SSE-C) is an error (`ForbiddenHeader`). The header of `checksum` remains
   * a header, so that every store compares it.
   * @default false
   */
  hoist?: boolean;
  /**
   * Further query parameters, such as `versionId`; an empty string for one without a value such as `uploads`. At most
   * 8,192 bytes in all, S3's limit (`InvalidQuery`).
   *
   * S3 treats an `x-amz-*` parameter as the header of that name, so that a link can have it too:
   * `{ "x-amz-request-payer": "requester" }`. Many other stores treat only headers so. The parameters of the signature
   * are an error (`ReservedQueryParameter`).
   * @default none
   */
  query?: Record<string, string>;
  /**
   * `response-*` overrides of a GET.
   * @default none
   */
  response?: ResponseOverrides;
  /**
   * Signing date: the instant from which the URL is valid, in whole seconds.
   * @default now, corrected by the clock offset
   */
  signingDate?: Date;
  /**
   * Whole seconds, 1 to 604,800: rounds the signing date down to a multiple of them, so that equal requests have equal
   * URLs, which caches recognize. A URL is valid for at least the requested time, and at most `cacheWindow` longer; the
   * sum may not exceed the maximum of `expiresIn`.
   * @default none: the signing date is the current second
   */
  cacheWindow?: number;
}

/** Headers that S3 sends with the response to a presigned GET, instead of those stored with the object. */
export interface ResponseOverrides {
  /**
   * `Content-Type` of the response.
   * @default as stored
   */
  contentType?: string;
  /**
   * `Content-Language` of the response.
   * @default as stored
   */
  contentLanguage?: string;
  /**
   * `Expires` of the response, as an HTTP date.
   * @default as stored
   */
  expires?: string;
  /**
   * `Cache-Control` of the response.
   * @default as stored
   */
  cacheControl?: string;
  /**
   * `Content-Disposition` of the response.
   * @default as stored
   */
  contentDisposition?: string;
  /**
   * `Content-Encoding` of the response.
   * @default as stored
   */
  contentEncoding?: string;
  /**
   * Name under which the browser saves the object, in any script: an `attachment` disposition (RFC 6266).
   * @default none
   */
  downloadAs?: string;
}

/** Options of `sign`. */
export interface SignUrlOptions {
  /**
   * A URL is valid for one method: one for `GET` is not valid for `HEAD`.
   * @default "GET"
   */
  method?: "GET" | "HEAD" | "PUT" | "DELETE";
  /**
   * Whole seconds for which the URL is valid at least, 1 to 604,800 (`v4`) or 31,536,000 (`v2`).
   * @default 3600
   */
  expiresIn?: number;
  /**
   * Whole seconds in which equal URLs have equal results, so that the HTTP cache recognizes them; 1 to 604,800.
   * @default 900, or less if expiresIn is almost the maximum
   */
  cacheWindow?: number;
}

/**
 * The limit of the validity of a URL or a form: `request`, its own expiry, or `credentials`, the expiration of the credentials.
 *
 * `unknown`: the credentials have a session token and no `expiration`. They expire, and everything signed with them expires
 * at the same time, which may be long before `expiresAt`.
 */
export type LimitedBy = "request" | "credentials" | "unknown";

/** A presigned URL, and its validity. */
export interface PresignedUrl {
  /** The URL. Until it expires, it is as secret as the object. */
  url: string;
  /** HTTP method for which the URL is valid. */
  method: Method;
  /** The headers that the page must set for the request. Browsers add `Host` and `Content-Length`. */
  headers: Record<string, string>;
  /** Expiry of the URL: the earlier of the requested one and that of the credentials, if known. */
  expiresAt: Date;
  /** The limit of its validity. */
  limitedBy: LimitedBy;
  /** Returns `url`. */
  toString(): string;
}

/** A request as it was sent, as far as a signature can cover it. */
export interface SentRequest {
  /** HTTP method. */
  method: Method;
  /** URL as it was sent, with its query. */
  url: string;
  /** Headers as they were sent. */
  headers?: Record<string, string>;
}

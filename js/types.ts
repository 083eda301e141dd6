import type { PostCondition } from "./sign/post-condition.ts";

export type { PostCondition };

/** Location of the service: AWS by region, or any S3-compatible service by endpoint. */
export interface Location {
  /**
   * Such as `eu-west-1`; part of every V4 signature. At AWS, `aws-global` and `s3-external-1` mean us-east-1 at the host
   * without a region.
   */
  region: string;
  /**
   * Default bucket of requests: a name, or the alias or ARN of an access point, whose region then signs. Names that no host
   * can have, as of old buckets and of other stores, are addressed by path: 1 to 255 letters, digits, dots, hyphens and
   * underscores.
   */
  bucket?: string;
  /** `https://host[:port][/base]` of an S3-compatible service. Default: AWS. */
  endpoint?: string;
  /**
   * `https://host[:port]` that URLs show while the host of `endpoint`, or of AWS, is signed: the origin of a proxy that
   * forwards requests to it and rewrites the `Host` header, such as a CDN, or a port of Docker in front of MinIO. With
   * virtual-hosted addressing the bucket precedes this host too. Default: the signed host.
   */
  publicEndpoint?: string;
  /** Default `auto`: virtual-hosted at AWS if the bucket's name is one host label, otherwise path. */
  addressing?: "auto" | "virtual" | "path";
  /** AWS's IPv4 and IPv6 endpoint. */
  dualstack?: boolean;
  /** AWS's Transfer Acceleration endpoint. */
  accelerate?: boolean;
  /** AWS's endpoint with FIPS 140 validated cryptography. */
  fips?: boolean;
  /** AWS's legacy host without a region, `bucket.s3.amazonaws.com`. */
  globalEndpoint?: boolean;
  /** Default: `https` at AWS, otherwise the endpoint's. Over `http`, anyone who can read the traffic can use the URL. */
  protocol?: "https" | "http";
}

export interface SignerOptions extends Location {
  /**
   * Default `v4`. `v2` is the legacy scheme that some S3-compatible stores still require; it signs no headers but
   * `Content-Type`, `Content-MD5` and `x-amz-…`. AWS accepts it in the regions opened before 2014, but not with KMS keys and
   * not for access points.
   */
  signature?: "v4" | "v2";
}

export type Method = "GET" | "HEAD" | "PUT" | "DELETE" | "POST";

export interface PresignRequest {
  /** The object's key exactly as stored, not encoded. Absent: a request for the bucket itself. */
  key?: string;
  bucket?: string;
  /** Default `GET`. */
  method?: Method;
  /** Whole seconds, 1 to 604,800 (`v4`) or 31,536,000 (`v2`). Default 3600. Cannot go with `expiresAt`. */
  expiresIn?: number;
  expiresAt?: Date;
  /**
   * Signed headers, which the sender must send. At most 8,192 bytes in all, S3's limit (`InvalidHeader`).
   *
   * `Content-Length` does what `size` does, for a POST too.
   */
  headers?: Record<string, string>;
  /**
   * Exact size of a PUT's body in bytes, 0 to 5 GiB: a signed `Content-Length`. S3 rejects a body of another size
   * (`SignatureDoesNotMatch`). Every client sends this header by itself, and a page cannot set it, so that it is not in
   * the `headers` of the result. With `v2`, which does not sign it, it is an error (`SignatureV4Required`).
   */
  size?: number;
  /**
   * Checksum of a PUT's body, in base64: a signed `x-amz-checksum-…`. S3 rejects another body (`BadDigest`) and stores the
   * checksum. In a page, the bucket's CORS rules must allow the header.
   */
  checksum?: { algorithm: ChecksumAlgorithm; value: string };
  /**
   * `false`: the PUT of an object, or the POST that completes a multipart upload (`query: { uploadId }`), fails with
   * `PreconditionFailed` (412) if the key is taken: a signed `If-None-Match: *`. In a page, the bucket's CORS rules must
   * allow the header. With `v2`, which does not sign it, it is an error (`SignatureV4Required`). Default `true`.
   */
  overwrite?: boolean;
  /**
   * Moves the `x-amz-*` entries of `headers` into the query, so that a plain link can be opened, which sends no headers:
   * `x-amz-request-payer`, or `x-amz-server-side-encryption-context`. S3 treats both alike; many other stores read headers
   * only. A customer's encryption key (SSE-C) is an error (`ForbiddenHeader`). The header of `checksum` remains a header, so
   * that every store compares it. Default `false`.
   */
  hoist?: boolean;
  /**
   * Further query parameters, such as `versionId`; an empty string for one without a value such as `uploads`. At most 8,192
   * bytes in all, S3's limit (`InvalidQuery`).
   *
   * S3 treats an `x-amz-*` parameter as the header of that name, so that a link can have it too:
   * `{ "x-amz-request-payer": "requester" }`. Many other stores treat only headers so. The parameters of the signature
   * are an error (`ReservedQueryParameter`).
   */
  query?: Record<string, string>;
  /** `response-*` overrides of a GET. */
  response?: {
    contentType?: string;
    contentLanguage?: string;
    expires?: string;
    cacheControl?: string;
    contentDisposition?: string;
    contentEncoding?: string;
    /** Sets an `attachment` disposition with this file name, in any script (RFC 6266). */
    downloadAs?: string;
  };
  /** Default: now, corrected by the clock offset. */
  signingDate?: Date;
  /**
   * Whole seconds, 1 to 604,800: rounds the signing date down to a multiple of them, so that equal requests have equal URLs,
   * which caches recognize. A URL is valid for at least the requested time, and at most `cacheWindow` longer; the sum may
   * not exceed the maximum of `expiresIn`.
   */
  cacheWindow?: number;
}

/** Options of `sign`. */
export interface SignUrlOptions {
  /** Default `GET`. A URL is valid for one method: one for `GET` is not valid for `HEAD`. */
  method?: "GET" | "HEAD" | "PUT" | "DELETE";
  /** Whole seconds for which the URL is valid at least, 1 to 604,800 (`v4`) or 31,536,000 (`v2`). Default 3600. */
  expiresIn?: number;
  /**
   * Whole seconds in which equal URLs have equal results, so that the HTTP cache recognizes them; 1 to 604,800. Default
   * 900, or less if `expiresIn` is almost the maximum.
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

export interface PresignedUrl {
  url: string;
  method: Method;
  /** The headers that the page must set for the request. Browsers add `Host` and `Content-Length`. */
  headers: Record<string, string>;
  /** Expiry of the URL: the earlier of the requested one and that of the credentials, if known. */
  expiresAt: Date;
  limitedBy: LimitedBy;
  /** Returns `url`. */
  toString(): string;
}

export interface PostRequest {
  bucket?: string;
  /** The exact key. S3 replaces `${filename}` in it by the name of the file. */
  key?: string;
  /** Prefix of the key, instead of `key`. */
  keyStartsWith?: string;
  /**
   * Whole seconds, 1 to 604,800 (`v4` at AWS) or 31,536,000 (`v2`, and `v4` at an `endpoint`). Default 3600. Cannot go with
   * `expiresAt`.
   */
  expiresIn?: number;
  expiresAt?: Date;
  /**
   * Form fields. A condition is added for each. With the policy, at most 20,480 bytes in all, S3's limit (`FormTooLarge`).
   */
  fields?: Record<string, string>;
  conditions?: PostCondition[];
  /** Minimum size of the file in bytes, as a `content-length-range`. */
  minSize?: number;
  /** Maximum size of the file in bytes, as a `content-length-range`. */
  maxSize?: number;
  /** The exact content type, or a prefix that ends in `/` such as `image/`. */
  contentType?: string;
  signingDate?: Date;
}

export interface PresignedPost {
  /** The `action` of the form. */
  url: string;
  /** All fields of the form but the file, which must be last. */
  fields: Record<string, string>;
  /** Expiry of the form: the earlier of the requested one and that of the credentials, if known. */
  expiresAt: Date;
  limitedBy: LimitedBy;
  /**
   * Returns the body of the form, with all fields in order and the file last.
   *
   * `filename` replaces `${filename}` (default: the `File`'s name); `key` is the key of the object if the form was signed
   * with `keyStartsWith`.
   */
  toFormData(file: Blob, options?: { filename?: string; key?: string }): FormData;
  /** Returns the form as HTML to paste into a page, with an input for the file. */
  toHtml(): string;
  /**
   * Returns a `curl` command for a POSIX shell that uploads the file at `path`; `-` is the standard input. `contentType` is
   * the file's, if the form does not set one.
   */
  toCurl(path: string, options?: { contentType?: string }): string;
}

/** Retries of each request, and of each part of a multipart upload. */
export interface RetryOptions {
  /** Failed attempts in a row, without progress, after which the transfer fails; 1 for no retry. Default 5. */
  attempts?: number;
  /**
   * Back-off before the second attempt, in milliseconds; doubled for each further attempt, with full jitter. Default 300.
   */
  baseDelay?: number;
  /** Maximum back-off in milliseconds. Default 20,000. */
  maxDelay?: number;
  /** Milliseconds without progress after which an attempt is cancelled and retried. Default 30,000. */
  stallTimeout?: number;
}

/** Checksum algorithms of S3, spelled as in the AWS SDK and in the headers `x-amz-checksum-*`. */
export type ChecksumAlgorithm = "CRC32" | "CRC32C" | "CRC64NVME" | "SHA1" | "SHA256";

/** The checksum that S3 stores with an object. */
export interface ObjectChecksum {
  algorithm: ChecksumAlgorithm;
  /** Base64. A value that ends in `-3` is a composite checksum, of the checksums of 3 parts. */
  value: string;
}

/** Progress of a transfer. */
export interface Progress {
  /** Bytes of the object transferred, without the form around them. Equals `total` only if `phase` is `done`. */
  loaded: number;
  /**
   * Size in bytes. An upload and a download of a range with an `end` report it from the start, other downloads from the
   * first response. Absent if the service compresses the body.
   */
  total?: number;
  /** Average of the last 5 seconds; 0 while paused or waiting. */
  bytesPerSecond: number;
  /** Estimated seconds left; absent if the speed or `total` is unknown. */
  eta?: number;
  /** Number of the attempt, from 1. Increases whenever bytes are sent or fetched again, so whenever `loaded` decreases. */
  attempt: number;
  /**
   * `waiting`: the transfer waits for what `waitingFor` names. A paused transfer keeps the phase in which it was paused.
   */
  phase: "signing" | "waiting" | "transfer" | "verifying" | "done";
  /**
   * Present in the phase `waiting`. `network`: the device is offline. `service`: S3 throttles, or its response had a
   * `Retry-After`. `retry`: back-off after another failure.
   */
  waitingFor?: "network" | "retry" | "service";
}

/** Options of every download and upload. */
export interface TransferOptions {
  /** Default: the client's bucket. */
  bucket?: string;
  /** Aborts the transfer, like `abort()`. */
  signal?: AbortSignal;
  /**
   * Called at most about 20 times a second, and once with the phase `done` before the promise resolves; never after
   * `done` or after the promise has rejected. A download to a stream resolves at its first response, and reports until
   * the stream has ended.
   */
  onProgress?: (progress: Progress) => void;
}

/** Range of bytes, counted from 0. `end` is included; without it, the range extends to the last byte. */
export interface ByteRange {
  start: number;
  end?: number;
}

/** Options of every request for objects: downloads, `head`, `list` and `delete`. */
export interface ObjectRequestOptions {
  /**
   * Further headers, signed and sent with each request that the call makes: the three
   * `x-amz-server-side-encryption-customer-…` headers (SSE-C), `x-amz-request-payer`, `x-amz-expected-bucket-owner`,
   * `If-Match`, `If-None-Match`, … In a page, the bucket's CORS rules must allow them.
   *
   * `Range`, and headers that the browser or the signer sets, are an error (`ForbiddenHeader`). If a condition is not met,
   * the call fails with `PreconditionFailed`, or with `NotModified` for `If-None-Match` and `If-Modified-Since`.
   */
  headers?: Record<string, string>;
}

export interface DownloadOptions extends TransferOptions, ObjectRequestOptions {
  /**
   * Destination of the bytes. Default `blob`. A stream, a file and a writable take a constant amount of memory. A file or
   * writable is closed at the end and aborted on failure, as by `pipeTo`.
   */
  to?: "blob" | "stream" | FileSystemFileHandle | WritableStream<Uint8Array>;
  /** Default: the whole object. */
  range?: ByteRange;
  /** Default: the newest version. */
  versionId?: string;
  /**
   * Compares the bytes with the object's checksum as they arrive. Full-object checksums can be verified, and composite
   * checksums of parts of equal size. If the bytes do not match, the download fails with `ChecksumMismatch`: it returns
   * no blob, does not close the file, and ends a stream with the error.
   *
   * Default: verify if the response has a checksum and there is no `range`. In a page, the bucket's CORS rules must allow
   * the request header `x-amz-checksum-mode` and expose the checksum's, such as `x-amz-checksum-crc64nvme`; otherwise
   * the download succeeds without `verified`. `true`: fail with `ChecksumUnavailable` or `CorsBlocked` instead.
   * `false`: never verify, which saves a page the preflight for the request header.
   */
  verify?: boolean;
}

export interface DownloadResult {
  /** Present with `to: "blob"`. Its `type` is the object's content type. */
  blob?: Blob;
  /** Present with `to: "stream"`, from the first response on; the transfer continues while the stream is read. */
  stream?: ReadableStream<Uint8Array>;
  info: ObjectInfo;
  /**
   * Algorithm of the checksum that the bytes were verified with; with `to: "stream"`, present after the stream has
   * ended. Absent: not verified.
   */
  verified?: ChecksumAlgorithm;
}

/** Properties of an object. In a page, CORS hides headers that the bucket's `ExposeHeaders` does not name. */
export interface ObjectInfo {
  bucket: string;
  key: string;
  /** Size of the whole stored object in bytes, also for a range; NaN if unknown. */
  size: number;
  /** With its quotes. */
  etag?: string;
  contentType?: string;
  lastModified?: Date;
  versionId?: string;
  /** User metadata, by names in lower case without `x-amz-meta-`. */
  metadata?: Record<string, string>;
  /** Present if it was requested and the object has one. */
  checksum?: ObjectChecksum;
}

/** Options of `head` and `delete`. */
export interface ObjectOptions extends ObjectRequestOptions {
  /** Default: the client's bucket. */
  bucket?: string;
  versionId?: string;
  /**
   * Requests the object's checksum. In a page, the bucket's CORS rules must allow the request header
   * `x-amz-checksum-mode` and expose the checksum's, such as `x-amz-checksum-crc64nvme`. Default false.
   */
  checksum?: boolean;
  signal?: AbortSignal;
}

export interface ListOptions extends ObjectRequestOptions {
  /** Default: the client's bucket. */
  bucket?: string;
  /** Such as `/`: keys that contain it after the prefix are listed once, as their common prefix. */
  delimiter?: string;
  /** Key after which the listing starts, in S3's order of UTF-8 bytes; it need not exist. */
  startAfter?: string;
  /** Maximum number of entries in one request, 1 to 1000. Default: the service's, 1000 at S3. */
  pageSize?: number;
  signal?: AbortSignal;
}

/** An object, or a common prefix of several. */
export interface ListEntry extends ObjectInfo {
  /** True if `key` is a common prefix that ends in the delimiter; `size` is then 0. */
  commonPrefix?: true;
}

export type UploadBody = Blob | ArrayBuffer | ArrayBufferView | string;

export interface UploadOptions extends TransferOptions {
  /** Stored exactly as it is. */
  key: string;
  /**
   * Way to send the body. Default `auto`: multipart above `multipartThreshold`; below, a form POST, or a PUT if a form
   * cannot carry the upload or the service rejects forms.
   */
  via?: "auto" | "post" | "put" | "multipart";
  /** Default: the Blob's type; for a string `text/plain;charset=UTF-8`. */
  contentType?: string;
  /**
   * User metadata, stored as `x-amz-meta-…`; values may be any Unicode text. Values that are not plain ASCII are sent as
   * encoded words (RFC 2047), which `head` and `download` decode.
   */
  metadata?: Record<string, string>;
  /** Further request headers: `Cache-Control`, `x-amz-storage-class`, `If-Match`, … */
  headers?: Record<string, string>;
  /**
   * Tags of the object: at most 10, with names of 1 to 128 and values of at most 256 letters, digits, spaces and
   * `+ - = . _ : / @`. Needs the permission `s3:PutObjectTagging`. In a page, the bucket's CORS rules must allow the header
   * `x-amz-tagging`; a form needs no such rule.
   */
  tags?: Record<string, string>;
  /**
   * `false`: if the key is taken, the upload fails with `AlreadyExists` and stores nothing: `If-None-Match: *` in a PUT, or
   * in the completion of a multipart upload. A form has no such field, so that `auto` chooses another way, and
   * `via: "post"` is an error (`HeaderNotInForm`). In a page, the bucket's CORS rules must allow the header. A store that
   * ignores it replaces the object. Default `true`.
   */
  overwrite?: boolean;
  /** Maximum size of the body in bytes (`FileTooLarge`), checked before anything is sent. */
  maxSize?: number;
  /**
   * As the attribute of `<input type="file">`: `image/*,.pdf` (`FileNotAccepted`), checked before anything is sent. It is
   * compared with the content type of the upload, and with the name of the `File`, or the key if the body has no name.
   */
  accept?: string;
  /** Further conditions of the POST policy. With conditions, `via` defaults to `post`. */
  conditions?: PostCondition[];
  /**
   * Algorithm of a checksum that is sent with the bytes: S3 compares them, and stores the checksum with the object, so
   * that downloads can verify it. The body is read once more to compute it. In a page, the bucket's CORS rules must allow
   * the header, such as `x-amz-checksum-crc32`; a form needs no such rule.
   *
   * Default: parts are sent with `CRC64NVME` if the service and the CORS rules accept it; a body in one request is sent
   * without, and S3 computes a CRC64NVME itself. An upload with `x-amz-object-lock-…` headers, or to a bucket that
   * requires checksums, is sent with `CRC32` in one request, and always with a checksum in parts. `false`: no checksum.
   */
  checksum?: ChecksumAlgorithm | false;
  /** In bytes. Default 64 MiB. */
  multipartThreshold?: number;
  /** In bytes, 5 MiB to 5 GiB. Default 16 MiB; larger if the body would have more than 10,000 parts. */
  partSize?: number;
  /** Number of parts sent at a time. Default 4. */
  concurrency?: number;
  /**
   * Stores the id of a multipart upload, so that an upload of the same `File` after a reload or a failure sends only the
   * missing parts. The file is recognized by its name, size and date, the object's address, and `partSize`; a body that is
   * not a `File` is never resumed. `abort()` ends the upload. One that is not resumed remains until a lifecycle rule
   * (`AbortIncompleteMultipartUpload`) removes it.
   */
  resumable?: boolean;
  /** Called with each part of a multipart upload after the service has stored it; not with those of an earlier upload. */
  onPart?: (part: UploadedPart) => void;
}

/** A stored part of a multipart upload. */
export interface UploadedPart {
  /** From 1. Parts are stored in any order. */
  number: number;
  etag: string;
}

export interface UploadResult {
  bucket: string;
  key: string;
  /** With its quotes. Absent if CORS hides it in the response to a PUT: the bucket must expose `ETag`. */
  etag?: string;
  versionId?: string;
  /** The object's address, without a signature; the same for every `via`. */
  location: string;
  via: "post" | "put" | "multipart";
  /** Checksum that was sent with the bytes. */
  checksum?: ObjectChecksum;
}

/**
 * The methods of a `Storage` that are used. They may return promises, like those of a store over IndexedDB, which a
 * worker needs because it has no `localStorage`.
 */
export interface UploadStorage {
  getItem(key: string): string | null | Promise<string | null>;
  setItem(key: string, value: string): void | Promise<void>;
  removeItem(key: string): void | Promise<void>;
}

/** A request as it was sent, as far as a signature can cover it. */
export interface SentRequest {
  method: Method;
  url: string;
  headers?: Record<string, string>;
}

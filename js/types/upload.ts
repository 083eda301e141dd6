/** Uploads. */

import type { PostCondition } from "../sign/post-condition.ts";
import type { ChecksumAlgorithm, ObjectChecksum, TransferOptions } from "./transfer.ts";

/** Bytes to upload. A string is encoded as UTF-8; bytes are copied when the upload starts. */
export type UploadBody = Blob | ArrayBuffer | ArrayBufferView | string;

/** Options of `S3.upload`. */
export interface UploadOptions extends TransferOptions {
  /** Stored exactly as it is. */
  key: string;
  /**
   * Way to send the body. `auto` is multipart above `multipartThreshold`; below, a form POST, or a PUT if a form cannot
   * carry the upload or the service rejects forms.
   * @default "auto"; "post" with conditions
   */
  via?: "auto" | "post" | "put" | "multipart";
  /**
   * Content type that is stored with the object.
   * @default the Blob's type; for a string text/plain;charset=UTF-8
   */
  contentType?: string;
  /**
   * User metadata, stored as `x-amz-meta-…`; values may be any Unicode text. Values that are not plain ASCII are sent
   * as encoded words (RFC 2047), which `head` and `download` decode.
   * @default none
   */
  metadata?: Record<string, string>;
  /**
   * Further request headers: `Cache-Control`, `x-amz-storage-class`, `If-Match`, …
   * @default none
   */
  headers?: Record<string, string>;
  /**
   * Tags of the object: at most 10, with names of 1 to 128 and values of at most 256 letters, digits, spaces and
   * `+ - = . _ : / @`. Needs the permission `s3:PutObjectTagging`. In a page, the bucket's CORS rules must allow the header
   * `x-amz-tagging`; a form needs no such rule.
   * @default none
   */
  tags?: Record<string, string>;
  /**
   * `false`: if the key is taken, the upload fails with `AlreadyExists` and stores nothing: `If-None-Match: *` in a PUT,
   * or in the completion of a multipart upload. A form has no such field, so that `auto` chooses another way, and
   * `via: "post"` is an error (`HeaderNotInForm`). In a page, the bucket's CORS rules must allow the header. A store that
   * ignores it replaces the object.
   * @default true
   */
  overwrite?: boolean;
  /**
   * Maximum size of the body in bytes (`FileTooLarge`), checked before anything is sent.
   * @default none
   */
  maxSize?: number;
  /**
   * As the attribute of `<input type="file">`: `image/*,.pdf` (`FileNotAccepted`), checked before anything is sent. It
   * is compared with the content type of the upload, and with the name of the `File`, or the key if the body has no
   * name.
   * @default none: any type
   */
  accept?: string;
  /**
   * Further conditions of the POST policy.
   * @default none
   */
  conditions?: PostCondition[];
  /**
   * Algorithm of a checksum that is sent with the bytes: S3 compares them, and stores the checksum with the object, so
   * that downloads can verify it. The body is read once more to compute it. In a page, the bucket's CORS rules must
   * allow the header, such as `x-amz-checksum-crc32`; a form needs no such rule.
   *
   * An upload with `x-amz-object-lock-…` headers, or to a bucket that requires checksums, is sent with `CRC32` in one
   * request, and always with a checksum in parts. `false`: no checksum.
   * @default parts are sent with CRC64NVME if the service and the CORS rules accept it; a body in one request is sent without, and S3 computes a CRC64NVME itself
   */
  checksum?: ChecksumAlgorithm | false;
  /**
   * Size in bytes above which `auto` uploads in parts.
   * @default 64 MiB
   */
  multipartThreshold?: number;
  /**
   * Size of a part in bytes, 5 MiB to 5 GiB.
   * @default 16 MiB; larger if the body would have more than 10,000 parts
   */
  partSize?: number;
  /**
   * Number of parts sent at a time.
   * @default 4
   */
  concurrency?: number;
  /**
   * Stores the id of a multipart upload, so that an upload of the same `File` after a reload or a failure sends only
   * the missing parts. The file is recognized by its name, size and date, the object's address, and `partSize`; a body
   * that is not a `File` is never resumed. `abort()` ends the upload. One that is not resumed remains until a lifecycle
   * rule (`AbortIncompleteMultipartUpload`) removes it.
   * @default false
   */
  resumable?: boolean;
  /**
   * Called with each part of a multipart upload after the service has stored it; not with those of an earlier upload.
   * @default none
   */
  onPart?: (part: UploadedPart) => void;
}

/** A stored part of a multipart upload. */
export interface UploadedPart {
  /** From 1. Parts are stored in any order. */
  number: number;
  /** Entity tag of the part, with its quotes. */
  etag: string;
}

/** A stored object. */
export interface UploadResult {
  /** Name of the bucket. */
  bucket: string;
  /** Key of the object, as stored. */
  key: string;
  /** With its quotes. Absent if CORS hides it in the response to a PUT: the bucket must expose `ETag`. */
  etag?: string;
  /** Version of the object, in a bucket with versioning. */
  versionId?: string;
  /** The object's address, without a signature; the same for every `via`. */
  location: string;
  /** Way in which the body was sent. */
  via: "post" | "put" | "multipart";
  /** Checksum that was sent with the bytes. */
  checksum?: ObjectChecksum;
}

/**
 * The methods of a `Storage` that are used. They may return promises, like those of a store over IndexedDB, which a
 * worker needs because it has no `localStorage`.
 */
export interface UploadStorage {
  /** Returns the value of a key; null if the key has no value. */
  getItem(key: string): string | null | Promise<string | null>;
  /** Stores a value. */
  setItem(key: string, value: string): void | Promise<void>;
  /** Removes a value. */
  removeItem(key: string): void | Promise<void>;
}

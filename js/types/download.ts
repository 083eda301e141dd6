/** Downloads. */

import type { DomType } from "../dom-types.ts";
import type { ObjectInfo, ObjectRequestOptions } from "./objects.ts";
import type { ChecksumAlgorithm, TransferOptions } from "./transfer.ts";

/** Range of bytes, counted from 0. `end` is included; without it, the range extends to the last byte. */
export interface ByteRange {
  /** First byte. */
  start: number;
  /**
   * Last byte, which is included.
   * @default the last byte of the object
   */
  end?: number;
}

/** A file or a writable stream that a download can write to. */
export type WritableDestination = DomType<"FileSystemFileHandle"> | WritableStream<Uint8Array>;

/** Options of `S3.download`. */
export interface DownloadOptions extends TransferOptions, ObjectRequestOptions {
  /**
   * Destination of the bytes. A stream, a file and a writable take a constant amount of memory. A file or writable is
   * closed at the end and aborted on failure, as by `pipeTo`.
   * @default "blob"
   */
  to?: "blob" | "stream" | WritableDestination;
  /**
   * Range of bytes to download.
   * @default the whole object
   */
  range?: ByteRange;
  /**
   * Version of the object, in a bucket with versioning.
   * @default the newest version
   */
  versionId?: string;
  /**
   * Compares the bytes with the object's checksum. Full-object checksums can be verified, and composite checksums of parts
   * of equal size. If the bytes do not match, the download fails with `ChecksumMismatch`: it returns no blob, does not
   * close the file, and ends a stream with the error.
   *
   * In a page, the bucket's CORS rules must expose the checksum's header, such as `x-amz-checksum-crc64nvme`; otherwise
   * the download succeeds without `verified`. `true`: fail with `ChecksumUnavailable` instead. `false`: never verify.
   * @default verify if the response has a checksum and there is no range
   */
  verify?: boolean;
}

/** Result of a download. The option `to` decides which of its interfaces it is. */
export interface DownloadResult {
  /** The object; present without `to` and with `to: "blob"`. */
  blob?: Blob;
  /** The bytes of the object; present with `to: "stream"`. */
  stream?: ReadableStream<Uint8Array>;
  /** Properties of the object. */
  info: ObjectInfo;
  /**
   * Algorithm of the checksum that the bytes were verified with. Absent: not verified.
   */
  verified?: ChecksumAlgorithm;
}

/** Result of a download without `to`, or with `to: "blob"`. */
export interface BlobDownload extends DownloadResult {
  /** The object. Its `type` is the object's content type. */
  blob: Blob;
  /** Absent. */
  stream?: never;
}

/** Result of a download with `to: "stream"`, from the first response on: the transfer continues while the stream is read. */
export interface StreamDownload extends DownloadResult {
  /** Absent. */
  blob?: never;
  /** The bytes of the object, as they arrive. */
  stream: ReadableStream<Uint8Array>;
  /** Algorithm of the checksum that the bytes were verified with, after the stream has ended. Absent: not verified. */
  verified?: ChecksumAlgorithm;
}

/** Result of a download to a file or a writable stream, which has all bytes and is closed. */
export interface FileDownload extends DownloadResult {
  /** Absent. */
  blob?: never;
  /** Absent. */
  stream?: never;
}

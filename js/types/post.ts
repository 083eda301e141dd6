/** Forms to presign. */

import type { PostCondition } from "../sign/post-condition.ts";
import type { LimitedBy } from "./presign.ts";

/** A form to presign, with the conditions that S3 checks. */
export interface PostRequest {
  /**
   * Name of the bucket, or the alias or ARN of an access point.
   * @default the bucket of the signer
   */
  bucket?: string;
  /**
   * The exact key. S3 replaces `${filename}` in it by the name of the file.
   * @default none: keyStartsWith, or a condition, must set it
   */
  key?: string;
  /**
   * Prefix of the key, instead of `key`.
   * @default none
   */
  keyStartsWith?: string;
  /**
   * Validity in whole seconds, 1 to 604,800 (`v4` at AWS) or 31,536,000 (`v2`, and `v4` at an `endpoint`). Cannot go
   * with `expiresAt`.
   * @default 3600
   */
  expiresIn?: number;
  /**
   * Instant of the expiry, instead of `expiresIn`.
   * @default expiresIn after the signing date
   */
  expiresAt?: Date;
  /**
   * Form fields. A condition is added for each. With the policy, at most 20,480 bytes in all, S3's limit
   * (`FormTooLarge`).
   * @default none
   */
  fields?: Record<string, string>;
  /**
   * Further conditions of the policy.
   * @default none
   */
  conditions?: PostCondition[];
  /**
   * Minimum size of the file in bytes, as a `content-length-range`.
   * @default 0
   */
  minSize?: number;
  /**
   * Maximum size of the file in bytes, as a `content-length-range`.
   * @default none: any size up to S3's limit, 5 GiB
   */
  maxSize?: number;
  /**
   * The exact content type, or a prefix that ends in `/` such as `image/`.
   * @default none: any content type that fields and conditions allow
   */
  contentType?: string;
  /**
   * Signing date of the form.
   * @default now, corrected by the clock offset
   */
  signingDate?: Date;
}

/** A presigned form: its URL and fields, and its validity. */
export interface PresignedPost {
  /** The `action` of the form. */
  url: string;
  /** All fields of the form but the file, which must be last. */
  fields: Record<string, string>;
  /** Expiry of the form: the earlier of the requested one and that of the credentials, if known. */
  expiresAt: Date;
  /** The limit of its validity. */
  limitedBy: LimitedBy;
  /**
   * Returns the body of the form, with all fields in order and the file last.
   *
   * `filename` replaces `${filename}` (default: the `File`'s name); `key` is the key of the object if the form was signed
   * with `keyStartsWith`.
   */
  toFormData(file: Blob, options?: FormDataOptions): FormData;
  /** Returns the form as HTML to paste into a page, with an input for the file. */
  toHtml(): string;
  /**
   * Returns a `curl` command for a POSIX shell that uploads the file at `path`; `-` is the standard input. `contentType` is
   * the file's, if the form does not set one.
   */
  toCurl(path: string, options?: CurlOptions): string;
}

/** Options of `PresignedPost.toFormData`. */
export interface FormDataOptions {
  /**
   * Replaces `${filename}` in the key.
   * @default the name of the File
   */
  filename?: string;
  /**
   * Key of the object, if the form was signed with `keyStartsWith`.
   * @default the signed key
   */
  key?: string;
}

/** Options of `PresignedPost.toCurl`. */
export interface CurlOptions {
  /**
   * Content type of the file. Required if the form does not set one, and an error (`InvalidOption`) if it does.
   * @default none
   */
  contentType?: string;
}

/** The public types of `checkCors`. */

import type { SignpostError } from "../errors.ts";

/**
 * A use of a bucket by a page. `verify`: downloads that are compared with the object's checksum. `form`, `put` and
 * `multipart`: the ways of `upload`.
 */
export type CorsUse = "download" | "verify" | "form" | "put" | "multipart" | "list" | "delete";

/** Options of `checkCors`. */
export interface CorsCheckOptions<Use extends CorsUse = CorsUse> {
  /**
   * Uses to check.
   * @default all
   */
  for?: readonly Use[];
  /**
   * Name of the bucket, or the alias or ARN of an access point.
   * @default the client's bucket
   */
  bucket?: string;
  /**
   * Key of an object that the credentials may read: its response shows which headers are exposed.
   * @default the first object in the bucket's listing, if the credentials may list it
   */
  key?: string;
  /**
   * Aborts the check.
   * @default none
   */
  signal?: AbortSignal;
}

/** Result of `checkCors` for one use. */
export interface CorsUseReport {
  /** Absent if it cannot be known: something in `unknown` decides, or the report has a `problem`. */
  allowed?: boolean;
  /**
   * Entries without which the use fails, such as `PUT in AllowedMethods`. If not even the origin is allowed, it is the only
   * entry. A bucket that does not exist, or that is in another region, looks the same to a page.
   */
  missing: string[];
  /** Entries of `ExposeHeaders` that could not be checked, because there is no object with these headers to read. */
  unknown: string[];
}

/** A CORS rule in the format of the S3 console and of PutBucketCors. */
export interface CorsRule {
  /** Origins of the pages. */
  AllowedOrigins: string[];
  /** HTTP methods. */
  AllowedMethods: string[];
  /** Request headers, in lower case. */
  AllowedHeaders: string[];
  /** Response headers that a page may read. */
  ExposeHeaders: string[];
  /** Seconds for which a browser remembers the result of a preflight. */
  MaxAgeSeconds: number;
}

/** Result of `checkCors`. */
export interface CorsReport<Use extends CorsUse = CorsUse> {
  /**
   * Why nothing can be said. `offline`: the device has no network. `unreachable`: no server responds at this address, or
   * the page's Content-Security-Policy forbids it. `mixed-content`: browsers block `http` requests of an `https` page.
   * `no-credentials`: there are none to sign with. `no-origin`: outside of a page, where no CORS rule applies.
   */
  problem?: "offline" | "unreachable" | "mixed-content" | "no-credentials" | "no-origin";
  /** The error behind `no-credentials` and `unreachable`. */
  cause?: SignpostError;
  /**
   * The result of each use. Exposed headers are those of a GET: rules that expose fewer headers for PUT cannot be
   * recognized.
   */
  uses: Record<Use, CorsUseReport>;
  /** A rule that allows all checked uses, and further requests that help them, such as `head`. */
  rule: CorsRule;
  /**
   * The same rule to paste: as a JSON array for the S3 console, as a command of the AWS CLI for a POSIX shell, and as the
   * XML of PutBucketCors for other stores. Each of them replaces all rules of the bucket.
   */
  text: {
    /** A JSON array for the S3 console. */
    console: string;
    /** A command of the AWS CLI for a POSIX shell. */
    cli: string;
    /** The XML of PutBucketCors. */
    xml: string;
  };
}

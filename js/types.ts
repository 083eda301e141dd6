/** Where requests go: AWS by region, or any S3-compatible service by endpoint. */
export interface Location {
  /**
   * Such as `eu-west-1`; it is part of every V4 signature. At AWS, `aws-global` and `s3-external-1` stand for us-east-1
   * at the host without a region.
   */
  region: string;
  /**
   * Default bucket; a request may name its own. A bucket goes by its name, or by the alias or the ARN of an
   * access point, whose region then signs. A name that no host can have, of an old bucket or of another store, is
   * reached by path: 1 to 255 letters, digits, dots, hyphens and underscores.
   */
  bucket?: string;
  /** `https://host[:port][/base]` of an S3-compatible service. Default: AWS. */
  endpoint?: string;
  /** `auto`: virtual-hosted at AWS where the bucket's name is one host label, else path. */
  addressing?: "auto" | "virtual" | "path";
  /** AWS's IPv4 and IPv6 endpoint. */
  dualstack?: boolean;
  /** AWS's Transfer Acceleration endpoint. */
  accelerate?: boolean;
  /** AWS's endpoint with FIPS 140 validated cryptography. */
  fips?: boolean;
  /** AWS's legacy host without a region, `bucket.s3.amazonaws.com`. */
  globalEndpoint?: boolean;
  /** Default: `https` at AWS, and the endpoint's own elsewhere. Over `http` whoever listens can use the URL. */
  protocol?: "https" | "http";
}

export interface SignerOptions extends Location {
  /**
   * `v4` by default; `v2` is the legacy query scheme that some S3-compatible stores still ask for. Of the
   * headers it signs `Content-Type`, `Content-MD5` and `x-amz-…` only. AWS takes it in the regions that
   * opened before 2014, and never with keys of KMS or for access points.
   */
  signature?: "v4" | "v2";
}

export type Method = "GET" | "HEAD" | "PUT" | "DELETE" | "POST";

export interface PresignRequest {
  /** The object's key exactly as stored: never encoded, never trimmed. Absent: the bucket itself. */
  key?: string;
  bucket?: string;
  /** Default `GET`. */
  method?: Method;
  /** Whole seconds, 1 to 604 800 (`v4`) or 31 536 000 (`v2`). Default 3600. Not both with `expiresAt`. */
  expiresIn?: number;
  expiresAt?: Date;
  /**
   * Headers that the sender must send, signed. At most 8,192 bytes in all, S3's limit (`InvalidHeader`).
   *
   * `Content-Length`, the body's size in bytes, binds the size of a PUT or POST: S3 refuses a body of another size
   * (`SignatureDoesNotMatch`). Every browser sends it by itself and lets no page set it, so that it is not among the
   * `headers` of the result. With `v2`, which does not sign it, it is an error (`SignatureV4Required`).
   */
  headers?: Record<string, string>;
  /**
   * Further query parameters, such as `versionId`; an empty string for a bare one such as `uploads`. At
   * most 8,192 bytes in all, S3's limit (`InvalidQuery`).
   *
   * S3 reads an `x-amz-*` parameter as the header of that name, so that a link can carry what a header would:
   * `{ "x-amz-request-payer": "requester" }`. Many other stores read headers only. The parameters of the signature
   * itself are an error (`ReservedQueryParameter`).
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
    /** Short for an `attachment` disposition with this file name, in any script (RFC 6266). */
    downloadAs?: string;
  };
  /** The instant to sign for. Default: now, corrected by the clock offset. */
  signingDate?: Date;
  /**
   * Whole seconds, 1 to 604 800: round the signing date down to a multiple of them, so that equal requests
   * give equal URLs, which caches know again. Each works for at least as long as was asked, and at most so
   * much longer; together the two may not pass the limit of `expiresIn`.
   */
  cacheWindow?: number;
}

/**
 * The first end of a URL or a form: `request`, the expiry that was asked for, or `credentials`, their expiration.
 *
 * `unknown`: the credentials have a session token and no `expiration`. They end by themselves, and every URL they
 * signed ends with them, which may be long before `expiresAt`.
 */
export type LimitedBy = "request" | "credentials" | "unknown";

export interface PresignedUrl {
  url: string;
  method: Method;
  /** Exactly the headers that the page must set for the request. Browsers add `Host` and `Content-Length`. */
  headers: Record<string, string>;
  /** When the URL really stops working: the earlier of what was asked and the credentials' end, if that is known. */
  expiresAt: Date;
  limitedBy: LimitedBy;
  /** The URL. */
  toString(): string;
}

export type PostCondition =
  | Record<string, string>
  | ["eq" | "starts-with", string, string]
  | ["content-length-range", number, number];

export interface PostRequest {
  bucket?: string;
  /** The exact key, or one with `${filename}` in it, which S3 replaces by the name of the file. */
  key?: string;
  /** Any key that begins so. One of `key` and `keyStartsWith`. */
  keyStartsWith?: string;
  /**
   * Whole seconds, 1 to 604 800 (`v4` at AWS) or 31 536 000 (`v2`, and `v4` at an `endpoint`). Default 3600. Not both with
   * `expiresAt`.
   */
  expiresIn?: number;
  expiresAt?: Date;
  /**
   * Form fields; each gets its condition by itself. With the policy they come to at most 20,480 bytes, S3's limit
   * (`FormTooLarge`).
   */
  fields?: Record<string, string>;
  conditions?: PostCondition[];
  /** Bytes, inclusive: short for a `content-length-range`. */
  minSize?: number;
  maxSize?: number;
  /** Exact, or a prefix that ends in `/` such as `image/`. */
  contentType?: string;
  signingDate?: Date;
}

export interface PresignedPost {
  /** Where the form goes. */
  url: string;
  /** Every field of the form but the file, which comes last. */
  fields: Record<string, string>;
  /** When the form really stops working: the earlier of what was asked and the credentials' end, if that is known. */
  expiresAt: Date;
  limitedBy: LimitedBy;
  /**
   * A form body ready to send: all fields in order, the file last.
   *
   * `filename` is what `${filename}` becomes (default: the `File`'s own name); `key` is the whole key
   * where the form was signed with `keyStartsWith`.
   */
  toFormData(file: Blob, options?: { filename?: string; key?: string }): FormData;
  /** The same as an HTML form to paste into a page, with an input for the file. */
  toHtml(): string;
  /**
   * The same as a `curl` command for a POSIX shell that uploads the file at `path`; `-` is the standard
   * input. `contentType` is the file's, where the form leaves that open.
   */
  toCurl(path: string, options?: { contentType?: string }): string;
}

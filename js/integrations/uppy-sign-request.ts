import { SignpostError } from "../errors.ts";
import { fill } from "../messages/message.ts";
import { NOT_CHOICE } from "../messages/options.ts";
import { FILE_TOO_LARGE } from "../messages/queue.ts";
import { MAX_SIZE_NEEDS_POST } from "../messages/uppy.ts";
import { metadataHeaders } from "../objects/metadata.ts";
import { optionError } from "../option-error.ts";
import type { S3 } from "../s3.ts";
import { headerFields } from "../upload/form-fields.ts";
import { checkClient, readEntryOptions } from "./uppy-options.ts";
import { keyOf, randomId, type UppyFileInfo, withDetails } from "./uppy-types.ts";

/**
 * A request of Uppy's plugin AwsS3: `PUT` and `DELETE` of an object, `POST` to create a multipart upload; with `uploadId`
 * `POST` to complete it, `DELETE` to abort it, `GET` to list its parts, and with `partNumber` `PUT` of a part.
 */
export interface PresignableRequest {
  /** HTTP method. */
  method: "PUT" | "POST" | "GET" | "DELETE";
  /** Key of the object. */
  key: string;
  /** Id of the multipart upload. */
  uploadId?: string;
  /** Number of the part, from 1. */
  partNumber?: number;
  /** Content type that Uppy sends. */
  contentType?: string;
  /**
   * Seconds for which the URL is valid.
   * @default the option expiresIn
   */
  expiresIn?: number;
}

/** The signed request: with `fields` the form of a POST. */
export interface PresignedResponse {
  /** The presigned URL, or the `action` of the form. */
  url: string;
  /** Headers that Uppy must send. */
  headers?: Record<string, string>;
  /** Fields of the form. */
  fields?: Record<string, string>;
}

/** Options of `signRequest` and `awsS3Options`. */
interface SharedOptions {
  /**
   * Way to send a file that is uploaded in one request. A form needs no CORS rule for the headers of metadata; not every
   * store has forms.
   * @default put, or post with maxSize
   */
  via?: "put" | "post";
  /**
   * Seconds for which a URL or a form is valid, and the credentials must be. Uppy repeats a failed request with the
   * same URL, and never signs it anew.
   * @default 3600
   */
  expiresIn?: number;
  /**
   * Maximum size of a file in bytes, as a condition of the form. S3 does not limit the size of multipart uploads by it.
   * @default none
   */
  maxSize?: number;
}

/** Options of `signRequest`. */
export interface SignRequestOptions extends SharedOptions {
  /**
   * Headers that S3 stores with the object, such as `Cache-Control` and `x-amz-meta-…`: those of a PUT, or fields of
   * the form, and of the creation of a multipart upload. In a page, the bucket's CORS rules must allow them.
   * @default none
   */
  headers?: Record<string, string> | ((request: PresignableRequest) => Record<string, string>);
}

/** Options of `awsS3Options`. */
export interface AwsS3Options extends SharedOptions {
  /**
   * Returns the key of a file.
   * @default a random prefix and the file's name, so that no object is replaced
   */
  key?(file: UppyFileInfo): string;
  /**
   * Returns the user metadata of a file, stored as `x-amz-meta-…`; values may be any Unicode text. In a page, the
   * bucket's CORS rules must allow these headers; a form needs no such rule.
   * @default none
   */
  metadata?(file: UppyFileInfo): Record<string, string>;
  /**
   * Returns further headers of a file, such as `Cache-Control`.
   * @default none
   */
  headers?(file: UppyFileInfo): Record<string, string>;
}

const SHARED_OPTIONS = { via: "string", expiresIn: "number", maxSize: "number" };

type Headers = Record<string, string>;

/**
 * Returns the `signRequest` of Uppy's plugin AwsS3. Every request is signed in the page, with credentials that are renewed.
 *
 * It sees no file, so that the metadata of files needs `awsS3Options`. With Signature V2, multipart uploads do too, since
 * V2 signs their content type.
 *
 * Throws `InvalidOption` if `s3` is no client, or if an option is wrong. An error of signing has its hint as `details`,
 * which Uppy shows.
 *
 * @example
 * uppy.use(AwsS3, { signRequest: signRequest(s3) });
 */
export function signRequest(
  s3: Pick<S3, "presign" | "presignPost">,
  options: SignRequestOptions = {},
): (request: PresignableRequest) => Promise<PresignedResponse> {
  const types = { ...SHARED_OPTIONS, headers: "object or function" };
  const { headers, ...shared } = readEntryOptions(options, types);
  return signerOf(s3, shared, typeof headers === "function" ? headers : () => headers);
}

/**
 * Returns options to spread into those of Uppy's plugin AwsS3. They keep the type, the metadata and the headers of each file
 * by its key, so that multipart uploads are stored with them too.
 *
 * A file that is larger than `maxSize`, or whose `key`, `metadata` or `headers` throws, fails with that error.
 *
 * Throws `InvalidOption` if `s3` is no client, or if an option is wrong.
 *
 * @example
 * uppy.use(AwsS3, { ...awsS3Options(s3, { metadata: ({ meta }) => ({ caption: String(meta.caption) }) }) });
 */
export function awsS3Options(
  s3: Pick<S3, "presign" | "presignPost">,
  options: AwsS3Options = {},
): {
  signRequest: (request: PresignableRequest) => Promise<PresignedResponse>;
  generateObjectKey: (file: UppyFileInfo) => string;
} {
  const types = { ...SHARED_OPTIONS, headers: "function", key: "function", metadata: "function" };
  const { key, metadata, headers, ...shared } = readEntryOptions(options, types);
  const { maxSize: limit = Number.POSITIVE_INFINITY } = shared;
  /** By key; a function that throws for a file that cannot be uploaded. */
  const kept = new Map<string, () => Headers>();
  return {
    signRequest: signerOf(s3, shared, ({ key }) => kept.get(key)?.()),
    generateObjectKey(file) {
      try {
        const size = file.size ?? 0;
        if (size > limit) {
          const [code, text, hint] = fill(FILE_TOO_LARGE, { size, limit });
          throw new SignpostError(code, text, { hint, field: "maxSize" });
        }
        const found = keyOf(file, key);
        const own = {
          "content-type": file.type || "application/octet-stream",
          ...metadataHeaders(metadata?.(file)),
          ...lowerCase(headers?.(file)),
        };
        kept.set(found, () => own);
        return found;
      } catch (error) {
        // Uppy takes a file for uploaded if this function throws, so that signing throws the error instead.
        const found = randomId();
        kept.set(found, () => {
          throw error;
        });
        return found;
      }
    },
  };
}

function signerOf(
  s3: Pick<S3, "presign" | "presignPost">,
  { via, expiresIn: seconds = 3600, maxSize }: SharedOptions,
  headersOf: (request: PresignableRequest) => Headers | undefined,
): (request: PresignableRequest) => Promise<PresignedResponse> {
  checkClient(s3, "presign", "presignPost");
  if (via !== undefined && via !== "put" && via !== "post") {
    throw optionError(NOT_CHOICE, "via", ['"put" or "post"']);
  }
  if (maxSize !== undefined && via === "put") throw optionError(MAX_SIZE_NEEDS_POST, "maxSize");
  const isForm = via === "post" || maxSize !== undefined;

  const sign = async (request: PresignableRequest): Promise<PresignedResponse> => {
    const { method, key, uploadId, partNumber, contentType } = request;
    const { expiresIn = seconds } = request;
    let query: Record<string, string> = {};
    let headers: Headers = {};
    if (uploadId !== undefined) {
      query = { uploadId, ...(partNumber === undefined ? {} : { partNumber: String(partNumber) }) };
      // Uppy sends this type with the list of parts. V2 rejects a type that is not signed.
      if (method === "POST") headers = { "content-type": "application/xml" };
    } else if (method === "POST" || method === "PUT") {
      headers = lowerCase(headersOf(request));
      if (method === "POST") query = { uploads: "" };
      else if (contentType !== undefined) headers = { "content-type": contentType, ...headers };
      if (method === "PUT" && isForm) {
        const { "content-type": type, ...rest } = headers;
        const fields = { ...(type && { "Content-Type": type }), ...headerFields(rest) };
        const limit = maxSize === undefined ? {} : { maxSize };
        const form = await s3.presignPost({ key, fields, expiresIn, ...limit });
        return { url: form.url, fields: form.fields };
      }
    }
    const signed = await s3.presign({ method, key, query, headers, expiresIn });
    return { url: signed.url, headers: signed.headers };
  };
  return (request) =>
    sign(request).catch((error) => {
      throw withDetails(error);
    });
}

function lowerCase(headers: Headers = {}): Headers {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

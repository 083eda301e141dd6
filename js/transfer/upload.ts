import type { PostCondition } from "../signing.ts";
import type { TransferEnvironment } from "./environment.ts";
import { fitsForm } from "./form-fields.ts";
import { sendByPost } from "./post.ts";
import { sendByPut } from "./put.ts";
import { persist } from "./retry.ts";
import { Transfer, type TransferOptions } from "./transfer.ts";
import { type UploadBody, type UploadRequest, uploadRequest } from "./upload-request.ts";

export interface UploadOptions extends TransferOptions {
  /** Exactly as it is to be stored. */
  key: string;
  /** `auto`, the default: a form POST where a form can carry it, else a PUT. */
  via?: "auto" | "post" | "put";
  /** Default: the Blob's own type; for a string `text/plain;charset=UTF-8`. */
  contentType?: string;
  /** Stored with the object as `x-amz-meta-…`; any Unicode text. */
  metadata?: Record<string, string>;
  /** Further headers to store or to obey: `Cache-Control`, `x-amz-storage-class`, `If-None-Match`, … */
  headers?: Record<string, string>;
  /** Extra conditions of the POST policy; they ask for `via: "post"`. */
  conditions?: PostCondition[];
}

export interface UploadResult {
  bucket: string;
  key: string;
  /** With its quotes. Absent where a PUT's reply hides it: CORS must expose `ETag`. */
  etag?: string;
  versionId?: string;
  /** The object's address, unsigned. */
  location: string;
  via: "post" | "put";
}

/**
 * Stores an object. Bytes and text are copied as they are now; a Blob is read as it is sent.
 *
 * In a page, progress is the browser's own count of bytes sent. Where there is no XMLHttpRequest, as in
 * Node, nothing tells how far a request is, so progress stays at 0 until it is done.
 */
export function upload(
  environment: TransferEnvironment,
  body: UploadBody,
  options: UploadOptions,
): Transfer<UploadResult> {
  return new Transfer(environment, options, async (control) => {
    const request = uploadRequest(environment, body, options);
    return isByPost(request, options)
      ? persist(control, (attempt) => sendByPost(control, request, attempt))
      : persist(control, (attempt) => sendByPut(control, request, attempt));
  });
}

function isByPost(request: UploadRequest, { via = "auto" }: UploadOptions): boolean {
  return via === "auto" ? fitsForm(request) : via === "post";
}

import { ServiceError, TransferError } from "../errors.ts";
import type { PostCondition } from "../signing.ts";
import type { TransferEnvironment } from "./environment.ts";
import { fitsForm } from "./form-fields.ts";
import { sendByPost } from "./post.ts";
import { sendByPut } from "./put.ts";
import { persist } from "./retry.ts";
import { Transfer, type TransferOptions } from "./transfer.ts";
import { type UploadBody, uploadRequest } from "./upload-request.ts";

export interface UploadOptions extends TransferOptions {
  /** Exactly as it is to be stored. */
  key: string;
  /** `auto`, the default: a form POST, or a PUT where a form cannot carry it or the service takes no forms. */
  via?: "auto" | "post" | "put";
  /** Default: the Blob's own type; for a string `text/plain;charset=UTF-8`. */
  contentType?: string;
  /** Stored with the object as `x-amz-meta-…`; any Unicode text. */
  metadata?: Record<string, string>;
  /** Further headers to store or to obey: `Cache-Control`, `x-amz-storage-class`, `If-None-Match`, … */
  headers?: Record<string, string>;
  /** Extra conditions of the POST policy; with them the default for `via` is `post`. */
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
    const byPut = () => persist(control, (attempt) => sendByPut(control, request, attempt));
    const byPost = () => persist(control, (attempt) => sendByPost(control, request, attempt));
    const { bucket, conditions } = request;
    // Conditions exist in a policy only: a PUT would leave them out in silence.
    const via = options.via ?? (conditions.length > 0 ? "post" : "auto");
    if (via === "post") return byPost();
    if (via === "put") return byPut();
    if (!fitsForm(request) || formless(environment).has(bucket)) return byPut();
    try {
      return await byPost();
    } catch (error) {
      if (!isFormless(error)) throw error;
      const result = await byPut().catch((second) => {
        throw isCorsBlocked(second) ? error : second;
      });
      formless(environment).add(bucket);
      return result;
    }
  });
}

const buckets = new WeakMap<TransferEnvironment, Set<string>>();

/** Buckets found to take no forms: so that only the first upload has to find out. */
function formless(environment: TransferEnvironment): Set<string> {
  const known = buckets.get(environment) ?? new Set();
  buckets.set(environment, known);
  return known;
}

/** Some services have no form POST (Cloudflare R2 answers 501), and some CORS rules allow PUT alone. */
function isFormless(error: unknown): boolean {
  if (error instanceof ServiceError) return error.status === 501 || error.status === 405;
  return isCorsBlocked(error);
}

function isCorsBlocked(error: unknown): boolean {
  return error instanceof TransferError && error.code === "CorsBlocked";
}

import { CredentialsError, ServiceError } from "../errors.ts";
import type { Attempt } from "../http/attempt.ts";
import type { HttpResponse } from "../http/http-message.ts";
import { withRetries } from "../http/retry.ts";
import { retryPolicy } from "../http/retry-policy.ts";
import { rejectionOf } from "../http/s3-error.ts";
import { sendSigned } from "../http/send.ts";
import { DELETED, readSuccess } from "../http/success.ts";
import { transferError } from "../http/transfer-error.ts";
import { ENDLESS_LISTING, IDENTITY_CHANGED, NO_MULTIPART_UPLOAD } from "../messages/transfers.ts";
import { readInitiatedUpload, readPartListing, type StoredPart } from "../s3-documents.ts";
import { TransferControl } from "../transfer/control.ts";
import type { TransferEnvironment } from "../transfer/environment.ts";
import type { Method, PresignedUrl } from "../types.ts";
import { addressOf } from "./location.ts";
import { repeatedHeaders, requesterHeaders } from "./multipart-headers.ts";
import type { UploadRequest } from "./upload-request.ts";

/** Bytes of a response that are read: a page of ListParts has at most 1000 parts of about 300 bytes. */
const RESPONSE_LIMIT = 1024 * 1024;

/** Factor of the stall timeout for the response to a CreateMultipartUpload whose attempt was cancelled. */
const BACKGROUND_STALL_FACTOR = 4;

/** A multipart upload that the service has created. */
export interface MultipartUpload {
  request: UploadRequest;
  uploadId: string;
  /** The object's address, without a signature. */
  location: string;
  /** Whether an earlier upload of the same file may have been completed, so that the object exists. */
  mayBeStored?: boolean;
  /** The identity that created or resumed it, if the signer knows. */
  identity?: string | undefined;
}

/**
 * Creates an upload (CreateMultipartUpload).
 *
 * An attempt that is cancelled by an abort, a pause or a stall may have created an upload whose id is then lost. Therefore
 * its request continues in the background, and an upload that it creates is aborted.
 */
export function createUpload(
  control: TransferControl,
  request: UploadRequest,
  headers: Record<string, string>,
): Promise<MultipartUpload> {
  const { environment } = control;
  const stallTimeout = retryPolicy(environment.retry).stallTimeout * BACKGROUND_STALL_FACTOR;
  return withRetries(control, (attempt) => {
    const retry = { ...environment.retry, stallTimeout };
    const background = new TransferControl({ ...environment, retry });
    const created = create(background, attempt, request, headers).finally(() => background.end());
    attempt.signal.addEventListener("abort", () => {
      created.then(
        (upload) => abortUpload(environment, upload),
        () => {},
      );
    });
    return created;
  });
}

async function create(
  background: TransferControl,
  attempt: Attempt,
  request: UploadRequest,
  headers: Record<string, string>,
): Promise<MultipartUpload> {
  const { environment } = background;
  const query = { uploads: "" };
  const backgroundAttempt = await background.begin(attempt.number);
  try {
    const signed = await signFor(environment, request, attempt.signal, "POST", query, headers);
    attempt.signal.throwIfAborted();
    attempt.markProgress();
    const { text } = await sendForText(environment, signed, backgroundAttempt);
    const { uploadId } = readInitiatedUpload(text);
    const identity = environment.signer.identity?.(signed);
    if (uploadId) return { request, uploadId, location: addressOf(signed.url), identity };
  } finally {
    background.finish(backgroundAttempt);
  }
  throw transferError(NO_MULTIPART_UPLOAD, attempt.number);
}

/**
 * Returns the parts that the service has (ListParts), at least those numbered up to `lastNumber`.
 *
 * @throws {ServiceError} `NoSuchUpload` if the upload has ended
 * @throws {TransferError} `UnreadableReply` if a page is incomplete, or the pages do not advance
 */
export async function listParts(
  control: TransferControl,
  upload: MultipartUpload,
  lastNumber: number,
): Promise<StoredPart[]> {
  const { environment } = control;
  const { request, uploadId } = upload;
  const parts: StoredPart[] = [];
  let marker = 0;
  for (;;) {
    const query: Record<string, string> = { uploadId };
    if (marker > 0) query["part-number-marker"] = String(marker);
    const headers = repeatedHeaders(request);
    const { text, signed } = await sendWithRetries(control, request, "GET", query, headers);
    // An identity that may list the parts may also send parts.
    upload.identity ??= environment.signer.identity?.(signed);
    const page = readPartListing(text);
    parts.push(...page.parts);
    const next = page.nextPartNumberMarker;
    if (next === undefined || next >= lastNumber) return parts;
    // Parts are listed in the order of their numbers, and each page but the last has some.
    if (next <= marker || page.parts.length === 0) throw transferError(ENDLESS_LISTING, 1);
    marker = next;
  }
}

/**
 * Aborts an upload and frees its parts (AbortMultipartUpload), in the background: the caller has another error to report,
 * and cannot handle this one.
 */
export function abortUpload(
  environment: TransferEnvironment,
  { request, uploadId }: MultipartUpload,
): void {
  const control = new TransferControl(environment);
  const headers = requesterHeaders(request);
  sendWithRetries(control, request, "DELETE", { uploadId }, headers)
    .catch(() => {})
    .finally(() => control.end());
}

/**
 * Returns the error to report for a request of this upload: `IdentityChanged` if S3 denied it and another identity had
 * created the upload. Both identities must be known: keys alone change with each refresh of the same identity.
 */
export function explainDenial(
  { signer }: TransferEnvironment,
  { identity }: MultipartUpload,
  signed: object | undefined,
  error: unknown,
): unknown {
  const isDenial =
    isNoSuchUpload(error) ||
    (error instanceof ServiceError && error.status === 403 && !rejectionOf(error));
  const current = isDenial && signed ? signer.identity?.(signed) : undefined;
  if (!identity || !current || identity === current) return error;
  const [code, message, hint] = IDENTITY_CHANGED;
  return new CredentialsError(code, message, { cause: error, hint });
}

export function isNoSuchUpload(error: unknown): boolean {
  return error instanceof ServiceError && error.code === "NoSuchUpload";
}

export interface TextResponse {
  response: HttpResponse;
  text: string;
  signed: PresignedUrl;
}

/** Signs a request for the upload's object. */
export function signFor(
  { signer }: TransferEnvironment,
  { bucket, key }: UploadRequest,
  signal: AbortSignal,
  method: Method,
  query: Record<string, string>,
  headers: Record<string, string>,
): Promise<PresignedUrl> {
  return signer.presign({ bucket, key, method, query, headers }, signal);
}

/** Sends a signed request, and reads the text of its successful response. */
export async function sendForText(
  environment: TransferEnvironment,
  signed: PresignedUrl,
  attempt: Attempt,
  body?: string,
): Promise<TextResponse> {
  const extra = body === undefined ? {} : { body };
  const response = await sendSigned(environment, signed, attempt, extra);
  // S3 begins its response to a completion before it knows the result: 200 may be followed by an error document.
  const statuses = signed.method === "DELETE" ? DELETED : [200];
  const text = await readSuccess(environment, response, signed, attempt, statuses, RESPONSE_LIMIT);
  return { response, text, signed };
}

function sendWithRetries(
  control: TransferControl,
  request: UploadRequest,
  method: Method,
  query: Record<string, string>,
  headers: Record<string, string>,
): Promise<TextResponse> {
  const { environment } = control;
  return withRetries(control, async (attempt) => {
    const signed = await signFor(environment, request, attempt.signal, method, query, headers);
    return sendForText(environment, signed, attempt);
  });
}

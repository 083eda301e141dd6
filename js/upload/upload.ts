import { ServiceError, SignpostError } from "../errors.ts";
import { isCorsBlocked } from "../http/cors.ts";
import { withRetries } from "../http/retry.ts";
import type { TransferControl } from "../transfer/control.ts";
import type { TransferEnvironment } from "../transfer/environment.ts";
import { Transfer } from "../transfer/transfer.ts";
import type { UploadBody, UploadOptions, UploadResult } from "../types.ts";
import { fitsForm } from "./form-fields.ts";
import { sendByMultipart } from "./multipart.ts";
import { sendByPost } from "./post.ts";
import { sendByPut } from "./put.ts";
import { alreadyExists, isConditionFailed } from "./stored-body.ts";
import { learnRequiredChecksum } from "./upload-checksum.ts";
import { readUpload, type UploadRequest, type UploadSettings } from "./upload-request.ts";

/**
 * Uploads an object. Bytes and strings are copied at once; a Blob is read while it is sent.
 *
 * In a page, progress is the browser's count of bytes sent; in Node, of bytes passed to the network. For a form below 1 MiB
 * in a page, and elsewhere, as in a service worker, the progress of a request is unknown: it stays at 0 until the response,
 * and the stall timer allows the time that the slowest connection takes.
 */
export function upload(
  environment: TransferEnvironment,
  body: UploadBody,
  options: UploadOptions,
): Transfer<UploadResult> {
  return new Transfer(environment, () => {
    const settings = readUpload(environment, body, options);
    const { via, request } = settings;
    const send = via === "auto" ? sendAutomatically : METHODS[via];
    const work = async (control: TransferControl) => {
      control.meter.expect(request.body.size);
      try {
        return await send(control, request, settings);
      } catch (error) {
        if (request.overwrite || !isConditionFailed(error)) throw error;
        throw alreadyExists(error, control.meter.current.attempt);
      }
    };
    return { ...settings, work };
  });
}

/** Sends an upload in one of the ways that `via` names. */
type Send = (
  control: TransferControl,
  request: UploadRequest,
  settings: UploadSettings,
) => Promise<UploadResult>;

const METHODS: Record<UploadResult["via"], Send> = {
  post: (control, request) => sendInOneRequest(sendByPost, control, request),
  put: (control, request) => sendInOneRequest(sendByPut, control, request),
  multipart: sendByMultipart,
};

/** Sends the body in one request, and once more with a checksum if the bucket requires one. */
async function sendInOneRequest(
  send: typeof sendByPut,
  control: TransferControl,
  request: UploadRequest,
): Promise<UploadResult> {
  const sendWithRetries = () => withRetries(control, (attempt) => send(control, request, attempt));
  try {
    return await sendWithRetries();
  } catch (error) {
    if (!learnRequiredChecksum(control.environment, request, error)) throw error;
    return sendWithRetries();
  }
}

/** Bytes above which an upload is sent in parts, because repeating a request of this size is slow. */
const MULTIPART_THRESHOLD = 64 * 1024 * 1024;
/** Maximum number of bytes of one POST or PUT (API reference, "PutObject"). */
const MAX_REQUEST_SIZE = 5 * 1024 * 1024 * 1024;

/**
 * Codes of errors of a multipart upload after which one request can succeed: a form needs no ETag, and can have a key that
 * no URL can.
 */
const ONE_REQUEST_HELPS = new Set(["ETagHidden", "KeyNotAddressable"]);

const sendAutomatically: Send = async (control, request, settings) => {
  const { size } = request.body;
  const threshold = Math.min(settings.multipartThreshold ?? MULTIPART_THRESHOLD, MAX_REQUEST_SIZE);
  if (size <= threshold) return sendByPostOrPut(control, request, settings);
  try {
    return await METHODS.multipart(control, request, settings);
  } catch (error) {
    const oneRequestHelps = error instanceof SignpostError && ONE_REQUEST_HELPS.has(error.code);
    if (!oneRequestHelps || size > MAX_REQUEST_SIZE) throw error;
    return sendByPostOrPut(control, request, settings);
  }
};

const sendByPostOrPut: Send = async (control, request, settings) => {
  const { bucket } = request;
  const { bucketMemory } = control.environment;
  if (!fitsForm(request) || !bucketMemory.mayAcceptPost(bucket))
    return METHODS.put(control, request, settings);
  try {
    return await METHODS.post(control, request, settings);
  } catch (error) {
    if (!isPostRejection(error)) throw error;
    const result = await METHODS.put(control, request, settings).catch((putError) => {
      throw isCorsBlocked(putError) ? error : putError;
    });
    // A service rejects forms for every bucket; CORS rules belong to one bucket.
    if (error instanceof ServiceError) bucketMemory.serviceWithoutPost = true;
    else bucketMemory.bucketsWithoutPost.add(bucket);
    return result;
  }
};

/**
 * Statuses of services without form POST: 501 of Cloudflare R2, 412 of Swift. A form has no precondition that could fail
 * with 412.
 */
const POST_REJECTION_STATUSES = new Set([405, 412, 415, 501]);
/**
 * Codes with status 400 of services that take a form for another request. If S3 rejects the object, its policy or its
 * signature, the code is another one, such as `EntityTooLarge`.
 */
const POST_REJECTION_CODES = new Set([
  "BadRequest",
  "InvalidRequest",
  "MalformedPOSTRequest",
  "NotSupported",
  "UnsupportedAlgorithm",
  "UnsupportedOperation",
]);

/** Returns whether the service may have no form POST, or the CORS rules may allow PUT only. */
function isPostRejection(error: unknown): boolean {
  if (!(error instanceof ServiceError)) return isCorsBlocked(error);
  const { status, code } = error;
  return POST_REJECTION_STATUSES.has(status) || (status === 400 && POST_REJECTION_CODES.has(code));
}

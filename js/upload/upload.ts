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
import { learnsDemand } from "./upload-checksum.ts";
import { readUpload, type UploadRequest, type UploadSettings } from "./upload-request.ts";

/**
 * Stores an object. Bytes and text are copied as they are now; a Blob is read as it is sent.
 *
 * In a page, progress is the browser's own count of bytes sent; in Node, of bytes handed to the network.
 * Elsewhere, as in a service worker, nothing tells how far a request is: its progress stays at 0 until it
 * is done, and a stall is told only when the slowest connection would have sent it all.
 */
export function upload(
  environment: TransferEnvironment,
  body: UploadBody,
  options: UploadOptions,
): Transfer<UploadResult> {
  return new Transfer(environment, () => {
    const settings = readUpload(environment, body, options);
    const { via, request } = settings;
    const way = via === "auto" ? byAnyWay : WAYS[via];
    const work = (control: TransferControl) => {
      control.meter.expect(request.body.size);
      return way(control, request, settings);
    };
    return { ...settings, work };
  });
}

type Way = (
  control: TransferControl,
  request: UploadRequest,
  settings: UploadSettings,
) => Promise<UploadResult>;

const WAYS: Record<UploadResult["via"], Way> = {
  post: (control, request) => inOnePiece(sendByPost, control, request),
  put: (control, request) => inOnePiece(sendByPut, control, request),
  multipart: sendByMultipart,
};

/** Sends the body whole, and once more with a checksum if the service demands one. */
function inOnePiece(
  send: typeof sendByPut,
  control: TransferControl,
  request: UploadRequest,
): Promise<UploadResult> {
  const sent = () => withRetries(control, (attempt) => send(control, request, attempt));
  return sent().catch((error) => {
    if (!learnsDemand(control.environment, request, error)) throw error;
    return sent();
  });
}

/** Above so many bytes a second try costs enough to send parts, which are tried again one by one. */
const MULTIPART_THRESHOLD = 64 * 1024 * 1024;
/** Most bytes of one request, form or PUT (API reference, "PutObject"). */
const LARGEST_REQUEST = 5 * 1024 ** 3;

/** A form needs no ETag to be read, and carries a key that no URL can: see the signer's `KeyNotAddressable`. */
const ONE_REQUEST_HELPS = new Set(["ETagHidden", "KeyNotAddressable"]);

const byAnyWay: Way = async (control, request, settings) => {
  const { size } = request.body;
  const threshold = Math.min(settings.multipartThreshold ?? MULTIPART_THRESHOLD, LARGEST_REQUEST);
  if (size <= threshold) return inOneRequest(control, request, settings);
  try {
    return await WAYS.multipart(control, request, settings);
  } catch (error) {
    const canBeWhole = error instanceof SignpostError && ONE_REQUEST_HELPS.has(error.code);
    if (!canBeWhole || size > LARGEST_REQUEST) throw error;
    return inOneRequest(control, request, settings);
  }
};

const inOneRequest: Way = async (control, request, settings) => {
  const { bucket } = request;
  const known = formless(control.environment);
  if (!fitsForm(request) || known.all || known.buckets.has(bucket))
    return WAYS.put(control, request, settings);
  try {
    return await WAYS.post(control, request, settings);
  } catch (error) {
    if (!isFormless(error)) throw error;
    const result = await WAYS.put(control, request, settings).catch((second) => {
      throw isCorsBlocked(second) ? error : second;
    });
    // Refusing forms is the service's way, whatever the bucket; CORS rules are a bucket's own.
    if (error instanceof ServiceError) known.all = true;
    else known.buckets.add(bucket);
    return result;
  }
};

interface Formless {
  all: boolean;
  buckets: Set<string>;
}

const found = new WeakMap<TransferEnvironment, Formless>();

/** Whom a client found to take no forms: so that only its first upload has to find out. */
function formless(environment: TransferEnvironment): Formless {
  const known = found.get(environment) ?? { all: false, buckets: new Set() };
  found.set(environment, known);
  return known;
}

/** Statuses of services without forms: Cloudflare R2 answers 501, Swift 412. A form has no preconditions to fail. */
const FORMLESS_STATUSES = new Set([405, 412, 415, 501]);
/**
 * Codes under status 400 of services that read a form as another request. Refusals of the object, its policy or its
 * signature, such as `EntityTooLarge`, have codes of their own.
 */
const FORMLESS_CODES = new Set([
  "BadRequest",
  "InvalidRequest",
  "MalformedPOSTRequest",
  "NotSupported",
  "UnsupportedAlgorithm",
  "UnsupportedOperation",
]);

/** Whether the service may have no form POST, or its CORS rules may allow PUT alone. */
function isFormless(error: unknown): boolean {
  if (!(error instanceof ServiceError)) return isCorsBlocked(error);
  const { status, code } = error;
  return FORMLESS_STATUSES.has(status) || (status === 400 && FORMLESS_CODES.has(code));
}

import { ServiceError } from "../errors.ts";
import { isCorsBlocked } from "../http/cors.ts";
import { isWorthResuming } from "../http/retry.ts";
import { headObject } from "../objects/head.ts";
import { filterHeaders } from "../transfer/arguments.ts";
import type { TransferControl } from "../transfer/control.ts";
import { once, type TransferEnvironment } from "../transfer/environment.ts";
import type { UploadResult } from "../types.ts";
import { addressOf } from "./location.ts";
import { completeUpload } from "./multipart-completion.ts";
import { repeatedHeaders } from "./multipart-headers.ts";
import {
  abortUpload,
  createUpload,
  isNoSuchUpload,
  listParts,
  type MultipartUpload,
} from "./multipart-requests.ts";
import {
  type ChecksumMode,
  checksumModeHeaders,
  checksumModesOf,
  checksumOfParts,
} from "./part-checksums.ts";
import { type Part, partsOf } from "./parts.ts";
import { objectHeaders } from "./put.ts";
import { partChecksum, type SentPart, type StartedUpload, sendParts } from "./send-parts.ts";
import { alreadyExists } from "./stored-body.ts";
import { requiresChecksum } from "./upload-checksum.ts";
import { UploadMemory } from "./upload-memory.ts";
import type { UploadRequest } from "./upload-request.ts";

const DEFAULT_CONCURRENCY = 4;

/** Conditions for the object, which S3 checks when the upload is completed. */
const CONDITIONS = new Set(["if-match", "if-none-match"]);

export interface MultipartOptions {
  partSize?: number | undefined;
  concurrency?: number | undefined;
  resumable?: boolean | undefined;
}

/** A multipart upload before its creation. */
interface Plan {
  request: UploadRequest;
  parts: Part[];
  concurrency: number;
  /** Headers of CreateMultipartUpload. */
  headers: Record<string, string>;
  /** Headers of CompleteMultipartUpload. */
  conditions: Record<string, string>;
  /** Whether an earlier upload of the same file has ended, so that the object may exist. */
  mayBeStored: boolean;
  /** The modes to try, in order. The last one is undefined if the upload may have no checksum. */
  checksumModes: (ChecksumMode | undefined)[];
}

/**
 * Uploads in parts, several at a time, each with its own retries.
 *
 * An upload that fails or is aborted is also aborted at the service if possible: parts that remain there cost money until
 * a lifecycle rule (`AbortIncompleteMultipartUpload`) removes them. Only a resumable upload remains there, if a later call
 * may finish it.
 */
export async function sendByMultipart(
  control: TransferControl,
  request: UploadRequest,
  options: MultipartOptions,
): Promise<UploadResult> {
  const plan = planUpload(control, request, options);
  control.meter.startAttempt(1, 0, request.body.size);
  const memory = options.resumable ? await memoryFor(control, plan) : undefined;
  let started = await resume(control, plan, memory);
  if (!started) {
    if (!request.overwrite && !plan.mayBeStored) await checkKey(control, request);
    started = await create(control, plan, memory);
  }
  try {
    return await finish(control, plan, started, memory);
  } catch (error) {
    // Another tab has completed or aborted it meanwhile.
    if (!started.isResumed || !isNoSuchUpload(error)) throw error;
  }
  plan.mayBeStored = true;
  started = await create(control, plan, memory);
  return finish(control, plan, started, memory);
}

function planUpload(
  { environment }: TransferControl,
  request: UploadRequest,
  { partSize, concurrency }: MultipartOptions,
): Plan {
  const headers = objectHeaders(request);
  const isCondition = (name: string) => CONDITIONS.has(name);
  return {
    request,
    parts: partsOf(request.body.size, partSize),
    concurrency: Math.max(1, Math.floor(concurrency ?? DEFAULT_CONCURRENCY) || 1),
    headers: filterHeaders(headers, (name) => !isCondition(name)),
    conditions: filterHeaders(headers, isCondition),
    mayBeStored: false,
    checksumModes: checksumModesFor(environment, request),
  };
}

function checksumModesFor(
  environment: TransferEnvironment,
  request: UploadRequest,
): Plan["checksumModes"] {
  const { bucket, checksum } = request;
  const { bucketMemory, checksums } = environment;
  if (checksum) return checksumModesOf(checksum);
  const preferred = checksumModesOf("CRC64NVME");
  if (requiresChecksum(environment, request)) return [...preferred, ...checksumModesOf("CRC32")];
  const isPossible = checksum === undefined && checksums?.available();
  return isPossible && !bucketMemory.bucketsWithoutChecksums.has(bucket)
    ? [...preferred, undefined]
    : [undefined];
}

/** Returns where the upload's id is stored; undefined if the body is not a File, which alone can be recognized later. */
async function memoryFor(
  { environment, signal }: TransferControl,
  { request, parts, headers }: Plan,
): Promise<UploadMemory | undefined> {
  const { bucket, key, body } = request;
  if (!("lastModified" in body && "name" in body)) return undefined;
  const { url } = await environment.signer.presign({ bucket, key }, signal);
  return new UploadMemory(environment.storage, {
    file: body as File,
    location: addressOf(url),
    partSize: parts[0]?.end ?? 0,
    headers: request.checksum ? { ...headers, checksum: request.checksum } : headers,
  });
}

/**
 * Rejects the upload before its first part is sent if its key is taken: S3 itself decides at the completion only. Without a
 * permission or a CORS rule for HEAD, nothing is known before.
 */
async function checkKey(
  { environment, signal }: TransferControl,
  request: UploadRequest,
): Promise<void> {
  const { bucket, key } = request;
  const headers = repeatedHeaders(request);
  const info = await headObject(once(environment), { bucket, key, signal, headers }).catch(
    () => undefined,
  );
  signal.throwIfAborted();
  // CORS never hides Last-Modified, which a login page lacks.
  if (info?.lastModified) throw alreadyExists(undefined, 1);
}

/** Creates an upload with the first checksum mode that the service accepts. */
async function create(
  control: TransferControl,
  { request, headers, checksumModes, mayBeStored }: Plan,
  memory: UploadMemory | undefined,
): Promise<StartedUpload> {
  const { bucketsWithoutChecksums } = control.environment.bucketMemory;
  for (const [index, checksumMode] of checksumModes.entries()) {
    try {
      const upload = await createUpload(control, request, {
        ...headers,
        ...checksumModeHeaders(request, checksumMode),
      });
      if (index > 0 && !checksumMode) bucketsWithoutChecksums.add(request.bucket);
      await memory?.remember(upload.uploadId, checksumMode);
      upload.mayBeStored = mayBeStored;
      return { upload, checksumMode, storedParts: new Map(), isResumed: false };
    } catch (error) {
      if (index === checksumModes.length - 1 || !mayRejectChecksum(error)) throw error;
    }
  }
  throw new RangeError("There is no checksum mode to try.");
}

/** Returns whether the service may not support the checksum, or the CORS rules may not allow its header. */
function mayRejectChecksum(error: unknown): boolean {
  if (error instanceof ServiceError) return error.status === 400 || error.status === 501;
  return isCorsBlocked(error);
}

/** Returns an earlier upload of the same file, with its complete parts; undefined if the service has none. */
async function resume(
  control: TransferControl,
  plan: Plan,
  memory: UploadMemory | undefined,
): Promise<StartedUpload | undefined> {
  const { request, parts } = plan;
  const { uploadId, checksumMode } = (await memory?.find()) ?? {};
  if (!memory || !uploadId) return undefined;
  const { bucket, key } = request;
  const { url } = await control.environment.signer.presign({ bucket, key }, control.signal);
  const upload: MultipartUpload = { request, uploadId, location: addressOf(url) };
  try {
    const storedParts = new Map<number, SentPart>();
    for (const { number, size, etag, checksum } of await listParts(control, upload, parts.length)) {
      const part = parts[number - 1];
      if (!part || part.end - part.start !== size) continue;
      // Some services do not list the checksums of parts.
      const value = checksum ?? (await partChecksum(control, request, part, checksumMode))?.value;
      storedParts.set(number, checksumMode && value ? { etag, checksum: value } : { etag });
    }
    return { upload, checksumMode, storedParts, isResumed: true };
  } catch (error) {
    const { environment, signal } = control;
    if (!signal.aborted && isWorthResuming(error)) throw error;
    await memory.forget(uploadId);
    // Listing parts takes its own permission, which aborting an upload does not need.
    plan.mayBeStored = isNoSuchUpload(error);
    if (!plan.mayBeStored) abortUpload(environment, upload);
    signal.throwIfAborted();
    return undefined;
  }
}

/** Sends the missing parts, and completes the upload. */
async function finish(
  control: TransferControl,
  { parts, concurrency, conditions }: Plan,
  started: StartedUpload,
  memory: UploadMemory | undefined,
): Promise<UploadResult> {
  const { environment, signal } = control;
  const { upload, checksumMode: mode } = started;
  const { uploadId } = upload;
  try {
    const sent = await sendParts(control, started, parts, concurrency);
    const values = sent.map(({ checksum }) => checksum);
    const checksum =
      mode && environment.checksums && checksumOfParts(environment.checksums, mode, parts, values);
    const whole = checksum && mode ? { checksum, mode } : undefined;
    const result = await completeUpload(control, upload, sent, conditions, whole);
    control.confirm();
    await memory?.forget(uploadId);
    return result;
  } catch (error) {
    if (memory && !signal.aborted && isWorthResuming(error)) throw error;
    await memory?.forget(uploadId);
    if (!isNoSuchUpload(error)) abortUpload(environment, upload);
    throw error;
  }
}

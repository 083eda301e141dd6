import { checksumOf, whenRefused } from "../checksum/blob-checksum.ts";
import { checksumHeader, toBase64 } from "../checksum/checksum.ts";
import { ServiceError } from "../errors.ts";
import { isCorsBlocked } from "../http/cors.ts";
import { isWorthResuming, withRetries } from "../http/retry.ts";
import { send } from "../http/send.ts";
import { checkPut } from "../http/success.ts";
import { transferError } from "../http/transfer-error.ts";
import { ETAG_HIDDEN } from "../messages/transfers.ts";
import type { TransferControl } from "../transfer/control.ts";
import type { TransferEnvironment } from "../transfer/environment.ts";
import type { ObjectChecksum, UploadResult } from "../types.ts";
import { repeatedHeaders } from "./multipart-headers.ts";
import {
  abortUpload,
  completeUpload,
  createUpload,
  isNoSuchUpload,
  listParts,
  type MultipartUpload,
  ofIdentity,
  type SentPart,
} from "./multipart-requests.ts";
import { checksumOfParts, type PartSumming, summingHeaders, summingsOf } from "./part-checksums.ts";
import { PartProgress } from "./part-progress.ts";
import { type Part, partsOf } from "./parts.ts";
import { objectHeaders } from "./put.ts";
import { needsChecksum } from "./upload-checksum.ts";
import { UploadMemory } from "./upload-memory.ts";
import { locationOf, type UploadRequest } from "./upload-request.ts";

const DEFAULT_CONCURRENCY = 4;

/** These decide whether the object may be stored, which is when the parts are put together. */
const CONDITIONS = new Set(["if-match", "if-none-match"]);

export interface MultipartOptions {
  partSize?: number | undefined;
  concurrency?: number | undefined;
  resumable?: boolean | undefined;
}

/** What is to be done, before any upload of it has begun. */
interface Plan {
  request: UploadRequest;
  parts: Part[];
  concurrency: number;
  /** Sent at the start, and at the end. */
  headers: Record<string, string>;
  conditions: Record<string, string>;
  /** What to try, in order; the last is undefined where it may go without a checksum. */
  summings: (PartSumming | undefined)[];
}

/** An upload that has begun, and the parts that the service has, by their number. */
interface Begun {
  upload: MultipartUpload;
  summing: PartSumming | undefined;
  stored: Map<number, SentPart>;
  takenUp: boolean;
}

/**
 * Uploads in parts, several at a time, each tried again by itself.
 *
 * An upload that fails or is aborted is aborted at the service too, as well as that can be done: parts
 * that stay behind cost money until a lifecycle rule (`AbortIncompleteMultipartUpload`) removes them. Only
 * a resumable one that another try may finish is left there, to be taken up by it.
 */
export async function sendByMultipart(
  control: TransferControl,
  request: UploadRequest,
  options: MultipartOptions,
): Promise<UploadResult> {
  const plan = planOf(control, request, options);
  control.meter.begin(1, 0, request.body.size);
  const memory = options.resumable ? await memoryOf(control, plan) : undefined;
  let begun = (await takeUp(control, plan, memory)) ?? (await create(control, plan, memory));
  try {
    return await finish(control, plan, begun, memory);
  } catch (error) {
    // Another tab has completed it or ended it in the meantime.
    if (!begun.takenUp || !isNoSuchUpload(error)) throw error;
  }
  begun = await create(control, plan, memory);
  return finish(control, plan, begun, memory);
}

function planOf(
  { environment }: TransferControl,
  request: UploadRequest,
  { partSize, concurrency }: MultipartOptions,
): Plan {
  const all = Object.entries(objectHeaders(request));
  const isCondition = ([name]: [string, string]) => CONDITIONS.has(name);
  return {
    request,
    parts: partsOf(request.body.size, partSize),
    concurrency: Math.max(1, Math.floor(concurrency ?? DEFAULT_CONCURRENCY) || 1),
    headers: Object.fromEntries(all.filter((header) => !isCondition(header))),
    conditions: Object.fromEntries(all.filter(isCondition)),
    summings: summingsFor(environment, request),
  };
}

function summingsFor(environment: TransferEnvironment, request: UploadRequest): Plan["summings"] {
  const { bucket, checksum } = request;
  if (checksum) return summingsOf(checksum);
  const preferred = summingsOf("CRC64NVME");
  if (needsChecksum(environment, request)) return [...preferred, ...summingsOf("CRC32")];
  const canSum = checksum === undefined && environment.checksums?.available();
  return canSum && !sumless(environment).has(bucket) ? [...preferred, undefined] : [undefined];
}

const buckets = new WeakMap<TransferEnvironment, Set<string>>();

/** Buckets found to take no checksums: so that only the first upload has to find out. */
function sumless(environment: TransferEnvironment): Set<string> {
  const known = buckets.get(environment) ?? new Set();
  buckets.set(environment, known);
  return known;
}

/** A body that is no File has nothing to know it again by, and is not remembered. */
async function memoryOf(
  { environment, signal }: TransferControl,
  { request, parts, headers }: Plan,
): Promise<UploadMemory | undefined> {
  const { bucket, key, body } = request;
  if (!("lastModified" in body && "name" in body)) return undefined;
  const { url } = await environment.signer.presign({ bucket, key }, signal);
  return new UploadMemory(environment.storage, {
    file: body as File,
    location: locationOf(url),
    partSize: parts[0]?.end ?? 0,
    headers: request.checksum ? { ...headers, checksum: request.checksum } : headers,
  });
}

async function create(
  control: TransferControl,
  { request, headers, summings }: Plan,
  memory: UploadMemory | undefined,
): Promise<Begun> {
  for (const [index, summing] of summings.entries()) {
    try {
      const upload = await createUpload(control, request, {
        ...headers,
        ...summingHeaders(request, summing),
      });
      if (index > 0 && !summing) sumless(control.environment).add(request.bucket);
      await memory?.remember(upload.uploadId, summing);
      return { upload, summing, stored: new Map(), takenUp: false };
    } catch (error) {
      if (index === summings.length - 1 || !mayBeForSumming(error)) throw error;
    }
  }
  throw new RangeError("There was nothing to try.");
}

/** Whether a service that takes no such checksum, or a CORS rule that does not allow its header, looks like this. */
function mayBeForSumming(error: unknown): boolean {
  if (error instanceof ServiceError) return error.status === 400 || error.status === 501;
  return isCorsBlocked(error);
}

/** An earlier upload of the same file, with the parts of it that are whole; undefined where none is left. */
async function takeUp(
  control: TransferControl,
  { request, parts }: Plan,
  memory: UploadMemory | undefined,
): Promise<Begun | undefined> {
  const { uploadId, summing } = (await memory?.find()) ?? {};
  if (!memory || !uploadId) return undefined;
  const { bucket, key } = request;
  const { url } = await control.environment.signer.presign({ bucket, key }, control.signal);
  const upload: MultipartUpload = { request, uploadId, location: locationOf(url) };
  try {
    const stored = new Map<number, SentPart>();
    for (const { number, size, etag, checksum } of await listParts(control, upload, parts.length)) {
      const part = parts[number - 1];
      if (!part || part.end - part.start !== size) continue;
      // Not every service lists what it was sent.
      const own = checksum ?? (await partChecksum(control, request, part, summing))?.value;
      stored.set(number, summing && own ? { etag, checksum: own } : { etag });
    }
    return { upload, summing, stored, takenUp: true };
  } catch (error) {
    const { environment, signal } = control;
    if (!signal.aborted && isWorthResuming(error)) throw error;
    await memory.forget(uploadId);
    // Listing parts takes a permission of its own, which ending an upload does not need.
    if (!isNoSuchUpload(error)) abortUpload(environment, upload);
    signal.throwIfAborted();
    return undefined;
  }
}

/** Sends what is missing, and puts the parts together. */
async function finish(
  control: TransferControl,
  plan: Plan,
  begun: Begun,
  memory: UploadMemory | undefined,
): Promise<UploadResult> {
  const { environment, signal } = control;
  const { upload, summing } = begun;
  const { uploadId } = upload;
  try {
    const sent = await sendParts(control, plan, begun);
    const values = sent.map(({ checksum }) => checksum);
    const checksum =
      summing &&
      environment.checksums &&
      checksumOfParts(environment.checksums, summing, plan.parts, values);
    const whole = checksum && summing ? { checksum, summing } : undefined;
    const result = await completeUpload(control, upload, sent, plan.conditions, whole);
    control.confirmed();
    await memory?.forget(uploadId);
    return result;
  } catch (error) {
    if (memory && !signal.aborted && isWorthResuming(error)) throw error;
    await memory?.forget(uploadId);
    if (!isNoSuchUpload(error)) abortUpload(environment, upload);
    throw error;
  }
}

/** All parts, `concurrency` at a time, in order. The first failure ends the others. */
async function sendParts(
  control: TransferControl,
  { parts, concurrency, request }: Plan,
  { upload, summing, stored }: Begun,
): Promise<SentPart[]> {
  const group = control.fork();
  const done: SentPart[] = [];
  for (const [number, part] of stored) done[number - 1] = part;
  const missing = parts.filter(({ number }) => !stored.has(number));
  const sent = new PartProgress(
    control,
    parts.filter(({ number }) => stored.has(number)),
  );
  control.meter.begin(1, sent.sum, request.body.size);
  control.meter.transferring(request.body.size);
  const waiting = missing.values();
  const work = async () => {
    for (const part of waiting) {
      done[part.number - 1] = await sendPart(group, upload, part, sent, summing);
    }
  };
  try {
    const workers = Array.from({ length: Math.min(concurrency, missing.length) }, work);
    await Promise.all(workers);
    return done;
  } catch (error) {
    group.abort(error);
    throw error;
  } finally {
    group.end();
  }
}

async function sendPart(
  group: TransferControl,
  upload: MultipartUpload,
  part: Part,
  sent: PartProgress,
  summing: PartSumming | undefined,
): Promise<SentPart> {
  const { environment } = group;
  const { request, uploadId } = upload;
  const { bucket, key } = request;
  const size = part.end - part.start;
  const body = request.body.slice(part.start, part.end);
  const checksum = await partChecksum(group, request, part, summing);
  return withRetries(group, async (attempt) => {
    sent.begin(part, attempt.number);
    const signed = await environment.signer.presign(
      {
        bucket,
        key,
        method: "PUT",
        query: { partNumber: String(part.number), uploadId },
        headers: {
          ...repeatedHeaders("UploadPart", request),
          ...(checksum ? { [checksumHeader(checksum.algorithm)]: checksum.value } : {}),
        },
      },
      attempt.signal,
    );
    const { url, headers } = signed;
    const onSent = (bytes: number) => {
      if (!attempt.signal.aborted) sent.update(part, Math.min(size, bytes));
    };
    const reply = await send(
      environment,
      { method: "PUT", url, headers, body, signed, onSent },
      attempt,
    )
      .catch(whenRefused(group, body, checksum, attempt.number))
      .catch((error) => {
        throw ofIdentity(environment, upload, signed, error);
      });
    await checkPut(environment, reply, signed, attempt);
    const etag = reply.headers.get("etag");
    if (!etag) throw transferError(ETAG_HIDDEN, attempt.number);
    sent.update(part, size);
    return checksum ? { etag, checksum: checksum.value } : { etag };
  });
}

/** Undefined where the upload has none. */
async function partChecksum(
  control: TransferControl,
  { body }: UploadRequest,
  { start, end }: Part,
  summing: PartSumming | undefined,
): Promise<ObjectChecksum | undefined> {
  if (!summing) return undefined;
  const { algorithm } = summing;
  return {
    algorithm,
    value: toBase64(await checksumOf(control, algorithm, body.slice(start, end))),
  };
}

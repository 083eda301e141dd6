import { TransferError } from "../errors.ts";
import type { TransferControl } from "./control.ts";
import { send } from "./http.ts";
import {
  abortUpload,
  completeUpload,
  createUpload,
  isNoSuchUpload,
  listParts,
  type MultipartUpload,
} from "./multipart-requests.ts";
import { PartProgress } from "./part-progress.ts";
import { type Part, partsOf } from "./parts.ts";
import { objectHeaders } from "./put.ts";
import { mayPass, persist } from "./retry.ts";
import type { UploadResult } from "./upload.ts";
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
}

/** An upload that has begun, and the ETags of the parts that the service has, by their number. */
interface Begun {
  upload: MultipartUpload;
  stored: Map<number, string>;
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
  const plan = planOf(request, options);
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

function planOf(request: UploadRequest, { partSize, concurrency }: MultipartOptions): Plan {
  const all = Object.entries(objectHeaders(request));
  const isCondition = ([name]: [string, string]) => CONDITIONS.has(name);
  return {
    request,
    parts: partsOf(request.body.size, partSize),
    concurrency: Math.max(1, Math.floor(concurrency ?? DEFAULT_CONCURRENCY) || 1),
    headers: Object.fromEntries(all.filter((header) => !isCondition(header))),
    conditions: Object.fromEntries(all.filter(isCondition)),
  };
}

/** A body that is no File has nothing to know it again by, and is not remembered. */
async function memoryOf(
  { environment }: TransferControl,
  { request, parts, headers }: Plan,
): Promise<UploadMemory | undefined> {
  const { bucket, key, body } = request;
  if (!("lastModified" in body && "name" in body)) return undefined;
  const { url } = await environment.signer.presign({ bucket, key });
  return new UploadMemory(environment.storage, {
    file: body as File,
    location: locationOf(url),
    partSize: parts[0]?.end ?? 0,
    headers,
  });
}

async function create(
  control: TransferControl,
  { request, headers }: Plan,
  memory: UploadMemory | undefined,
): Promise<Begun> {
  const upload = await createUpload(control, request, headers);
  await memory?.remember(upload.uploadId);
  return { upload, stored: new Map(), takenUp: false };
}

/** An earlier upload of the same file, with the parts of it that are whole; undefined where none is left. */
async function takeUp(
  control: TransferControl,
  { request, parts }: Plan,
  memory: UploadMemory | undefined,
): Promise<Begun | undefined> {
  const uploadId = await memory?.find();
  if (!memory || !uploadId) return undefined;
  const { bucket, key } = request;
  const { url } = await control.environment.signer.presign({ bucket, key });
  const upload = { request, uploadId, location: locationOf(url) };
  try {
    const stored = new Map<number, string>();
    for (const { number, size, etag } of await listParts(control, upload)) {
      const part = parts[number - 1];
      if (part && part.end - part.start === size) stored.set(number, etag);
    }
    return { upload, stored, takenUp: true };
  } catch (error) {
    const { environment, signal } = control;
    if (!signal.aborted && mayPass(error)) throw error;
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
  const { upload } = begun;
  const { uploadId } = upload;
  try {
    const etags = await sendParts(control, plan, begun);
    const result = await completeUpload(control, upload, etags, plan.conditions);
    control.confirmed();
    await memory?.forget(uploadId);
    return result;
  } catch (error) {
    if (memory && !signal.aborted && mayPass(error)) throw error;
    await memory?.forget(uploadId);
    if (!isNoSuchUpload(error)) abortUpload(environment, upload);
    throw error;
  }
}

/** All parts, `concurrency` at a time; their ETags in order. The first failure ends the others. */
async function sendParts(
  control: TransferControl,
  { parts, concurrency, request }: Plan,
  { upload, stored }: Begun,
): Promise<string[]> {
  const group = control.fork();
  const etags: string[] = [];
  for (const [number, etag] of stored) etags[number - 1] = etag;
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
      etags[part.number - 1] = await sendPart(group, upload, part, sent);
    }
  };
  try {
    const workers = Array.from({ length: Math.min(concurrency, missing.length) }, work);
    await Promise.all(workers);
    return etags;
  } catch (error) {
    group.abort(error);
    throw error;
  } finally {
    group.end();
  }
}

function sendPart(
  group: TransferControl,
  { request, uploadId }: MultipartUpload,
  part: Part,
  sent: PartProgress,
): Promise<string> {
  const { environment } = group;
  const { bucket, key } = request;
  const size = part.end - part.start;
  return persist(group, async (attempt) => {
    sent.begin(part, attempt.number);
    const signed = await environment.signer.presign({
      bucket,
      key,
      method: "PUT",
      query: { partNumber: String(part.number), uploadId },
    });
    const { url, headers } = signed;
    const body = request.body.slice(part.start, part.end);
    const onSent = (bytes: number) => {
      if (!attempt.signal.aborted) sent.update(part, Math.min(size, bytes));
    };
    const reply = await send(
      environment,
      { method: "PUT", url, headers, body, signed, onSent },
      attempt,
    );
    const etag = reply.headers.get("etag");
    if (!etag) throw etagHidden(attempt.number);
    sent.update(part, size);
    return etag;
  });
}

function etagHidden(attempts: number): TransferError {
  return new TransferError(
    "ETagHidden",
    "The part was stored, but the page may not see its ETag, which putting the parts together takes.",
    { attempts, hint: "Add `ETag` to `ExposeHeaders` in the bucket's CORS rules." },
  );
}

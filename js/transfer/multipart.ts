import { ServiceError, TransferError } from "../errors.ts";
import { TransferControl } from "./control.ts";
import { head } from "./head.ts";
import { type HttpReply, send } from "./http.ts";
import { type Part, partsOf } from "./parts.ts";
import { objectHeaders } from "./put.ts";
import { persist } from "./retry.ts";
import { errorInReply } from "./service-error.ts";
import type { UploadResult } from "./upload.ts";
import { locationOf, type UploadRequest } from "./upload-request.ts";

const DEFAULT_CONCURRENCY = 4;
const REPLY_LIMIT = 64 * 1024;

/** These decide whether the object may be stored, which is when the parts are put together. */
const CONDITIONS = new Set(["if-match", "if-none-match"]);

interface Upload {
  request: UploadRequest;
  uploadId: string;
  /** The object's address, unsigned. */
  location: string;
  parts: Part[];
}

/**
 * Uploads in parts, several at a time, each tried again by itself.
 *
 * An upload that fails or is aborted is aborted at the service too, as well as that can be done: parts
 * that stay behind cost money until a lifecycle rule (`AbortIncompleteMultipartUpload`) removes them.
 */
export async function sendByMultipart(
  control: TransferControl,
  request: UploadRequest,
  options: { partSize?: number | undefined; concurrency?: number | undefined },
): Promise<UploadResult> {
  const parts = partsOf(request.body.size, options.partSize);
  const concurrency = Math.max(1, Math.floor(options.concurrency ?? DEFAULT_CONCURRENCY) || 1);
  control.meter.begin(1, 0, request.body.size);
  const upload: Upload = { ...(await create(control, request)), request, parts };
  try {
    control.meter.transferring(request.body.size);
    const etags = await sendParts(control, upload, concurrency);
    return await complete(control, upload, etags);
  } catch (error) {
    abortAtService(control, upload);
    throw error;
  }
}

async function create(
  control: TransferControl,
  request: UploadRequest,
): Promise<Pick<Upload, "uploadId" | "location">> {
  const headers = Object.entries(objectHeaders(request)).filter(([name]) => !CONDITIONS.has(name));
  const { text, url } = await ask(
    control,
    request,
    "POST",
    { uploads: "" },
    Object.fromEntries(headers),
  );
  const { uploadId } = control.environment.xml.readInitiatedUpload(text);
  if (uploadId) return { uploadId, location: locationOf(url) };
  throw new TransferError("UnreadableReply", "The service began no multipart upload.", {
    attempts: 1,
    hint: 'Upload with `via: "post"` or `via: "put"`.',
  });
}

/** All parts, `concurrency` at a time; their ETags in order. The first failure ends the others. */
async function sendParts(
  control: TransferControl,
  upload: Upload,
  concurrency: number,
): Promise<string[]> {
  const group = control.fork();
  const etags: string[] = [];
  const sent = new PartProgress(control);
  const waiting = upload.parts.values();
  const work = async () => {
    for (const part of waiting) {
      etags[part.number - 1] = await sendPart(group, upload, part, sent);
    }
  };
  try {
    const workers = Array.from({ length: Math.min(concurrency, upload.parts.length) }, work);
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
  { request, uploadId }: Upload,
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

async function complete(
  control: TransferControl,
  upload: Upload,
  etags: string[],
): Promise<UploadResult> {
  const { bucket, key, headers } = upload.request;
  const conditions = Object.entries(headers).filter(([name]) => CONDITIONS.has(name));
  const { reply, text } = await ask(
    control,
    upload.request,
    "POST",
    { uploadId: upload.uploadId },
    { "content-type": "application/xml", ...Object.fromEntries(conditions) },
    partList(etags),
  ).catch(async (error) => {
    const done = await completedBefore(control, upload, error);
    if (done) return done;
    throw error;
  });
  const stored = control.environment.xml.readCompletedUpload(text);
  const result: UploadResult = {
    bucket,
    key,
    location: stored.location ?? upload.location,
    via: "multipart",
  };
  const etag = stored.etag ?? reply.headers.get("etag");
  if (etag) result.etag = etag;
  const versionId = reply.headers.get("x-amz-version-id");
  if (versionId) result.versionId = versionId;
  return result;
}

/** A completion whose reply was lost leaves no upload to complete, but the object. */
async function completedBefore(control: TransferControl, upload: Upload, error: unknown) {
  if (!(error instanceof ServiceError) || error.code !== "NoSuchUpload") return undefined;
  const { bucket, key, body } = upload.request;
  const { environment, signal } = control;
  const info = await head(environment, key, { bucket, signal }).catch(() => undefined);
  if (info?.size !== body.size || !info.etag?.endsWith(`-${upload.parts.length}"`))
    return undefined;
  const headers = new Headers({ etag: info.etag });
  if (info.versionId) headers.set("x-amz-version-id", info.versionId);
  return { reply: { headers }, text: "" };
}

interface Answer {
  reply: Pick<HttpReply, "headers">;
  text: string;
  url: string;
}

/** Sends one of the small requests around the parts, until it is answered. */
function ask(
  control: TransferControl,
  { bucket, key }: UploadRequest,
  method: "POST" | "DELETE",
  query: Record<string, string>,
  headers: Record<string, string> = {},
  body?: string,
): Promise<Answer> {
  const { environment } = control;
  return persist(control, async (attempt) => {
    const signed = await environment.signer.presign({ bucket, key, method, query, headers });
    const reply = await send(
      environment,
      {
        method,
        url: signed.url,
        headers: signed.headers,
        signed,
        ...(body === undefined ? {} : { body }),
      },
      attempt,
    );
    const text = await reply.text(REPLY_LIMIT);
    // S3 begins to answer a completion before it knows the outcome: with 200, and then perhaps an error.
    const error = errorInReply(environment.xml, reply, text, signed, environment.now());
    if (error) throw error;
    return { reply, text, url: signed.url };
  });
}

/** In the background: the caller has its error, and nothing it could do about this one. */
function abortAtService(control: TransferControl, { request, uploadId }: Upload): void {
  const cleaning = new TransferControl(control.environment);
  ask(cleaning, request, "DELETE", { uploadId }).catch(() => {});
}

function partList(etags: string[]): string {
  const escaped = (etag: string) => etag.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const parts = etags.map(
    (etag, index) =>
      `<Part><PartNumber>${index + 1}</PartNumber><ETag>${escaped(etag)}</ETag></Part>`,
  );
  return `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts.join("")}</CompleteMultipartUpload>`;
}

function etagHidden(attempts: number): TransferError {
  return new TransferError(
    "ETagHidden",
    "The part was stored, but the page may not see its ETag, which putting the parts together takes.",
    { attempts, hint: "Add `ETag` to `ExposeHeaders` in the bucket's CORS rules." },
  );
}

/** Adds up what the parts have sent; a part that is sent again counts from 0. */
class PartProgress {
  readonly #control: TransferControl;
  readonly #sent = new Map<number, number>();
  #sum = 0;
  #attempt = 1;

  constructor(control: TransferControl) {
    this.#control = control;
  }

  begin(part: Part, attempt: number): void {
    if (attempt > this.#attempt) {
      this.#attempt = attempt;
      this.#control.meter.retrying(attempt);
    }
    this.update(part, 0);
  }

  update(part: Part, sent: number): void {
    this.#sum += sent - (this.#sent.get(part.number) ?? 0);
    this.#sent.set(part.number, sent);
    this.#control.meter.update(this.#sum);
  }
}

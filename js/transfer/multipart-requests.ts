import { ServiceError, TransferError } from "../errors.ts";
import type { Method } from "../signing.ts";
import type { Attempt } from "./attempt.ts";
import { checksumHeader, type ObjectChecksum } from "./checksum.ts";
import { TransferControl } from "./control.ts";
import type { ChecksumAlgorithm, StoredPart, TransferEnvironment } from "./environment.ts";
import { checksumMismatch, endlessListing } from "./failures.ts";
import { head } from "./head.ts";
import { type HttpReply, send } from "./http.ts";
import { type PartSumming, typeHeader } from "./part-checksums.ts";
import { persist, retrySettings } from "./retry.ts";
import { errorInReply } from "./service-error.ts";
import type { UploadResult } from "./upload.ts";
import { locationOf, type UploadRequest } from "./upload-request.ts";

/** A page of ListParts has at most 1000 parts, of some 300 bytes. */
const REPLY_LIMIT = 1024 * 1024;

/** Replies that come later than a stall are waited for so many times longer, where somebody has to act on them. */
const UNSEEN_PATIENCE = 4;

/** An upload in parts that the service has begun. */
export interface MultipartUpload {
  request: UploadRequest;
  uploadId: string;
  /** The object's address, unsigned. */
  location: string;
}

/** A part that the service has. */
export interface SentPart {
  etag: string;
  /** In base64. */
  checksum?: string;
}

/** How all of the parts were summed, and what that makes of the whole. */
export interface WholeChecksum {
  checksum: ObjectChecksum;
  summing: PartSumming;
}

/**
 * Begins an upload (CreateMultipartUpload).
 *
 * A try that is cut short by an abort, a pause or a stall may have begun one all the same, whose id nobody
 * would ever learn: it runs on unseen, and ends at once what it has begun.
 */
export function createUpload(
  control: TransferControl,
  request: UploadRequest,
  headers: Record<string, string>,
): Promise<MultipartUpload> {
  const { environment } = control;
  const stallTimeout = retrySettings(environment.retry).stallTimeout * UNSEEN_PATIENCE;
  return persist(control, (attempt) => {
    const retry = { ...environment.retry, stallTimeout };
    const unseen = new TransferControl({ ...environment, retry });
    const begun = begin(unseen, attempt, request, headers).finally(() => unseen.end());
    attempt.signal.addEventListener("abort", () => {
      begun.then(
        (upload) => abortUpload(environment, upload),
        () => {},
      );
    });
    return begun;
  });
}

async function begin(
  unseen: TransferControl,
  attempt: Attempt,
  request: UploadRequest,
  headers: Record<string, string>,
): Promise<MultipartUpload> {
  const { environment } = unseen;
  const query = { uploads: "" };
  const own = await unseen.begin(attempt.number);
  try {
    const signed = await sign(environment, request, attempt.signal, "POST", query, headers);
    attempt.signal.throwIfAborted();
    attempt.moved();
    const { text, url } = await ask(environment, signed, own);
    const { uploadId } = environment.xml.readInitiatedUpload(text);
    if (uploadId) return { request, uploadId, location: locationOf(url) };
  } finally {
    unseen.finish(own);
  }
  throw new TransferError("UnreadableReply", "The service began no multipart upload.", {
    attempts: attempt.number,
    hint: 'Upload with `via: "post"` or `via: "put"`.',
  });
}

/** The parts that the service has (ListParts). Fails with `NoSuchUpload` where the upload has ended. */
export async function listParts(
  control: TransferControl,
  { request, uploadId }: MultipartUpload,
): Promise<StoredPart[]> {
  const { environment } = control;
  const parts: StoredPart[] = [];
  let marker: number | undefined;
  do {
    const query: Record<string, string> = { uploadId };
    if (marker !== undefined) query["part-number-marker"] = String(marker);
    const { text } = await persistAsking(control, request, "GET", query);
    const page = environment.xml.readPartListing(text);
    parts.push(...page.parts);
    const next = page.nextPartNumberMarker;
    // Parts are listed in the order of their numbers.
    if (next !== undefined && next <= (marker ?? 0)) throw endlessListing();
    marker = next;
  } while (marker !== undefined);
  return parts;
}

/** Puts the parts together (CompleteMultipartUpload), in order. */
export async function completeUpload(
  control: TransferControl,
  upload: MultipartUpload,
  sent: SentPart[],
  conditions: Record<string, string>,
  whole: WholeChecksum | undefined,
): Promise<UploadResult> {
  const { request, uploadId, location } = upload;
  const { reply, text } = await persistAsking(
    control,
    request,
    "POST",
    { uploadId },
    { "content-type": "application/xml", ...conditions, ...wholeHeaders(request, whole) },
    partList(sent, whole?.summing.algorithm),
  ).catch(async (error) => {
    const done = await completedBefore(control, request, sent.length, error);
    if (done) return done;
    throw error;
  });
  const stored = control.environment.xml.readCompletedUpload(text);
  const { bucket, key } = request;
  const result: UploadResult = {
    bucket,
    key,
    location: stored.location || location,
    via: "multipart",
  };
  if (whole) {
    const { algorithm, value } = whole.checksum;
    const told = stored[algorithm];
    const differs = told !== undefined && told !== value;
    // What nobody asked for must fail nobody: the parts were each compared, and some services sum badly.
    if (differs && request.checksum) throw checksumMismatch(algorithm, 1);
    if (!differs) result.checksum = whole.checksum;
  }
  const etag = stored.etag || reply.headers.get("etag");
  if (etag) result.etag = etag;
  const versionId = reply.headers.get("x-amz-version-id");
  if (versionId) result.versionId = versionId;
  return result;
}

/**
 * Ends an upload and frees its parts (AbortMultipartUpload), in the background: who aborts has an error
 * already, and nothing to do about this one.
 */
export function abortUpload(
  environment: TransferEnvironment,
  { request, uploadId }: MultipartUpload,
): void {
  const control = new TransferControl(environment);
  persistAsking(control, request, "DELETE", { uploadId })
    .catch(() => {})
    .finally(() => control.end());
}

/** A completion whose reply was lost leaves no upload to complete, but the object. */
async function completedBefore(
  control: TransferControl,
  { bucket, key, body }: UploadRequest,
  parts: number,
  error: unknown,
) {
  if (!isNoSuchUpload(error)) return undefined;
  const { environment, signal } = control;
  const info = await head(environment, key, { bucket, signal }).catch(() => undefined);
  if (info?.size !== body.size || !info.etag?.endsWith(`-${parts}"`)) return undefined;
  const headers = new Headers({ etag: info.etag });
  if (info.versionId) headers.set("x-amz-version-id", info.versionId);
  return { reply: { headers }, text: "" };
}

export function isNoSuchUpload(error: unknown): boolean {
  return error instanceof ServiceError && error.code === "NoSuchUpload";
}

interface Answer {
  reply: Pick<HttpReply, "headers">;
  text: string;
  url: string;
}

type Signed = Awaited<ReturnType<TransferEnvironment["signer"]["presign"]>>;

function sign(
  { signer }: TransferEnvironment,
  { bucket, key }: UploadRequest,
  signal: AbortSignal,
  method: Method,
  query: Record<string, string>,
  headers: Record<string, string>,
): Promise<Signed> {
  return signer.presign({ bucket, key, method, query, headers }, signal);
}

function persistAsking(
  control: TransferControl,
  request: UploadRequest,
  method: Method,
  query: Record<string, string>,
  headers: Record<string, string> = {},
  body?: string,
): Promise<Answer> {
  const { environment } = control;
  return persist(control, async (attempt) => {
    const signed = await sign(environment, request, attempt.signal, method, query, headers);
    return ask(environment, signed, attempt, body);
  });
}

async function ask(
  environment: TransferEnvironment,
  signed: Signed,
  attempt: Attempt,
  body?: string,
): Promise<Answer> {
  const { method, url, headers } = signed;
  const reply = await send(
    environment,
    { method, url, headers, signed, ...(body === undefined ? {} : { body }) },
    attempt,
  );
  const text = await reply.text(REPLY_LIMIT);
  // S3 begins to answer a completion before it knows the outcome: with 200, and then perhaps an error.
  const error = errorInReply(environment.xml, reply, text, signed, environment.now());
  if (error) throw error;
  return { reply, text, url };
}

/**
 * What the parts make together, for the service to compare (API reference, "CompleteMultipartUpload"). Only where the
 * caller asked for the checksum: some services take it for that of this very request.
 */
function wholeHeaders(
  { checksum: asked }: UploadRequest,
  whole: WholeChecksum | undefined,
): Record<string, string> {
  if (!asked || whole?.summing.type !== "FULL_OBJECT") return {};
  const { algorithm, value } = whole.checksum;
  return { [checksumHeader(algorithm)]: value, ...typeHeader(whole.summing) };
}

function partList(sent: SentPart[], algorithm: ChecksumAlgorithm | undefined): string {
  const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const parts = sent.map(({ etag, checksum }, index) => {
    const element = `Checksum${algorithm}`;
    const sum = algorithm && checksum ? `<${element}>${escaped(checksum)}</${element}>` : "";
    return `<Part><PartNumber>${index + 1}</PartNumber><ETag>${escaped(etag)}</ETag>${sum}</Part>`;
  });
  return `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts.join("")}</CompleteMultipartUpload>`;
}

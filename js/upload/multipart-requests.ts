import { checksumHeader } from "../checksum/checksum.ts";
import { CredentialsError, ServiceError, TransferError } from "../errors.ts";
import type { Attempt } from "../http/attempt.ts";
import { withRetries } from "../http/retry.ts";
import { retryPolicy } from "../http/retry-policy.ts";
import { rejectionOf } from "../http/s3-error.ts";
import { send } from "../http/send.ts";
import { DELETED, readSuccess } from "../http/success.ts";
import { allowRetry, transferError } from "../http/transfer-error.ts";
import {
  CHECKSUM_MISMATCH,
  ENDLESS_LISTING,
  IDENTITY_CHANGED,
  NO_MULTIPART_UPLOAD,
  NOT_CONFIRMED,
} from "../messages/transfers.ts";
import { headObject } from "../objects/head.ts";
import type { CompletedUpload, StoredPart } from "../s3-documents.ts";
import { TransferControl } from "../transfer/control.ts";
import type { TransferEnvironment } from "../transfer/environment.ts";
import type { ChecksumAlgorithm, Method, ObjectChecksum, UploadResult } from "../types.ts";
import { repeatedHeaders } from "./multipart-headers.ts";
import { etagOfParts, type PartSumming, typeHeader } from "./part-checksums.ts";
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
  /** Who began it, or resumed it, if the signer can tell. */
  identity?: string | undefined;
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
  const stallTimeout = retryPolicy(environment.retry).stallTimeout * UNSEEN_PATIENCE;
  return withRetries(control, (attempt) => {
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
    attempt.markProgress();
    const { text } = await ask(environment, signed, own);
    const { uploadId } = environment.xml.readInitiatedUpload(text);
    const identity = environment.signer.identity?.(signed);
    if (uploadId) return { request, uploadId, location: locationOf(signed.url), identity };
  } finally {
    unseen.finish(own);
  }
  throw transferError(NO_MULTIPART_UPLOAD, attempt.number);
}

/**
 * The parts that the service has (ListParts), of the first `most` numbers at least.
 *
 * @throws {ServiceError} `NoSuchUpload` if the upload has ended
 * @throws {TransferError} `UnreadableReply` if the pages do not go on
 */
export async function listParts(
  control: TransferControl,
  upload: MultipartUpload,
  most: number,
): Promise<StoredPart[]> {
  const { environment } = control;
  const { request, uploadId } = upload;
  const parts: StoredPart[] = [];
  let marker = 0;
  for (;;) {
    const query: Record<string, string> = { uploadId };
    if (marker > 0) query["part-number-marker"] = String(marker);
    const headers = repeatedHeaders("ListParts", request);
    const { text, signed } = await persistAsking(control, request, "GET", query, headers);
    // Whoever may list the parts may send others.
    upload.identity ??= environment.signer.identity?.(signed);
    const page = environment.xml.readPartListing(text);
    parts.push(...page.parts);
    const next = page.nextPartNumberMarker;
    if (next === undefined || next >= most) return parts;
    // Parts are listed in the order of their numbers, and each page but the last brings some.
    if (next <= marker || page.parts.length === 0) throw transferError(ENDLESS_LISTING, 1);
    marker = next;
  }
}

/** The object that an upload became, as far as it is known. */
interface Completion {
  stored: CompletedUpload;
  versionId: string | null | undefined;
}

/**
 * Puts the parts together (CompleteMultipartUpload), in order.
 *
 * Succeeds only by a whole document of the service, or by an object that is proven to be made of these parts.
 */
export async function completeUpload(
  control: TransferControl,
  upload: MultipartUpload,
  sent: SentPart[],
  conditions: Record<string, string>,
  whole: WholeChecksum | undefined,
): Promise<UploadResult> {
  const { environment } = control;
  const { request, uploadId, location } = upload;
  const headers = {
    "content-type": "application/xml",
    ...repeatedHeaders("CompleteMultipartUpload", request),
    ...conditions,
    ...wholeHeaders(request, whole),
  };
  const body = partList(sent, whole?.summing.algorithm);
  let signed: Signed | undefined;
  const complete = async (attempt: Attempt): Promise<Completion> => {
    const { signal } = attempt;
    signed = await sign(environment, request, signal, "POST", { uploadId }, headers);
    const { reply, text } = await ask(environment, signed, attempt, body);
    const stored = environment.xml.readCompletedUpload(text);
    const etag = stored?.etag || reply.headers.get("etag");
    if (!stored || !etag) {
      const parameters = ["no complete CompleteMultipartUploadResult with an ETag"];
      throw transferError(NOT_CONFIRMED, attempt.number, { parameters });
    }
    stored.etag = etag;
    return { stored, versionId: reply.headers.get("x-amz-version-id") };
  };
  const { stored, versionId } = await withRetries(control, (attempt) =>
    complete(attempt).catch(async (error) => {
      const isUnreadable = error instanceof TransferError && error.code === "UnreadableReply";
      if (!isUnreadable && !mayBeDone(error, attempt))
        throw ofIdentity(environment, upload, signed, error);
      attempt.stopStallTimer();
      const found = await storedObject(environment, request, attempt.signal, sent, whole);
      if (found) return found;
      throw isUnreadable ? allowRetry(error) : ofIdentity(environment, upload, signed, error);
    }),
  );
  const { bucket, key } = request;
  const result: UploadResult = { bucket, key, location, via: "multipart" };
  if (whole) {
    const { algorithm, value } = whole.checksum;
    const told = stored[algorithm];
    const differs = told !== undefined && told !== value;
    // What nobody asked for must fail nobody: the parts were each compared, and some services sum badly.
    if (differs && request.checksum)
      throw transferError(CHECKSUM_MISMATCH, 1, { parameters: [algorithm] });
    if (!differs) result.checksum = whole.checksum;
  }
  if (stored.etag) result.etag = stored.etag;
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
  const headers = repeatedHeaders("AbortMultipartUpload", request);
  persistAsking(control, request, "DELETE", { uploadId }, headers)
    .catch(() => {})
    .finally(() => control.end());
}

/**
 * Whether an earlier completion may have succeeded, whose reply was lost: it leaves no upload to complete, and an
 * object that fails `If-None-Match`.
 */
function mayBeDone(error: unknown, attempt: Attempt): boolean {
  if (isNoSuchUpload(error)) return true;
  return attempt.number > 1 && error instanceof ServiceError && error.status === 412;
}

/**
 * Returns the object under the upload's key if it is made of these parts. The proof is its ETag, or its checksum if the
 * service makes ETags in another way; the size alone proves nothing.
 */
async function storedObject(
  environment: TransferEnvironment,
  request: UploadRequest,
  signal: AbortSignal,
  sent: SentPart[],
  whole: WholeChecksum | undefined,
): Promise<Completion | undefined> {
  const { bucket, key, body } = request;
  const headers = repeatedHeaders("HeadObject", request);
  const find = async (checksum: boolean) => {
    const object = { bucket, key, signal, checksum, headers };
    const info = await headObject(environment, object).catch(() => undefined);
    return info?.size === body.size ? info : undefined;
  };
  let info = await find(false);
  if (!info) return undefined;
  const made = info.etag?.replaceAll('"', "").toLowerCase();
  if (made === undefined || made !== etagOfParts(sent.map(({ etag }) => etag))) {
    if (!whole) return undefined;
    info = await find(true);
    const { algorithm, value } = whole.checksum;
    const { checksum } = info ?? {};
    if (checksum?.algorithm !== algorithm || checksum.value !== value) return undefined;
  }
  const { etag = "", versionId } = info ?? {};
  return { stored: { etag }, versionId };
}

/**
 * The error of a request of this upload: a refusal is put down to the identity if another one began the upload. That
 * is said only if both are known, since the keys of one identity change with each refresh.
 */
export function ofIdentity(
  { signer }: TransferEnvironment,
  { identity }: MultipartUpload,
  signed: object | undefined,
  error: unknown,
): unknown {
  const isRefusal =
    isNoSuchUpload(error) ||
    (error instanceof ServiceError && error.status === 403 && !rejectionOf(error));
  const now = isRefusal && signed ? signer.identity?.(signed) : undefined;
  return identity && now && identity !== now ? identityChanged(error) : error;
}

function identityChanged(cause: unknown): CredentialsError {
  const [code, message, hint] = IDENTITY_CHANGED;
  return new CredentialsError(code, message, { cause, hint });
}

export function isNoSuchUpload(error: unknown): boolean {
  return error instanceof ServiceError && error.code === "NoSuchUpload";
}

interface Answer {
  reply: { headers: Headers };
  text: string;
  signed: Signed;
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
  headers: Record<string, string>,
): Promise<Answer> {
  const { environment } = control;
  return withRetries(control, async (attempt) => {
    const signed = await sign(environment, request, attempt.signal, method, query, headers);
    return ask(environment, signed, attempt);
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
  // S3 begins to answer a completion before it knows the outcome: with 200, and then perhaps an error.
  const statuses = method === "DELETE" ? DELETED : [200];
  const text = await readSuccess(environment, reply, signed, attempt, statuses, REPLY_LIMIT);
  return { reply, text, signed };
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

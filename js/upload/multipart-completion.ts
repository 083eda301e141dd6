import { checksumHeader } from "../checksum/checksum.ts";
import { TransferError } from "../errors.ts";
import type { Attempt } from "../http/attempt.ts";
import { withRetries } from "../http/retry.ts";
import { allowRetry, transferError } from "../http/transfer-error.ts";
import { CHECKSUM_MISMATCH, NOT_CONFIRMED } from "../messages/transfers.ts";
import { type CompletedUpload, readCompletedUpload } from "../s3-documents.ts";
import type { TransferControl } from "../transfer/control.ts";
import type { TransferEnvironment } from "../transfer/environment.ts";
import type { ChecksumAlgorithm, ObjectChecksum, PresignedUrl, UploadResult } from "../types.ts";
import { repeatedHeaders } from "./multipart-headers.ts";
import {
  explainDenial,
  isNoSuchUpload,
  type MultipartUpload,
  sendForText,
  signFor,
} from "./multipart-requests.ts";
import { type ChecksumMode, checksumTypeHeader, etagOfParts } from "./part-checksums.ts";
import type { SentPart } from "./send-parts.ts";
import { alreadyExists, headStored, isConditionFailed, isConflict } from "./stored-body.ts";
import type { UploadRequest } from "./upload-request.ts";
import { uploadResult } from "./upload-result.ts";

/** The checksum of the whole object, and the mode of the checksums of its parts. */
export interface WholeChecksum {
  checksum: ObjectChecksum;
  mode: ChecksumMode;
}

/** The object that an upload became. */
interface CompletedObject {
  stored: CompletedUpload;
  versionId: string | null | undefined;
}

/**
 * Completes an upload with its parts in order (CompleteMultipartUpload).
 *
 * Succeeds only with a complete document of the service, or with an object that is proven to consist of these parts.
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
    ...repeatedHeaders(request),
    ...conditions,
    ...wholeChecksumHeaders(request, whole),
  };
  const body = formatPartList(sent, whole?.mode.algorithm);
  let signed: PresignedUrl | undefined;
  const complete = async (attempt: Attempt): Promise<CompletedObject> => {
    signed = await signFor(environment, request, attempt.signal, "POST", { uploadId }, headers);
    const { response, text } = await sendForText(environment, signed, attempt, body);
    const stored = readCompletedUpload(text);
    const etag = stored?.etag || response.headers.get("etag");
    if (!stored || !etag) {
      const parameters = ["no complete CompleteMultipartUploadResult with an ETag"];
      throw transferError(NOT_CONFIRMED, attempt.number, { parameters });
    }
    stored.etag = etag;
    return { stored, versionId: response.headers.get("x-amz-version-id") };
  };
  let conflict: unknown;
  const { stored, versionId } = await withRetries(control, (attempt) =>
    complete(attempt).catch(async (error) => {
      const isUnreadable = error instanceof TransferError && error.code === "UnreadableReply";
      if (!request.overwrite && isConflict(error)) conflict = error;
      // S3 accepts no other completion of the upload after a conflict, so that a retry is no use.
      if (conflict === error && attempt.number === 1) throw alreadyExists(error, attempt.number);
      if (!isUnreadable && !mayBeCompleted(error, upload, attempt))
        throw explainDenial(environment, upload, signed, error);
      attempt.stopStallTimer();
      const found = await findObject(environment, request, attempt.signal, sent, whole);
      if (found) return found;
      if (conflict && conflict !== error) throw alreadyExists(conflict, attempt.number);
      throw isUnreadable ? allowRetry(error) : explainDenial(environment, upload, signed, error);
    }),
  );
  const { bucket, key } = request;
  let checksum: ObjectChecksum | undefined;
  if (whole) {
    const { algorithm, value } = whole.checksum;
    const storedValue = stored[algorithm];
    const differs = storedValue !== undefined && storedValue !== value;
    // A checksum that the caller did not request must not fail the upload: the parts were each compared, and some services
    // compute the object's checksum wrongly.
    if (differs && request.checksum)
      throw transferError(CHECKSUM_MISMATCH, 1, { parameters: [algorithm] });
    if (!differs) checksum = whole.checksum;
  }
  const { etag } = stored;
  return uploadResult("multipart", { bucket, key, location }, checksum, { etag, versionId });
}

/**
 * Returns whether an earlier attempt whose response was lost, or an earlier upload of the same file, may have been completed:
 * then there is no upload left to complete, or the object fails `If-None-Match`.
 */
function mayBeCompleted(
  error: unknown,
  { mayBeStored }: MultipartUpload,
  attempt: Attempt,
): boolean {
  return isNoSuchUpload(error) || ((mayBeStored || attempt.number > 1) && isConditionFailed(error));
}

/**
 * Returns the object under the upload's key if it consists of these parts. The proof is its ETag, or its checksum if the
 * service computes ETags in another way; the size alone proves nothing.
 */
async function findObject(
  environment: TransferEnvironment,
  request: UploadRequest,
  signal: AbortSignal,
  sent: SentPart[],
  whole: WholeChecksum | undefined,
): Promise<CompletedObject | undefined> {
  const find = (checksum: boolean) =>
    headStored(environment, request, signal, checksum).catch(() => undefined);
  let info = await find(false);
  if (!info) return undefined;
  const storedEtag = info.etag?.replaceAll('"', "").toLowerCase();
  if (storedEtag === undefined || storedEtag !== etagOfParts(sent.map(({ etag }) => etag))) {
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
 * Returns the header with the checksum of the whole object, for the service to compare (API reference,
 * "CompleteMultipartUpload"). Only if the caller requested a checksum: some services take it for that of this request's
 * body.
 */
function wholeChecksumHeaders(
  { checksum: requested }: UploadRequest,
  whole: WholeChecksum | undefined,
): Record<string, string> {
  if (!requested || whole?.mode.type !== "FULL_OBJECT") return {};
  const { algorithm, value } = whole.checksum;
  return { [checksumHeader(algorithm)]: value, ...checksumTypeHeader(whole.mode) };
}

function formatPartList(sent: SentPart[], algorithm: ChecksumAlgorithm | undefined): string {
  const escapeXml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const parts = sent.map(({ etag, checksum }, index) => {
    const name = `Checksum${algorithm}`;
    const element = algorithm && checksum ? `<${name}>${escapeXml(checksum)}</${name}>` : "";
    return `<Part><PartNumber>${index + 1}</PartNumber><ETag>${escapeXml(etag)}</ETag>${element}</Part>`;
  });
  return `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts.join("")}</CompleteMultipartUpload>`;
}

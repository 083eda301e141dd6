import { explainChecksumRejection } from "../checksum/blob-checksum.ts";
import type { Attempt } from "../http/attempt.ts";
import { send } from "../http/send.ts";
import { checkPut } from "../http/success.ts";
import { metadataHeaders } from "../objects/metadata.ts";
import type { TransferControl } from "../transfer/control.ts";
import type { TransferEnvironment } from "../transfer/environment.ts";
import type { PresignRequest, UploadResult } from "../types.ts";
import { addressOf } from "./location.ts";
import { findStoredBody } from "./stored-body.ts";
import { tagHeaders } from "./tags.ts";
import { bodyChecksum, checkStoredChecksum, withChecksum } from "./upload-checksum.ts";
import type { UploadRequest } from "./upload-request.ts";

/** Uploads by a presigned PUT that signs the size, the content type, the metadata and the further headers. */
export async function sendByPut(
  control: TransferControl,
  request: UploadRequest,
  attempt: Attempt,
): Promise<UploadResult> {
  const { environment, meter } = control;
  const { bucket, key, body } = request;
  const { size } = body;
  const checksum = await bodyChecksum(control, request);
  meter.startAttempt(attempt.number, 0, size);
  const signed = await environment.signer.presign(
    {
      bucket,
      key,
      method: "PUT",
      headers: objectHeaders(withChecksum(request, checksum)),
      ...signedSize(environment, body),
    },
    attempt.signal,
  );
  attempt.signal.throwIfAborted();
  meter.startTransfer(size);
  const { url, headers } = signed;
  const onSent = (sent: number) => {
    if (!attempt.signal.aborted) meter.update(Math.min(size, sent));
  };
  const sendBody = async (): Promise<Stored> => {
    const response = await send(
      environment,
      { method: "PUT", url, headers, body, signed, onSent },
      attempt,
    ).catch(explainChecksumRejection(environment.checksums, body, checksum, attempt));
    await checkPut(environment, response, signed, attempt);
    checkStoredChecksum(checksum, response.headers, attempt.number);
    const etag = response.headers.get("etag");
    return { etag, versionId: response.headers.get("x-amz-version-id") };
  };
  const { etag, versionId } = await sendBody().catch(async (error): Promise<Stored> => {
    const found = await findStoredBody(environment, request, attempt, error);
    if (!found) throw error;
    return found;
  });
  const result: UploadResult = { bucket, key, location: addressOf(url), via: "put" };
  if (checksum) result.checksum = checksum;
  if (etag) result.etag = etag;
  if (versionId) result.versionId = versionId;
  return result;
}

interface Stored {
  etag?: string | null;
  versionId?: string | null;
}

/** Returns the option that lets the signature cover the body's size: the only bound on it in a store without forms. */
export function signedSize(
  { signer }: TransferEnvironment,
  { size }: Blob,
): Pick<PresignRequest, "size"> {
  return signer.signsSize === false ? {} : { size };
}

/** Returns the headers that S3 stores with the object, or that set conditions for it. */
export function objectHeaders(request: UploadRequest): Record<string, string> {
  const { contentType, metadata, headers, tags } = request;
  return {
    "content-type": contentType,
    ...metadataHeaders(metadata),
    ...tagHeaders(tags),
    ...headers,
  };
}

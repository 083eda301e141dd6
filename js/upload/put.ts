import { explainChecksumRejection } from "../checksum/blob-checksum.ts";
import type { Attempt } from "../http/attempt.ts";
import type { HttpResponse } from "../http/http-message.ts";
import { sendSigned } from "../http/send.ts";
import { checkPut } from "../http/success.ts";
import { metadataHeaders } from "../objects/metadata.ts";
import type { TransferControl } from "../transfer/control.ts";
import type { TransferEnvironment } from "../transfer/environment.ts";
import type { ObjectChecksum, PresignedUrl, PresignRequest, UploadResult } from "../types.ts";
import { addressOf } from "./location.ts";
import { findStoredBody } from "./stored-body.ts";
import { tagHeaders } from "./tags.ts";
import { bodyChecksum, checkStoredChecksum, withChecksum } from "./upload-checksum.ts";
import type { UploadRequest } from "./upload-request.ts";
import { type StoredBody, storedBy, uploadResult } from "./upload-result.ts";

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
  const send = async (): Promise<StoredBody> => {
    const response = await sendBody(environment, signed, attempt, body, checksum, (sent) =>
      meter.update(sent),
    );
    await checkPut(environment, response, signed, attempt);
    checkStoredChecksum(checksum, response.headers, attempt.number);
    return storedBy(response);
  };
  const stored = await send().catch(async (error): Promise<StoredBody> => {
    const found = await findStoredBody(environment, request, attempt, error);
    if (!found) throw error;
    return found;
  });
  const place = { bucket, key, location: addressOf(signed.url) };
  return uploadResult("put", place, checksum, stored);
}

/** Sends the body of a presigned PUT. `onSent` gets the bytes of the body that were sent. */
export function sendBody(
  environment: TransferEnvironment,
  signed: PresignedUrl,
  attempt: Attempt,
  body: Blob,
  checksum: ObjectChecksum | undefined,
  onSent: (sent: number) => void,
): Promise<HttpResponse> {
  return sendSigned(environment, signed, attempt, {
    body,
    onSent: (sent) => {
      if (!attempt.signal.aborted) onSent(Math.min(body.size, sent));
    },
  }).catch(explainChecksumRejection(environment.checksums, body, checksum, attempt));
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

import { whenRefused } from "../checksum/blob-checksum.ts";
import type { Attempt } from "../http/attempt.ts";
import { send } from "../http/send.ts";
import { checkPut } from "../http/success.ts";
import { metadataHeaders } from "../objects/metadata.ts";
import type { TransferControl } from "../transfer/control.ts";
import type { UploadResult } from "../types.ts";
import { bodyChecksum, carrying, checkStored } from "./upload-checksum.ts";
import { locationOf, type UploadRequest } from "./upload-request.ts";

/** Uploads by a presigned PUT with its content type, metadata and further headers signed. */
export async function sendByPut(
  control: TransferControl,
  request: UploadRequest,
  attempt: Attempt,
): Promise<UploadResult> {
  const { environment, meter } = control;
  const { bucket, key, body } = request;
  const { size } = body;
  const checksum = await bodyChecksum(control, request);
  meter.begin(attempt.number, 0, size);
  const signed = await environment.signer.presign(
    {
      bucket,
      key,
      method: "PUT",
      headers: objectHeaders(carrying(request, checksum)),
    },
    attempt.signal,
  );
  attempt.signal.throwIfAborted();
  meter.transferring(size);
  const reply = await send(
    environment,
    {
      method: "PUT",
      url: signed.url,
      headers: signed.headers,
      body,
      signed,
      onSent: (sent) => {
        if (!attempt.signal.aborted) meter.update(Math.min(size, sent));
      },
    },
    attempt,
  ).catch(whenRefused(control, body, checksum, attempt.number));
  await checkPut(environment, reply, signed, attempt);
  checkStored(checksum, reply.headers, attempt.number);
  const result: UploadResult = { bucket, key, location: locationOf(signed.url), via: "put" };
  if (checksum) result.checksum = checksum;
  const etag = reply.headers.get("etag");
  if (etag) result.etag = etag;
  const versionId = reply.headers.get("x-amz-version-id");
  if (versionId) result.versionId = versionId;
  return result;
}

/** What the stored object is to say of itself. */
export function objectHeaders(request: UploadRequest): Record<string, string> {
  const { contentType, metadata, headers } = request;
  return { "content-type": contentType, ...metadataHeaders(metadata), ...headers };
}

import { whenRefused } from "../checksum/blob-checksum.ts";
import type { Attempt } from "../http/attempt.ts";
import { send } from "../http/send.ts";
import { readSuccess, STORED } from "../http/success.ts";
import { allowRetry, transferError } from "../http/transfer-error.ts";
import { NOT_CONFIRMED } from "../messages/transfers.ts";
import type { TransferControl } from "../transfer/control.ts";
import type { UploadResult } from "../types.ts";
import { FILENAME, formFields } from "./form-fields.ts";
import { bodyChecksum, carrying, checkStored } from "./upload-checksum.ts";
import { locationOf, type UploadRequest } from "./upload-request.ts";

/**
 * Uploads by a form POST whose policy allows this very object only: its key, its exact size, its content
 * type and its metadata.
 */
export async function sendByPost(
  control: TransferControl,
  request: UploadRequest,
  attempt: Attempt,
): Promise<UploadResult> {
  const { environment, meter } = control;
  const { bucket, key, body, conditions } = request;
  const { size } = body;
  const filename = filenameOf(request);
  const checksum = await bodyChecksum(control, request);
  meter.begin(attempt.number, 0, size);
  const form = await environment.signer.presignPost(
    {
      bucket,
      key,
      fields: formFields(carrying(request, checksum)),
      minSize: size,
      maxSize: size,
      conditions,
    },
    attempt.signal,
  );
  attempt.signal.throwIfAborted();
  meter.transferring(size);
  const reply = await send(
    environment,
    {
      method: "POST",
      url: form.url,
      body: form.toFormData(body, { filename }),
      signed: form,
      onSent: (sent, total) => {
        // The fields and the boundaries around the file are sent, but are none of its bytes.
        const around = Math.max(0, total - size);
        if (!attempt.signal.aborted) meter.update(Math.min(size, Math.max(0, sent - around)));
      },
    },
    attempt,
  ).catch(whenRefused(control, body, checksum, attempt.number));
  const text = await readSuccess(environment, reply, form, attempt, STORED);
  const stored = environment.xml.readPostResponse(text);
  const replyEtag = reply.headers.get("etag");
  // Some stores answer 201 without a document. One that is cut, or another text, is of something in between.
  if (!stored && text.trim() && (reply.status === 201 || !replyEtag)) {
    const parameters = ["an incomplete PostResponse document"];
    throw allowRetry(transferError(NOT_CONFIRMED, attempt.number, { parameters }));
  }
  checkStored(checksum, reply.headers, attempt.number);
  const storedKey = key.replaceAll(FILENAME, () => filename);
  const result: UploadResult = {
    bucket,
    key: storedKey,
    location: objectAddress(form.url, storedKey),
    via: "post",
  };
  if (checksum) result.checksum = checksum;
  const etag = stored?.etag || replyEtag;
  if (etag) result.etag = etag;
  const versionId = reply.headers.get("x-amz-version-id");
  if (versionId) result.versionId = versionId;
  return result;
}

/** S3 keeps `${filename}` as it is where the file part has no name. */
function filenameOf({ body, key }: UploadRequest): string {
  const name = "name" in body && typeof body.name === "string" ? body.name : "";
  return name || key.slice(key.lastIndexOf("/") + 1) || "file";
}

/** The address as the signer writes it into URLs, so that it is the same whichever way an object is uploaded. */
function objectAddress(formUrl: string, key: string): string {
  const path = encodeURIComponent(key)
    .replaceAll("%2F", "/")
    .replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${locationOf(formUrl).replace(/\/$/, "")}/${path}`;
}

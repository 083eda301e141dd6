import { explainChecksumRejection } from "../checksum/blob-checksum.ts";
import type { Attempt } from "../http/attempt.ts";
import { send } from "../http/send.ts";
import { readSuccess, STORED } from "../http/success.ts";
import { allowRetry, transferError } from "../http/transfer-error.ts";
import { NOT_CONFIRMED } from "../messages/transfers.ts";
import { FILENAME } from "../options.ts";
import { readPostResponse } from "../s3-documents.ts";
import type { TransferControl } from "../transfer/control.ts";
import type { UploadResult } from "../types.ts";
import { formFields } from "./form-fields.ts";
import { objectAddress } from "./location.ts";
import { bodyChecksum, checkStoredChecksum, withChecksum } from "./upload-checksum.ts";
import type { UploadRequest } from "./upload-request.ts";
import { storedBy, uploadResult } from "./upload-result.ts";

/** Uploads by a form POST. Its policy allows this object only: its key, exact size, content type and metadata. */
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
  meter.startAttempt(attempt.number, 0, size);
  const form = await environment.signer.presignPost(
    {
      bucket,
      key,
      fields: formFields(withChecksum(request, checksum)),
      minSize: size,
      maxSize: size,
      conditions,
    },
    attempt.signal,
  );
  attempt.signal.throwIfAborted();
  meter.startTransfer(size);
  const response = await send(
    environment,
    {
      method: "POST",
      url: form.url,
      body: form.toFormData(body, { filename }),
      signed: form,
      onSent: (sent, total) => {
        // The fields and boundaries before and after the file are sent, but are not bytes of the object.
        const overhead = Math.max(0, total - size);
        if (!attempt.signal.aborted) meter.update(Math.min(size, Math.max(0, sent - overhead)));
      },
    },
    attempt,
  ).catch(explainChecksumRejection(environment.checksums, body, checksum, attempt));
  const text = await readSuccess(environment, response, form, attempt, STORED);
  const document = readPostResponse(text);
  const stored = storedBy(response);
  // Some stores respond with 201 and no document. An incomplete document, or another text, comes from a proxy.
  if (!document && text.trim() && (response.status === 201 || !stored.etag)) {
    const parameters = ["an incomplete PostResponse document"];
    throw allowRetry(transferError(NOT_CONFIRMED, attempt.number, { parameters }));
  }
  checkStoredChecksum(checksum, response.headers, attempt.number);
  const storedKey = key.replaceAll(FILENAME, () => filename);
  const place = { bucket, key: storedKey, location: objectAddress(form.url, storedKey) };
  return uploadResult("post", place, checksum, { ...stored, etag: document?.etag || stored.etag });
}

/** Returns a name for the form's file that is not empty: without one, S3 does not replace `${filename}`. */
function filenameOf({ body, key }: UploadRequest): string {
  const name = "name" in body && typeof body.name === "string" ? body.name : "";
  return name || key.slice(key.lastIndexOf("/") + 1) || "file";
}

import { abortable } from "../http/abortable.ts";
import { completeChecksum, headObject, type ObjectRequest } from "../objects/head.ts";
import { withoutConditions } from "../transfer/arguments.ts";
import type { TransferControl } from "../transfer/control.ts";
import { once, type TransferEnvironment } from "../transfer/environment.ts";
import { Transfer } from "../transfer/transfer.ts";
import type { DownloadOptions, DownloadResult, WritableDestination } from "../types.ts";
import { BlobBuilder } from "./blob-builder.ts";
import { type DownloadRequest, readDownload } from "./download-request.ts";
import { ObjectReader, type ObjectSource } from "./object-reader.ts";
import { Verification } from "./verification.ts";

/**
 * Downloads an object, and resumes after an interruption, a stall, or `pause()`.
 *
 * Rejects with a `TransferError`: `ObjectChanged` if the object was replaced meanwhile; `Interrupted` if it cannot be
 * resumed; `UnreadableReply` if a response is not the requested bytes, has more of them than announced, or is a Blob of
 * unknown size above 4 GiB; `ChecksumMismatch` and `ChecksumUnavailable` from `verify`.
 */
export function download(
  environment: TransferEnvironment,
  key: string,
  options: DownloadOptions = {},
): Transfer<DownloadResult> {
  return new Transfer(environment, () => {
    const request = readDownload(environment, key, options);
    return { ...request, work: (control, settle) => startDownload(control, settle, request) };
  });
}

async function startDownload(
  control: TransferControl,
  settle: (result: DownloadResult) => void,
  request: DownloadRequest,
): Promise<DownloadResult> {
  const { bucket, key, to, range, versionId, headers, verify } = request;
  const { environment, signal } = control;
  // Requests about an object that has met the conditions.
  const object = { bucket, key, versionId, headers: withoutConditions(headers), signal };
  const verification = new Verification(environment, {
    verify,
    bucket,
    isRange: range !== undefined,
    partSizeOf: async (partNumber) => {
      // The download waits for this size, and can do without it.
      const info = await headObject(once(environment), { ...object, partNumber });
      return info.size;
    },
    completeChecksum: (info) => completeChecksum(environment, object, info, verify === true),
  });
  const source: ObjectSource = {
    bucket,
    key,
    range,
    versionId,
    headers,
    sizeOf: (etag) => sizeByHead(environment, object, etag),
    verification,
  };
  if (to === "blob") return toBlob(control, source);
  const reader = new ObjectReader(control, source);
  if (to === "stream") return toStream(control, reader, verification, settle);
  return toWritable(control, reader, verification, to);
}

/** Maximum number of bytes of a Blob without a known size, so that an endless body cannot fill the memory. */
const UNSIZED_BLOB_LIMIT = 4 * 1024 * 1024 * 1024;

async function toBlob(control: TransferControl, source: ObjectSource): Promise<DownloadResult> {
  const builder = new BlobBuilder();
  const restart = () => builder.clear();
  const reader = new ObjectReader(control, { ...source, restart, limit: UNSIZED_BLOB_LIMIT });
  let blob = await reader.readWhole();
  if (!blob) {
    for (let chunk = await reader.read(); chunk; chunk = await reader.read()) builder.append(chunk);
    reader.learnSpeed();
    blob = builder.build(reader.info.contentType);
  }
  return { blob, info: reader.info, ...verifiedBy(source.verification) };
}

function verifiedBy({ verified }: Verification): Pick<DownloadResult, "verified"> {
  return verified === undefined ? {} : { verified };
}

async function toStream(
  control: TransferControl,
  reader: ObjectReader,
  verification: Verification,
  settle: (result: DownloadResult) => void,
): Promise<DownloadResult> {
  const info = await reader.open();
  return new Promise((finish, fail) => {
    const stream = new ReadableStream<Uint8Array>(
      {
        start(controller) {
          // Between two reads, nothing else would fail the stream.
          control.signal.addEventListener("abort", () => {
            controller.error(control.signal.reason);
            reader.cancel();
          });
        },
        async pull(controller) {
          try {
            const chunk = await reader.read();
            if (chunk) {
              controller.enqueue(chunk);
            } else {
              controller.close();
              finish(Object.assign(result, verifiedBy(verification)));
            }
          } catch (error) {
            controller.error(error);
            fail(error);
          }
        },
        cancel(reason) {
          control.abort(reason);
        },
      },
      // Read nothing ahead: the consumer of the stream sets the pace.
      { highWaterMark: 0 },
    );
    const result: DownloadResult = { stream, info };
    settle(result);
  });
}

async function toWritable(
  control: TransferControl,
  reader: ObjectReader,
  verification: Verification,
  to: WritableDestination,
): Promise<DownloadResult> {
  let writer = "getWriter" in to ? to.getWriter() : undefined;
  try {
    const info = await reader.open();
    // Open the file after the first response: a rejected download must not change it.
    writer ??= await writerOf(to as FileSystemFileHandle);
    for (let chunk = await reader.read(); chunk; chunk = await reader.read()) {
      await abortable(writer.write(chunk), control.signal);
    }
    // Closing replaces the file: not after an abort in the last `onProgress`.
    control.signal.throwIfAborted();
    await abortable(writer.close(), control.signal);
    return { info, ...verifiedBy(verification) };
  } catch (error) {
    reader.cancel();
    writer?.abort(error).catch(() => {});
    throw error;
  } finally {
    writer?.releaseLock();
  }
}

async function writerOf(file: FileSystemFileHandle) {
  const writable: WritableStream<Uint8Array> = await file.createWritable();
  return writable.getWriter();
}

async function sizeByHead(
  environment: TransferEnvironment,
  object: ObjectRequest,
  etag: string | undefined,
): Promise<number> {
  try {
    const info = await headObject(environment, object);
    return etag && info.etag && etag !== info.etag ? Number.NaN : info.size;
  } catch (error) {
    if (object.signal?.aborted) throw error;
    // Without the size, only the total of the progress is missing.
    return Number.NaN;
  }
}

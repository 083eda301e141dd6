import { PresignError } from "../errors.ts";
import { headObject } from "../objects/head.ts";
import { about, invalid, Options, wrongType } from "../options.ts";
import {
  readKey,
  readTransferSettings,
  TRANSFER_OPTIONS,
  type TransferSettings,
} from "../transfer/arguments.ts";
import type { TransferControl } from "../transfer/control.ts";
import type { TransferEnvironment } from "../transfer/environment.ts";
import { Transfer } from "../transfer/transfer.ts";
import type { ByteRange, DownloadOptions, DownloadResult } from "../types.ts";
import { BlobBuilder } from "./blob-builder.ts";
import { ObjectReader, type ObjectSource } from "./object-reader.ts";
import { Verification } from "./verification.ts";

/**
 * Fetches an object, going on where it stopped after a cut, a stall, or `pause()`.
 *
 * Rejects with a `TransferError`: `ObjectChanged` if the object was replaced meanwhile, `Interrupted` if it cannot go on
 * from the middle, `UnreadableReply` if a reply is not the bytes asked for or has more of them than it announced, or if
 * a Blob of unknown size exceeds 4 GiB, `ChecksumMismatch` and `ChecksumUnavailable` by `verify`.
 */
export function download(
  environment: TransferEnvironment,
  key: string,
  options: DownloadOptions = {},
): Transfer<DownloadResult> {
  return new Transfer(environment, () => {
    const request = readDownload(environment, key, options);
    return { ...request, work: (control, settle) => start(control, settle, request) };
  });
}

async function start(
  control: TransferControl,
  settle: (result: DownloadResult) => void,
  { bucket, key, to, range, versionId, verify }: DownloadRequest,
): Promise<DownloadResult> {
  const verification = new Verification(control.environment, {
    verify,
    bucket,
    isRange: range !== undefined,
    partSizeOf: (number) => partSizeByHead(control, bucket, key, versionId, number),
  });
  const source: ObjectSource = {
    bucket,
    key,
    range,
    versionId,
    sizeOf: (etag) => sizeByHead(control, bucket, key, versionId, etag),
    verification,
  };
  if (to === "blob") return toBlob(control, source);
  const reader = new ObjectReader(control, source);
  if (to === "stream") return toStream(control, reader, verification, settle);
  return toWritable(control, reader, verification, to);
}

const DOWNLOAD_OPTIONS = [...TRANSFER_OPTIONS, "to", "range", "versionId", "verify"];

interface DownloadRequest extends TransferSettings {
  key: string;
  to: NonNullable<DownloadOptions["to"]>;
  range: ByteRange | undefined;
  versionId: string | undefined;
  verify: boolean | undefined;
}

function readDownload(
  environment: TransferEnvironment,
  key: string,
  options: DownloadOptions,
): DownloadRequest {
  const read = new Options(options, DOWNLOAD_OPTIONS);
  const range = readRange(read.nested("range", ["start", "end"]));
  const verify = read.get("verify") === undefined ? undefined : read.boolean("verify");
  if (range && verify) {
    const hint = "A checksum covers the whole object. Leave out `verify` or `range`.";
    throw invalid("verify", "cannot go with `range`.", hint);
  }
  return {
    ...readTransferSettings(environment, read),
    key: readKey(key),
    to: readTarget(read),
    range,
    versionId: read.string("versionId"),
    verify,
  };
}

function readTarget(options: Options): DownloadRequest["to"] {
  const to = (options.get("to") ?? "blob") as DownloadRequest["to"];
  if (to === "blob" || to === "stream") return to;
  if (options.hasMethods("to", ["createWritable"])) return to;
  if (options.hasMethods("to", ["getWriter"]) && !(to as WritableStream).locked) return to;
  throw wrongType("to", '"blob", "stream", a FileSystemFileHandle or an unlocked WritableStream');
}

function readRange(range: Options | undefined): ByteRange | undefined {
  if (!range) return undefined;
  const start = range.number("start");
  const end = range.get("end") === undefined ? Number.POSITIVE_INFINITY : range.number("end");
  const isWhole = (byte: number) => byte === Number.POSITIVE_INFINITY || Number.isSafeInteger(byte);
  if (Number.isSafeInteger(start) && start >= 0 && isWhole(end) && end >= start) {
    return end === Number.POSITIVE_INFINITY ? { start } : { start, end };
  }
  const rule = `must be whole numbers with 0 <= start <= end; got ${start} to ${end}.`;
  throw new PresignError("InvalidRange", about("range", rule), {
    field: "range",
    hint: "Both ends are included; without `end`, the range goes to the last byte.",
  });
}

/** Bytes of a Blob whose size nothing tells, so that an endless body cannot fill the machine. */
const UNSIZED_BLOB_LIMIT = 4 * 1024 ** 3;

async function toBlob(control: TransferControl, source: ObjectSource): Promise<DownloadResult> {
  const builder = new BlobBuilder();
  const restart = () => builder.clear();
  const reader = new ObjectReader(control, { ...source, restart, limit: UNSIZED_BLOB_LIMIT });
  for (let chunk = await reader.read(); chunk; chunk = await reader.read()) builder.append(chunk);
  const { info } = reader;
  return { blob: builder.build(info.contentType), info, ...verifiedBy(source.verification) };
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
          // Between two reads nothing else would tell the stream.
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
      // Nothing is read ahead: the reader's pace is the network's pace.
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
  to: FileSystemFileHandle | WritableStream<Uint8Array>,
): Promise<DownloadResult> {
  let writer = "getWriter" in to ? to.getWriter() : undefined;
  try {
    const info = await reader.open();
    // Only once there is something to write: a refused download must not touch the file.
    writer ??= await writerOf(to as FileSystemFileHandle);
    for (let chunk = await reader.read(); chunk; chunk = await reader.read()) {
      await control.unlessAborted(writer.write(chunk));
    }
    // Closing is what makes the bytes the file: not after an abort in the last report of progress.
    control.signal.throwIfAborted();
    await control.unlessAborted(writer.close());
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

async function partSizeByHead(
  { environment, signal }: TransferControl,
  bucket: string,
  key: string,
  versionId: string | undefined,
  partNumber: number,
): Promise<number> {
  // The object's bytes wait for this, and come without it as well.
  const once = { ...environment, retry: { ...environment.retry, attempts: 1 } };
  const info = await headObject(once, { bucket, key, signal, partNumber, versionId });
  return info.size;
}

async function sizeByHead(
  control: TransferControl,
  bucket: string,
  key: string,
  versionId: string | undefined,
  etag: string | undefined,
): Promise<number> {
  const { signal } = control;
  try {
    const info = await headObject(control.environment, { bucket, key, signal, versionId });
    return etag && info.etag && etag !== info.etag ? Number.NaN : info.size;
  } catch (error) {
    if (signal.aborted) throw error;
    // The bytes can be had without the size; only progress has to do without its total.
    return Number.NaN;
  }
}

import { NOT_DESTINATION, RANGE_INVALID, VERIFY_WITH_RANGE } from "../messages/transfers.ts";
import { optionError } from "../option-error.ts";
import { hasMethods, Options } from "../options.ts";
import {
  readKey,
  readRequestHeaders,
  readTransferSettings,
  TRANSFER_OPTIONS,
  type TransferSettings,
} from "../transfer/arguments.ts";
import type { TransferEnvironment } from "../transfer/environment.ts";
import type { ByteRange, DownloadOptions } from "../types.ts";

const DOWNLOAD_OPTIONS = ["to", "range", "versionId", "headers", "verify"];

/** A download with its defaults filled in. */
export interface DownloadRequest extends TransferSettings {
  key: string;
  to: NonNullable<DownloadOptions["to"]>;
  range: ByteRange | undefined;
  versionId: string | undefined;
  headers: Record<string, string>;
  verify: boolean | undefined;
}

export function readDownload(
  environment: TransferEnvironment,
  key: string,
  options: DownloadOptions,
): DownloadRequest {
  const read = new Options(options, [...TRANSFER_OPTIONS, ...DOWNLOAD_OPTIONS]);
  const range = readRange(read.nested("range", ["start", "end"]));
  const verify = read.get("verify") === undefined ? undefined : read.boolean("verify");
  if (range && verify) throw optionError(VERIFY_WITH_RANGE, "verify");
  return {
    ...readTransferSettings(environment, read),
    key: readKey(key),
    to: readDestination(read),
    range,
    versionId: read.string("versionId"),
    headers: readRequestHeaders(read),
    verify,
  };
}

function readDestination(options: Options): DownloadRequest["to"] {
  const to = (options.get("to") ?? "blob") as DownloadRequest["to"];
  if (to === "blob" || to === "stream") return to;
  if (hasMethods(options, "to", ["createWritable"])) return to;
  if (hasMethods(options, "to", ["getWriter"]) && !(to as WritableStream).locked) return to;
  throw optionError(NOT_DESTINATION, "to");
}

function readRange(range: Options | undefined): ByteRange | undefined {
  if (!range) return undefined;
  const start = range.number("start");
  const end = range.get("end") === undefined ? Number.POSITIVE_INFINITY : range.number("end");
  const isWhole = (byte: number) => byte === Number.POSITIVE_INFINITY || Number.isSafeInteger(byte);
  if (Number.isSafeInteger(start) && start >= 0 && isWhole(end) && end >= start) {
    return end === Number.POSITIVE_INFINITY ? { start } : { start, end };
  }
  throw optionError(RANGE_INVALID, "range", { start, end });
}

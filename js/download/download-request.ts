import { PresignError } from "../errors.ts";
import { about, invalid, Options, wrongType } from "../options.ts";
import {
  readKey,
  readTransferSettings,
  TRANSFER_OPTIONS,
  type TransferSettings,
} from "../transfer/arguments.ts";
import type { TransferEnvironment } from "../transfer/environment.ts";
import type { ByteRange, DownloadOptions } from "../types.ts";

const DOWNLOAD_OPTIONS = [...TRANSFER_OPTIONS, "to", "range", "versionId", "verify"];

/** A download with its defaults filled in. */
export interface DownloadRequest extends TransferSettings {
  key: string;
  to: NonNullable<DownloadOptions["to"]>;
  range: ByteRange | undefined;
  versionId: string | undefined;
  verify: boolean | undefined;
}

export function readDownload(
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

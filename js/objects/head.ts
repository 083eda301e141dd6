import { CHECKSUM_MODE } from "../checksum/checksum.ts";
import { ServiceError } from "../errors.ts";
import type { Attempt } from "../http/attempt.ts";
import { withRetries } from "../http/retry.ts";
import { type HttpResponse, send } from "../http/send.ts";
import { transferError } from "../http/transfer-error.ts";
import { NOT_CONFIRMED } from "../messages/transfers.ts";
import { Options } from "../options.ts";
import { type RequestSettings, readKey, readRequestSettings } from "../transfer/arguments.ts";
import { TransferControl } from "../transfer/control.ts";
import type { TransferEnvironment } from "../transfer/environment.ts";
import type { ObjectInfo, ObjectOptions } from "../types.ts";
import { readObjectInfo } from "./object-info.ts";

/** The object that `head` or `deleteObject` is about. */
export interface ObjectRequest extends RequestSettings {
  key: string;
  versionId?: string | undefined;
  checksum?: boolean;
  partNumber?: number;
  /** To be signed and sent. */
  headers?: Record<string, string>;
}

export function readObjectRequest(
  environment: TransferEnvironment,
  key: string,
  options: ObjectOptions,
): ObjectRequest {
  const read = new Options(options, ["bucket", "versionId", "checksum", "signal"]);
  return {
    ...readRequestSettings(environment, read),
    key: readKey(key),
    versionId: read.string("versionId"),
    checksum: read.boolean("checksum"),
  };
}

/**
 * What S3 knows about an object, without its bytes.
 *
 * The reply to a HEAD has no body. An object that is not there is `NotFound`; for a refusal the reason is
 * asked for by a GET of one byte, so that old credentials and wrong clocks are found out and mended.
 */
export async function head(
  environment: TransferEnvironment,
  key: string,
  options: ObjectOptions = {},
): Promise<ObjectInfo> {
  return headObject(environment, readObjectRequest(environment, key, options));
}

export async function headObject(
  environment: TransferEnvironment,
  { bucket, key, versionId, checksum, partNumber, headers, signal }: ObjectRequest,
): Promise<ObjectInfo> {
  const query = {
    ...(versionId === undefined ? {} : { versionId }),
    ...(partNumber === undefined ? {} : { partNumber: String(partNumber) }),
  };
  const extra = { ...headers, ...(checksum ? CHECKSUM_MODE : {}) };
  const control = new TransferControl(environment, { signal });

  const ask = async (method: "HEAD" | "GET", attempt: Attempt): Promise<HttpResponse> => {
    const signed = await environment.signer.presign(
      {
        bucket,
        key,
        method,
        ...(Object.keys(query).length > 0 ? { query } : {}),
        ...(Object.keys(extra).length > 0 ? { headers: extra } : {}),
      },
      attempt.signal,
    );
    const isRange = method === "GET" && partNumber === undefined;
    const range: Record<string, string> = isRange ? { range: "bytes=0-0" } : {};
    const sent = { ...signed.headers, ...range };
    return send(environment, { method, url: signed.url, headers: sent, signed }, attempt);
  };

  try {
    return await withRetries(control, async (attempt) => {
      const reply = await ask("HEAD", attempt).catch(async (error) => {
        if (!isUnexplained(error)) throw error;
        const unexpected = await ask("GET", attempt);
        unexpected.body?.cancel().catch(() => {});
        throw error;
      });
      // 206 is the reply for one part.
      if (reply.status !== 200 && reply.status !== 206) {
        const parameters = [`status ${reply.status}`];
        throw transferError(NOT_CONFIRMED, attempt.number, { parameters });
      }
      const size = Number(reply.headers.get("content-length") ?? Number.NaN);
      return readObjectInfo(bucket, key, size, reply.headers);
    });
  } finally {
    control.end();
  }
}

function isUnexplained(error: unknown): boolean {
  return error instanceof ServiceError && (error.status === 400 || error.status === 403);
}

import { ServiceError } from "../errors.ts";
import { checkKey } from "./arguments.ts";
import type { Attempt } from "./attempt.ts";
import { CHECKSUM_MODE } from "./checksum.ts";
import { TransferControl } from "./control.ts";
import type { TransferEnvironment } from "./environment.ts";
import { type HttpReply, send } from "./http.ts";
import { type ObjectInfo, readObjectInfo } from "./object-info.ts";
import { persist } from "./retry.ts";

export interface ObjectOptions {
  /** Default: the client's bucket. */
  bucket?: string;
  versionId?: string;
  /**
   * Ask for the object's checksum too. In a page the bucket's CORS rules must allow the request header
   * `x-amz-checksum-mode`, and expose the reply's, such as `x-amz-checksum-crc64nvme`. Default false.
   */
  checksum?: boolean;
  signal?: AbortSignal;
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
  options: ObjectOptions & { partNumber?: number; headers?: Record<string, string> } = {},
): Promise<ObjectInfo> {
  checkKey(key);
  const bucket = options.bucket ?? environment.bucket ?? "";
  const { versionId, partNumber } = options;
  const query = {
    ...(versionId === undefined ? {} : { versionId }),
    ...(partNumber === undefined ? {} : { partNumber: String(partNumber) }),
  };
  const extra = { ...options.headers, ...(options.checksum ? CHECKSUM_MODE : {}) };
  const control = new TransferControl(environment, { signal: options.signal });

  const ask = async (method: "HEAD" | "GET", attempt: Attempt): Promise<HttpReply> => {
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
    const headers = { ...signed.headers, ...range };
    return send(environment, { method, url: signed.url, headers, signed }, attempt);
  };

  try {
    return await persist(control, async (attempt) => {
      const reply = await ask("HEAD", attempt).catch(async (error) => {
        if (!isUnexplained(error)) throw error;
        const unexpected = await ask("GET", attempt);
        unexpected.body?.cancel().catch(() => {});
        throw error;
      });
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

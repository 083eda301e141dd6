import { CHECKSUM_MODE } from "../checksum/checksum.ts";
import { ServiceError } from "../errors.ts";
import type { Attempt } from "../http/attempt.ts";
import type { HttpResponse } from "../http/http-message.ts";
import { withRetries } from "../http/retry.ts";
import { send } from "../http/send.ts";
import { transferError } from "../http/transfer-error.ts";
import { NOT_CONFIRMED } from "../messages/transfers.ts";
import { Options } from "../options.ts";
import {
  type RequestSettings,
  readKey,
  readRequestHeaders,
  readRequestSettings,
  signedHeaders,
} from "../transfer/arguments.ts";
import { TransferControl } from "../transfer/control.ts";
import type { TransferEnvironment } from "../transfer/environment.ts";
import type { ObjectInfo, ObjectOptions } from "../types.ts";
import { readObjectInfo } from "./object-info.ts";

/** A request of `head` or `deleteObject`. */
export interface ObjectRequest extends RequestSettings {
  key: string;
  versionId?: string | undefined;
  checksum?: boolean;
  partNumber?: number;
  /** Further headers, signed. */
  headers: Record<string, string>;
}

export function readObjectRequest(
  environment: TransferEnvironment,
  key: string,
  options: ObjectOptions,
): ObjectRequest {
  const read = new Options(options, ["bucket", "versionId", "checksum", "headers", "signal"]);
  return {
    ...readRequestSettings(environment, read),
    key: readKey(key),
    versionId: read.string("versionId"),
    checksum: read.boolean("checksum"),
    headers: readRequestHeaders(read),
  };
}

/**
 * Returns the properties of an object (API reference, "HeadObject").
 *
 * @throws {ServiceError} `NotFound` if there is no object
 */
export async function head(
  environment: TransferEnvironment,
  key: string,
  options: ObjectOptions = {},
): Promise<ObjectInfo> {
  return headObject(environment, readObjectRequest(environment, key, options));
}

/**
 * Sends the HEAD request of `head`.
 *
 * The response to a HEAD has no body, so that an error has no reason. After 400 and 403 a GET of one byte gets the reason,
 * so that expired credentials and a wrong clock can be recognized and corrected.
 */
export async function headObject(
  environment: TransferEnvironment,
  { bucket, key, versionId, checksum, partNumber, headers, signal }: ObjectRequest,
): Promise<ObjectInfo> {
  const query = {
    ...(versionId === undefined ? {} : { versionId }),
    ...(partNumber === undefined ? {} : { partNumber: String(partNumber) }),
  };
  const own = signedHeaders({ ...headers, ...(checksum ? CHECKSUM_MODE : {}) });
  const control = new TransferControl(environment, { signal });

  const request = async (method: "HEAD" | "GET", attempt: Attempt): Promise<HttpResponse> => {
    const signed = await environment.signer.presign(
      {
        bucket,
        key,
        method,
        ...(Object.keys(query).length > 0 ? { query } : {}),
        ...own,
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
      const response = await request("HEAD", attempt).catch(async (error) => {
        if (!lacksReason(error)) throw error;
        const unexpected = await request("GET", attempt);
        unexpected.body?.cancel().catch(() => {});
        throw error;
      });
      const { status } = response;
      // 206 is the response for one part.
      if (status !== 200 && status !== 206) {
        throw transferError(NOT_CONFIRMED, attempt.number, { parameters: [`status ${status}`] });
      }
      const size = Number(response.headers.get("content-length") ?? Number.NaN);
      return readObjectInfo(bucket, key, size, response.headers);
    });
  } finally {
    control.end();
  }
}

function lacksReason(error: unknown): boolean {
  return error instanceof ServiceError && (error.status === 400 || error.status === 403);
}

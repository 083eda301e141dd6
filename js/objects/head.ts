import { CHECKSUM_MODE } from "../checksum/checksum.ts";
import { ServiceError } from "../errors.ts";
import type { Attempt } from "../http/attempt.ts";
import type { HttpRequest, HttpResponse } from "../http/http-message.ts";
import { withRetries } from "../http/retry.ts";
import { sendSigned } from "../http/send.ts";
import { transferError } from "../http/transfer-error.ts";
import { NOT_CONFIRMED } from "../messages/transfers.ts";
import { Options } from "../options.ts";
import {
  type RequestSettings,
  readKey,
  readRequestHeaders,
  readRequestSettings,
  signedHeaders,
  signedQuery,
} from "../transfer/arguments.ts";
import type { ChecksumRequest } from "../transfer/bucket-memory.ts";
import { TransferControl } from "../transfer/control.ts";
import { once, type TransferEnvironment } from "../transfer/environment.ts";
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

/** Returns the properties of an object, with its checksum if that is requested. */
export async function headObject(
  environment: TransferEnvironment,
  request: ObjectRequest,
): Promise<ObjectInfo> {
  const { bucket, checksum } = request;
  if (!checksum) return sendHead(environment, request);
  const wanted = environment.bucketMemory.checksumRequest(bucket);
  const info = await sendHead(environment, request, wanted);
  await completeChecksum(environment, request, info, true);
  return info;
}

/**
 * Adds a missing checksum to `info` by a second request, which has the header, and remembers for the bucket whether the
 * header is necessary.
 *
 * @param always requests it also from a bucket that has shown none before
 */
export async function completeChecksum(
  environment: TransferEnvironment,
  request: ObjectRequest,
  info: ObjectInfo,
  always: boolean,
): Promise<void> {
  const { checksumRequests } = environment.bucketMemory;
  const { bucket, signal } = request;
  const known = checksumRequests.get(bucket) ?? "unknown";
  if (known === "query" || known === "headers") return;
  // Set before the response: downloads that start meanwhile need not ask too.
  checksumRequests.set(bucket, info.checksum ? "query" : "neither");
  if (info.checksum || (known === "neither" && !always)) return;
  const wanted = { headers: CHECKSUM_MODE };
  const found = await sendHead(once(environment), request, wanted).catch(() => undefined);
  signal?.throwIfAborted();
  if (!found?.checksum) return;
  checksumRequests.set(bucket, "headers");
  const isSame =
    found.etag === info.etag && found.lastModified?.getTime() === info.lastModified?.getTime();
  if (isSame) info.checksum = found.checksum;
}

/**
 * Sends the HEAD request of `head`.
 *
 * The response to a HEAD has no body, so that an error has no reason. After 400 and 403 a GET of one byte gets the reason,
 * so that expired credentials and a wrong clock can be recognized and corrected.
 */
async function sendHead(
  environment: TransferEnvironment,
  { bucket, key, versionId, partNumber, headers, signal }: ObjectRequest,
  wanted: ChecksumRequest = {},
): Promise<ObjectInfo> {
  const control = new TransferControl(environment, { signal });

  const request = async (method: "HEAD" | "GET", attempt: Attempt): Promise<HttpResponse> => {
    const signed = await environment.signer.presign(
      {
        bucket,
        key,
        method,
        ...signedQuery({ ...wanted.query, versionId, partNumber: partNumber?.toString() }),
        ...signedHeaders({ ...headers, ...wanted.headers }),
      },
      attempt.signal,
    );
    const isRange = method === "GET" && partNumber === undefined;
    const range: HttpRequest["headers"] = isRange ? { range: "bytes=0-0" } : {};
    return sendSigned(environment, signed, attempt, { headers: range });
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

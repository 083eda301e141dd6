import { TransferError } from "../errors.ts";
import {
  CORS_BLOCKED,
  MIXED_CONTENT,
  NO_RESPONSE_IN_PAGE,
  OFFLINE,
  SERVICE_UNREACHABLE,
} from "../messages/transfers.ts";
import type { Method } from "../types.ts";
import type { Host } from "./host.ts";
import { isMixedContent } from "./mixed-content.ts";
import { type TransferErrorDetails, transferError } from "./transfer-error.ts";

type FailedRequest = { method: Method; url: string };

/** Requests that got no response in a page, by their error. */
const withoutResponse = new WeakMap<TransferError, FailedRequest>();

/**
 * Returns the error of a request that got no response.
 *
 * A page cannot distinguish CORS rules from a broken network; `corsBlocked` finds out.
 * `bodySent` states that the whole body was sent: CORS then allowed the request, and only the network can have failed.
 */
export function noResponse(
  host: Host,
  request: FailedRequest,
  attempts: number,
  { bodySent, ...details }: TransferErrorDetails & { bodySent?: boolean } = {},
): TransferError {
  const { origin } = host;
  if (isMixedContent(origin, request.url)) return transferError(MIXED_CONTENT, attempts, details);
  let message = NO_RESPONSE_IN_PAGE;
  if (origin === undefined) message = SERVICE_UNREACHABLE;
  if (!host.isOnline()) message = OFFLINE;
  const parameters = [corsRule(origin, request.method)];
  const error = transferError(message, attempts, { ...details, parameters });
  if (origin !== undefined && !bodySent) withoutResponse.set(error, request);
  return error;
}

/** Returns whether the bucket's CORS rules may have caused the error. */
export function looksLikeCors(error: unknown): boolean {
  return error instanceof TransferError && withoutResponse.has(error);
}

/** Returns whether the bucket's CORS rules have caused the error for certain. */
export function isCorsBlocked(error: unknown): boolean {
  return error instanceof TransferError && error.code === "CorsBlocked";
}

/**
 * Returns a `CorsBlocked` error if the service can be reached although the request got no response. Returns undefined if
 * the network may have failed.
 */
export async function corsBlocked(
  host: Host,
  error: unknown,
  signal: AbortSignal,
): Promise<TransferError | undefined> {
  if (!(error instanceof TransferError) || host.origin === undefined) return undefined;
  const request = withoutResponse.get(error);
  if (!request || !(await isReachable(host, request.url, signal))) return undefined;
  const { attempts, cause } = error;
  const parameters = [corsRule(host.origin, request.method)];
  return transferError(CORS_BLOCKED, attempts, { cause, parameters });
}

/** Sends a request without CORS: the page may not read the response, but learns that there is one. */
export async function isReachable(host: Host, url: string, signal: AbortSignal): Promise<boolean> {
  const { fetch } = host;
  try {
    // The root of the host: this request needs no signature.
    const address = new URL("/", url).href;
    const mode = "no-cors";
    await fetch(address, { method: "HEAD", mode, credentials: "omit", cache: "no-store", signal });
    return true;
  } catch {
    return false;
  }
}

/** A CORS rule that allows the request, as `PutBucketCors` and the S3 console take it. */
function corsRule(origin: string | undefined, method: Method): string {
  return JSON.stringify({
    AllowedOrigins: [origin],
    AllowedMethods: [method],
    AllowedHeaders: ["*"],
    ExposeHeaders: ["ETag", "Content-Range", "x-amz-version-id", "x-amz-checksum-crc64nvme"],
  });
}

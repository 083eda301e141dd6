import type { TransferError } from "../errors.ts";
import { NOT_CONFIRMED } from "../messages/transfers.ts";
import type { Attempt } from "./attempt.ts";
import { suffixOfHost } from "./aws-hosts.ts";
import type { Host } from "./host.ts";
import type { HttpResponse } from "./http-message.ts";
import { errorInSuccess } from "./s3-error.ts";
import { transferError } from "./transfer-error.ts";

/** Statuses of a stored body: S3 has 200 for a PUT, some stores have 201 or 204. */
export const STORED: readonly number[] = [200, 201, 204];
/** Statuses of a deletion. */
export const DELETED: readonly number[] = [200, 204];

/** A response to an upload has one small document, or none. Bytes. */
const TEXT_LIMIT = 64 * 1024;

/**
 * Reads the body of a response with a 2xx status. A proxy or a login page can send such a status as well as the service;
 * but a header that CORS hides proves nothing.
 *
 * @throws {ServiceError} if the text is an error document
 * @throws {TransferError} `UnreadableReply` if the service did not write this response
 */
export async function readSuccess(
  host: Host,
  response: HttpResponse,
  signed: { url: string },
  attempt: Attempt,
  statuses: readonly number[],
  limit = TEXT_LIMIT,
): Promise<string> {
  const text = await response.text(limit);
  attempt.signal.throwIfAborted();
  const error = errorInSuccess(response, text, signed, host.now());
  if (error) throw error;
  const { status, headers, url } = response;
  const sender = new URL(url).host;
  let got: string | undefined;
  if (!isSameService(sender, new URL(signed.url).host))
    got = `a response of ${attempt.redactor().text(sender)}`;
  else if (!statuses.includes(status)) got = `status ${status}`;
  else if (status === 200 && isHtml(headers.get("content-type"), text)) got = "an HTML page";
  if (got) throw notConfirmed(attempt, got);
  return text;
}

/**
 * Checks the response to a PUT of a body.
 *
 * @throws as `readSuccess` does
 */
export async function checkPut(
  host: Host,
  response: HttpResponse,
  signed: { url: string },
  attempt: Attempt,
): Promise<void> {
  const text = await readSuccess(host, response, signed, attempt, STORED);
  // S3's own response to a PUT has no body.
  if (text.trim() && response.status === 200 && !response.headers.has("etag"))
    throw notConfirmed(attempt, "a text without an ETag");
}

function notConfirmed(attempt: Attempt, got: string): TransferError {
  return transferError(NOT_CONFIRMED, attempt.number, { parameters: [got] });
}

/** Returns whether two hosts can be of one service: S3 redirects requests for a new bucket to its region's host. */
function isSameService(host: string, signed: string): boolean {
  const suffix = suffixOfHost(host);
  return host === signed || (suffix !== undefined && suffix === suffixOfHost(signed));
}

function isHtml(contentType: string | null, text: string): boolean {
  const start = text.trimStart().slice(0, 15);
  if (!start) return false;
  return /^<(!doctype html|html)/i.test(start) || (contentType?.startsWith("text/html") ?? false);
}

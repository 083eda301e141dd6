import type { TransferEnvironment } from "../transfer/environment.ts";
import type { Attempt } from "./attempt.ts";
import { suffixOfHost } from "./aws-hosts.ts";
import { unreadableReply } from "./failures.ts";
import type { HttpReply } from "./send.ts";
import { errorInReply } from "./service-error.ts";

/** Statuses of a stored body: S3 has 200 for a PUT, some stores have 201 or 204. */
export const STORED: readonly number[] = [200, 201, 204];
/** Statuses of a deletion. */
export const DELETED: readonly number[] = [200, 204];

/** A reply to an upload has one small document, or none. */
const REPLY_LIMIT = 64 * 1024;

/**
 * Reads a reply whose status is a success. Anything between the page and the service can answer with such a status;
 * what CORS hides from a page is no evidence against a success.
 *
 * @throws {ServiceError} if the text is an error document
 * @throws {TransferError} `UnreadableReply` if the service did not write this reply
 */
export async function textOfSuccess(
  environment: TransferEnvironment,
  reply: HttpReply,
  signed: { url: string },
  attempt: Attempt,
  statuses: readonly number[],
  limit = REPLY_LIMIT,
): Promise<string> {
  const text = await reply.text(limit);
  attempt.signal.throwIfAborted();
  const error = errorInReply(environment.xml, reply, text, signed, environment.now());
  if (error) throw error;
  const { status, headers, url } = reply;
  const { host } = new URL(url);
  let got: string | undefined;
  if (!isSameService(host, new URL(signed.url).host))
    got = `a reply of ${attempt.redactor().text(host)}`;
  else if (!statuses.includes(status)) got = `status ${status}`;
  else if (status === 200 && isHtml(headers.get("content-type"), text)) got = "an HTML page";
  if (got) throw unreadableReply(attempt.number, got);
  return text;
}

/**
 * Reads the reply to a PUT of a body.
 *
 * @throws as `textOfSuccess` does
 */
export async function checkPut(
  environment: TransferEnvironment,
  reply: HttpReply,
  signed: { url: string },
  attempt: Attempt,
): Promise<void> {
  const text = await textOfSuccess(environment, reply, signed, attempt, STORED);
  // S3 has nothing to say here.
  if (text.trim() && reply.status === 200 && !reply.headers.has("etag"))
    throw unreadableReply(attempt.number, "a text without an ETag");
}

/** S3 redirects requests for a new bucket to its region's host. */
function isSameService(host: string, signed: string): boolean {
  const suffix = suffixOfHost(host);
  return host === signed || (suffix !== undefined && suffix === suffixOfHost(signed));
}

function isHtml(contentType: string | null, text: string): boolean {
  const start = text.trimStart().slice(0, 15);
  if (!start) return false;
  return /^<(!doctype html|html)/i.test(start) || (contentType?.startsWith("text/html") ?? false);
}

/** Faults of S3 in the middle of an upload. */

import type { Fault } from "../stack.ts";

/** Size of the parts in the tests of widgets: the minimum of S3. A file of at most this size is sent in one request. */
export const PART = 5 * 1024 * 1024;

/** Stops the body of the request after some bytes, and keeps the connection open. */
export const STALL = { type: "stall", of: "request", after: 1_000 };

/** Closes the connection in the middle of the request. */
export const CUT = { type: "cut", of: "request", after: 1_000 };

/** Rejects the credentials of the request as expired. */
export const EXPIRED = { type: "error", status: 400, code: "ExpiredToken" };

/** Denies the request, which is then not retried. */
export const DENIED = {
  type: "error",
  status: 403,
  code: "AccessDenied",
  message: "Access Denied",
};

/** Returns a fault of one request of a method, or of as many as `more` says. */
export function fault(method: string, effect: Fault["effect"], more: Partial<Fault> = {}): Fault {
  return { service: "s3", method, effect, ...more };
}

import type { Attempt } from "./attempt.ts";
import { type HttpRequest, RESPONSE_FACTOR } from "./http-message.ts";

/** Bytes a second below which a connection is useless: slower than an old modem's. */
const MIN_SPEED = 4_096;

/** Starts the stall timer for a body whose bytes are not counted: it may take as long as the slowest connection needs. */
export function markUncounted(attempt: Attempt, body: HttpRequest["body"]): void {
  attempt.markProgress(RESPONSE_FACTOR, (sizeOf(body) / MIN_SPEED) * 1_000);
}

export function sizeOf(body: HttpRequest["body"]): number {
  if (body === undefined) return 0;
  if (typeof body === "string") return body.length;
  if (body instanceof Blob) return body.size;
  let size = 0;
  for (const value of body.values()) size += sizeOf(value);
  return size;
}

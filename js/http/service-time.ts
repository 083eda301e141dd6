import type { PresignedUrl } from "../types.ts";
import { Attempt } from "./attempt.ts";
import type { RetryEnvironment } from "./retry.ts";
import { retryPolicy } from "./retry-policy.ts";
import { rejectionOf } from "./s3-error.ts";
import { sendSigned } from "./send.ts";
import type { SignatureRejection } from "./signature-rejection.ts";

/** A signing date for which every URL has expired, whatever the device's clock shows. */
export const LONG_AGO = /* @__PURE__ */ new Date("2015-01-01T00:00:00Z");

/**
 * Sends a GET whose signature has expired, since S3 states its time in the body of the error, which a page can read
 * whatever headers CORS hides. Undefined if the service does not reject it, or cannot be reached.
 */
export async function fetchServiceTime(
  environment: RetryEnvironment,
  expired: PresignedUrl,
): Promise<SignatureRejection | undefined> {
  const attempt = new Attempt(environment, 1, retryPolicy(environment.retry).stallTimeout);
  try {
    const response = await attempt.race(sendSigned(environment, expired, attempt));
    response.body?.cancel().catch(() => {});
    return undefined;
  } catch (error) {
    return rejectionOf(error);
  } finally {
    attempt.stopStallTimer();
  }
}

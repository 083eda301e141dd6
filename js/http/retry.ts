import { CredentialsError, ServiceError, TransferError } from "../errors.ts";
import { isRetriedByTransfers, retryReason } from "../retryable.ts";
import type { RetryOptions } from "../types.ts";
import { abortable } from "./abortable.ts";
import { type Attempt, PAUSED } from "./attempt.ts";
import { corsBlocked, looksLikeCors } from "./cors.ts";
import type { Host } from "./host.ts";
import { backOff, type RetryPolicy, retryPolicy } from "./retry-policy.ts";
import { rejectionOf, retryAfterOf } from "./s3-error.ts";
import type { SignatureRejection } from "./signature-rejection.ts";
import { isRetryAllowed } from "./transfer-error.ts";

/** A host, and how requests to S3 are retried. */
export interface RetryEnvironment extends Host {
  retry?: RetryOptions;
  /**
   * Called if S3 rejects a signature for its credentials or its date, to get new credentials or correct the clock.
   *
   * Resolves with true if a request signed now can succeed. `rejection.signed` shows whether the credentials or the
   * clock changed since, so that parts that are rejected together cause one refresh. Rejects with the signal's reason
   * once `signal` is aborted.
   */
  onSignatureRejected(
    error: ServiceError,
    rejection: SignatureRejection,
    signal?: AbortSignal,
  ): Promise<boolean>;
}

/** Starts and ends the attempts of an operation that can be paused and aborted. */
export interface AttemptControl {
  readonly environment: RetryEnvironment;
  /** Aborted with the operation. */
  readonly signal: AbortSignal;
  /** Starts an attempt, after the pause if there is one. Rejects with the signal's reason once it is aborted. */
  begin(number: number): Promise<Attempt>;
  finish(attempt: Attempt): void;
  /** Waits, and reports the reason as progress. */
  delay(milliseconds: number, reason: "service" | "retry"): Promise<void>;
  /** Waits until the device has a network. */
  untilOnline(): Promise<void>;
}

/** Longest `Retry-After` that is obeyed, in milliseconds. */
const MAX_RETRY_AFTER = 300_000;
/** Back-off doublings that throttling adds: a throttled bucket needs longer to recover than a broken connection. */
const THROTTLING_DOUBLINGS = 2;
/** Once for the clock and once for the credentials; after that, a further rejection would be a loop. */
const MAX_SIGNATURE_REJECTIONS = 2;

/** Decides after each failed attempt whether there is another one, and waits for the back-off. */
export class Retry {
  readonly #control: AttemptControl;
  readonly #policy: RetryPolicy;
  #attempts = 0;
  #failures = 0;
  #signatureRejections = 0;
  /** Failures in a row that CORS may have caused. */
  #likeCors = 0;
  /** Whether the service was reachable after the latest of those, if that was checked. */
  #reachable = false;

  constructor(control: AttemptControl) {
    this.#control = control;
    this.#policy = retryPolicy(control.environment.retry);
  }

  /** Starts the next attempt, once the transfer is not paused. */
  begin(): Promise<Attempt> {
    this.#attempts += 1;
    return this.#control.begin(this.#attempts);
  }

  /** Resets the counts of failures, after progress that a later failure cannot undo. */
  forgetFailures(): void {
    this.#failures = 0;
    this.#signatureRejections = 0;
    this.#likeCors = 0;
    this.#reachable = false;
  }

  /** Waits until the next attempt may start; rejects with the transfer's error if no attempt is left. */
  async waitAfter(error: unknown): Promise<void> {
    const control = this.#control;
    control.signal.throwIfAborted();
    if (error === PAUSED) return;
    if (await this.#canSignAgain(error)) {
      this.#signatureRejections += 1;
      return;
    }
    if (!isTransient(error)) throw error;
    const { attempts } = this.#policy;
    if (attempts > 1 && !control.environment.isOnline()) {
      await control.untilOnline();
      return;
    }
    this.#failures += 1;
    this.#likeCors = looksLikeCors(error) ? this.#likeCors + 1 : 0;
    if (this.#likeCors === 0) this.#reachable = false;
    const isLast = this.#failures >= attempts;
    // A single failure like this can be random, even if the service can be reached.
    if (this.#likeCors >= Math.min(2, attempts)) await this.#throwIfCorsBlocked(error, isLast);
    if (isLast) throw error;
    const isForService = isThrottling(error) || retryAfterOf(error) !== undefined;
    await control.delay(this.#delayAfter(error), isForService ? "service" : "retry");
  }

  /** A request that CORS forbids fails while the service is reachable before and after it. */
  async #throwIfCorsBlocked(error: unknown, isLast: boolean): Promise<void> {
    const { environment, signal } = this.#control;
    const blocked = await abortable(corsBlocked(environment, error, signal), signal);
    if (blocked && (this.#reachable || isLast)) throw blocked;
    this.#reachable = blocked !== undefined;
  }

  async #canSignAgain(error: unknown): Promise<boolean> {
    if (this.#signatureRejections >= MAX_SIGNATURE_REJECTIONS) return false;
    const rejection = rejectionOf(error);
    if (!rejection) return false;
    const { environment, signal } = this.#control;
    return abortable(
      environment.onSignatureRejected(error as ServiceError, rejection, signal),
      signal,
    );
  }

  #delayAfter(error: unknown): number {
    const failures = this.#failures + (isThrottling(error) ? THROTTLING_DOUBLINGS : 0);
    const retryAfter = Math.min(retryAfterOf(error) ?? 0, MAX_RETRY_AFTER);
    // The jitter comes on top: the service sent the same `Retry-After` to all of its clients.
    return retryAfter + backOff(this.#policy, failures, this.#control.environment.random());
  }
}

/** Calls `send` with one attempt after the other until it succeeds or a retry is no use. */
export async function withRetries<T>(
  control: AttemptControl,
  send: (attempt: Attempt) => Promise<T>,
): Promise<T> {
  const retry = new Retry(control);
  for (;;) {
    const attempt = await retry.begin();
    try {
      return await attempt.race(send(attempt));
    } catch (error) {
      // Cancel the failed attempt: it must not continue beside the next one.
      attempt.cancel(error);
      control.finish(attempt);
      await retry.waitAfter(error);
    } finally {
      control.finish(attempt);
    }
  }
}

/** Returns whether a later call can resume a transfer that failed with this error. */
export function isWorthResuming(error: unknown): boolean {
  if (error instanceof CredentialsError) return true;
  // A drive that was unplugged can be plugged in again.
  if (error instanceof TransferError && error.code === "BodyUnreadable") return true;
  return isTransient(error) || (error instanceof ServiceError && error.retryable);
}

function isTransient(error: unknown): boolean {
  if (error instanceof TransferError)
    return isRetriedByTransfers(error.code) || isRetryAllowed(error);
  // After a rejected signature only a new one helps, and `onSignatureRejected` could not provide one.
  return error instanceof ServiceError && error.retryable && !rejectionOf(error);
}

function isThrottling(error: unknown): boolean {
  return error instanceof ServiceError && retryReason(error.code, error.status) === "throttling";
}

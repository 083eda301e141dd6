import { CredentialsError, ServiceError, TransferError } from "../errors.ts";
import type { Options } from "../options.ts";
import type { TransferControl } from "../transfer/control.ts";
import type { RetryOptions } from "../types.ts";
import { type Attempt, PAUSED } from "./attempt.ts";
import { corsBlocked, isRepeatable, looksLikeCors } from "./failures.ts";
import { isThrottling, refusalOf, retryAfterOf } from "./service-error.ts";

/** A service that asks for more is taken at its word up to here: past it, waiting is hanging. */
const LONGEST_RETRY_AFTER = 300_000;
/** A throttled bucket needs longer to recover than a broken connection: two doublings more. */
const THROTTLED_DOUBLINGS = 2;
/** Once for the clock and once for the credentials; a third refusal would be a loop. */
const SIGNED_ANEW_IN_A_ROW = 2;

const TRANSIENT = new Set(["NetworkOrCors", "Offline", "Stalled", "Interrupted"]);

/** Milliseconds that a timer can wait; a longer one would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Checks the option `retry` of a client.
 *
 * @throws {PresignError} `InvalidOption`
 */
export function readRetry(options: Options | undefined): RetryOptions {
  const retry: RetryOptions = {};
  if (!options) return retry;
  const { attempts, baseDelay, maxDelay, stallTimeout } = {
    attempts: options.whole("attempts", 1),
    baseDelay: options.whole("baseDelay", 0, LONGEST_TIMER),
    maxDelay: options.whole("maxDelay", 0, LONGEST_TIMER),
    stallTimeout: options.whole("stallTimeout", 1, LONGEST_TIMER),
  };
  if (attempts !== undefined) retry.attempts = attempts;
  if (baseDelay !== undefined) retry.baseDelay = baseDelay;
  if (maxDelay !== undefined) retry.maxDelay = maxDelay;
  if (stallTimeout !== undefined) retry.stallTimeout = stallTimeout;
  return retry;
}

export function retrySettings(options: RetryOptions = {}): Required<RetryOptions> {
  return {
    attempts: Math.max(1, options.attempts ?? 5),
    baseDelay: options.baseDelay ?? 300,
    maxDelay: options.maxDelay ?? 20_000,
    stallTimeout: options.stallTimeout ?? 30_000,
  };
}

/** Decides after each failure whether to try again, and waits as long as is right before. */
export class Retry {
  readonly #control: TransferControl;
  readonly #settings: Required<RetryOptions>;
  #begun = 0;
  #failures = 0;
  #signedAnew = 0;
  #likeCors = 0;
  /** Since the latest failure that looked like CORS, as far as that was asked. */
  #reachable = false;

  constructor(control: TransferControl) {
    this.#control = control;
    this.#settings = retrySettings(control.environment.retry);
  }

  /** The next try, once the transfer is not paused. */
  begin(): Promise<Attempt> {
    this.#begun += 1;
    return this.#control.begin(this.#begun);
  }

  /** Something lasting was gained: earlier failures no longer count. */
  gained(): void {
    this.#failures = 0;
    this.#signedAnew = 0;
    this.#likeCors = 0;
    this.#reachable = false;
  }

  /** Returns when it is time to try again; throws what is to be the transfer's failure otherwise. */
  async after(error: unknown): Promise<void> {
    const control = this.#control;
    control.signal.throwIfAborted();
    if (error === PAUSED) return;
    if (await this.#signingAnewHelps(error)) {
      this.#signedAnew += 1;
      return;
    }
    if (!isTransient(error)) throw error;
    const { attempts } = this.#settings;
    if (attempts > 1 && !control.environment.isOnline()) {
      await control.untilOnline();
      return;
    }
    this.#failures += 1;
    this.#likeCors = looksLikeCors(error) ? this.#likeCors + 1 : 0;
    if (this.#likeCors === 0) this.#reachable = false;
    const isLast = this.#failures >= attempts;
    // One such failure may be chance, even on a service that can be reached.
    if (this.#likeCors >= Math.min(2, attempts)) await this.#throwIfCorsBlocked(error, isLast);
    if (isLast) throw error;
    const isAsked = isThrottling(error) || retryAfterOf(error) !== undefined;
    await control.delay(this.#wait(error), isAsked ? "service" : "retry");
  }

  /** What CORS forbids fails though the service can be reached before and after; a connection may just break. */
  async #throwIfCorsBlocked(error: unknown, isLast: boolean): Promise<void> {
    const { environment, signal } = this.#control;
    const blocked = await this.#control.unlessAborted(corsBlocked(environment, error, signal));
    if (blocked && (this.#reachable || isLast)) throw blocked;
    this.#reachable = blocked !== undefined;
  }

  async #signingAnewHelps(error: unknown): Promise<boolean> {
    if (this.#signedAnew >= SIGNED_ANEW_IN_A_ROW || !(error instanceof ServiceError)) return false;
    const refusal = refusalOf(error);
    if (!refusal) return false;
    const control = this.#control;
    return control.unlessAborted(control.environment.refused(error, refusal, control.signal));
  }

  #wait(error: unknown): number {
    const { baseDelay, maxDelay } = this.#settings;
    const doublings = this.#failures - 1 + (isThrottling(error) ? THROTTLED_DOUBLINGS : 0);
    const ceiling = Math.min(maxDelay, baseDelay * 2 ** doublings);
    const asked = Math.min(retryAfterOf(error) ?? 0, LONGEST_RETRY_AFTER);
    // Jitter comes on top of what the service asks for: all its clients were told the same number.
    return asked + this.#control.environment.random() * ceiling;
  }
}

/** Sends one request until it is answered, or until trying again is no use. */
export async function persist<T>(
  control: TransferControl,
  send: (attempt: Attempt) => Promise<T>,
): Promise<T> {
  const retry = new Retry(control);
  for (;;) {
    const attempt = await retry.begin();
    try {
      return await attempt.race(send(attempt));
    } catch (error) {
      // Cancel the failed attempt: it must not continue beside the next one.
      attempt.cut(error);
      control.finish(attempt);
      await retry.after(error);
    } finally {
      control.finish(attempt);
    }
  }
}

/** Whether what made the transfer fail may be over by the time that its user tries again. */
export function mayPass(error: unknown): boolean {
  if (error instanceof CredentialsError) return true;
  // A drive that was unplugged comes back.
  if (error instanceof TransferError && error.code === "BodyUnreadable") return true;
  return isTransient(error) || (error instanceof ServiceError && error.retryable);
}

function isTransient(error: unknown): boolean {
  if (error instanceof TransferError) return TRANSIENT.has(error.code) || isRepeatable(error);
  // What a new signature would mend is no use to repeat where the hook has said that it cannot be had.
  return error instanceof ServiceError && error.retryable && !refusalOf(error);
}

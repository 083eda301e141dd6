import { STALLED } from "../messages/transfers.ts";
import { abortable } from "./abortable.ts";
import type { Host } from "./host.ts";
import { Redactor } from "./redact.ts";
import { transferError } from "./transfer-error.ts";

/** The reason that an attempt is cancelled with when its transfer is paused. */
export const PAUSED = Symbol("paused");

/**
 * One attempt of a request: it is cancelled by an abort, by a pause, or by its stall timer.
 *
 * The timer limits the time without progress and not the time in all, since a slow transfer can still succeed.
 */
export class Attempt {
  /** 1 for the first. */
  readonly number: number;
  /** Returns the redactor for the secrets of the request that this attempt sent. */
  redactor: () => Redactor = () => new Redactor();
  readonly #host: Pick<Host, "now" | "setTimeout" | "clearTimeout">;
  readonly #stallTimeout: number;
  readonly #stallError: (attempt: number) => unknown;
  readonly #controller = new AbortController();
  /** When the latest progress was marked, and how long the next may take. Milliseconds. */
  #progressAt = 0;
  #timeout = Number.POSITIVE_INFINITY;
  /** When the timer fires next, which may be before the deadline. */
  #timerAt = Number.POSITIVE_INFINITY;
  #timer: unknown;

  /**
   * @param stallTimeout milliseconds without progress after which the attempt is cancelled
   * @param stallError returns the error that it is cancelled with
   */
  constructor(
    host: Pick<Host, "now" | "setTimeout" | "clearTimeout">,
    number: number,
    stallTimeout: number,
    stallError: (attempt: number) => unknown = (attempt) => transferError(STALLED, attempt),
  ) {
    this.#host = host;
    this.number = number;
    this.#stallTimeout = stallTimeout;
    this.#stallError = stallError;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /**
   * Restarts the stall timer.
   *
   * @param factor multiplies the stall timeout
   * @param milliseconds extra time for progress that cannot be observed
   */
  markProgress(factor = 1, milliseconds = 0): void {
    if (this.signal.aborted) return;
    this.#timeout = this.#stallTimeout * factor + milliseconds;
    this.#progressAt = this.#host.now();
    if (this.#timerAt <= this.#deadline) return;
    this.#clearTimer();
    this.#setTimer();
  }

  /** Stops the stall timer, for a time in which no progress is expected. */
  stopStallTimer(): void {
    this.#timeout = Number.POSITIVE_INFINITY;
    this.#clearTimer();
  }

  /** Ends the attempt; everything that waits for it rejects with `reason`. */
  cancel(reason: unknown): void {
    this.stopStallTimer();
    this.#controller.abort(reason);
  }

  /** Returns the error to report: the reason of the cancellation if there was one, else `error`. */
  reasonFor(error: unknown): unknown {
    return this.signal.aborted ? this.signal.reason : error;
  }

  /** Settles as `promise` does, or rejects with the reason of the cancellation if that comes first. */
  race<T>(promise: Promise<T>): Promise<T> {
    return abortable(promise, this.signal);
  }

  get #deadline(): number {
    return this.#progressAt + this.#timeout;
  }

  #onTimer(): void {
    this.#clearTimer();
    const now = this.#host.now();
    // After the device's clock was set back, the deadline would be that much later.
    this.#progressAt = Math.min(this.#progressAt, now);
    if (this.#deadline > now) this.#setTimer();
    else this.cancel(this.#stallError(this.number));
  }

  #setTimer(): void {
    this.#timerAt = this.#deadline;
    this.#timer = this.#host.setTimeout(() => this.#onTimer(), this.#timerAt - this.#host.now());
  }

  #clearTimer(): void {
    if (this.#timer !== undefined) this.#host.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#timerAt = Number.POSITIVE_INFINITY;
  }
}

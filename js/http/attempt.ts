import { stalled } from "./failures.ts";
import type { Host } from "./host.ts";
import { Redactor } from "./redact.ts";

/** The reason an attempt is cut with when its transfer is paused. */
export const PAUSED = Symbol("paused");

/**
 * One try of one request: what cuts it short, whether abort, pause or silence.
 *
 * A stall timer rather than a total timeout: a slow transfer that moves is a good one.
 */
export class Attempt {
  /** 1 for the first. */
  readonly number: number;
  /** Knows the secrets of the request that this attempt sent. */
  redactor: () => Redactor = () => new Redactor();
  readonly #host: Host;
  readonly #stallTimeout: number;
  readonly #controller = new AbortController();
  #deadline = Number.POSITIVE_INFINITY;
  /** When the timer runs next, which may be before the deadline. */
  #due = Number.POSITIVE_INFINITY;
  #timer: unknown;

  constructor(host: Host, number: number, stallTimeout: number) {
    this.#host = host;
    this.number = number;
    this.#stallTimeout = stallTimeout;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /**
   * Something moved: silence is counted from now. `patience` stretches what is taken for a stall, and
   * `milliseconds` are added for what moves unseen.
   */
  moved(patience = 1, milliseconds = 0): void {
    if (this.signal.aborted) return;
    this.#deadline = this.#host.now() + this.#stallTimeout * patience + milliseconds;
    if (this.#due <= this.#deadline) return;
    this.#stopTimer();
    this.#startTimer();
  }

  /** Nothing is expected to move: silence does not count. */
  rest(): void {
    this.#deadline = Number.POSITIVE_INFINITY;
    this.#stopTimer();
  }

  /** Ends it early; everything that waits on it fails with `reason`. */
  cut(reason: unknown): void {
    this.rest();
    this.#controller.abort(reason);
  }

  /** What to fail with: a request that was cut fails for the cut's reason, whatever it says itself. */
  reasonFor(error: unknown): unknown {
    return this.signal.aborted ? this.signal.reason : error;
  }

  /** The promise's outcome, or the reason this attempt was cut, whichever is first. */
  race<T>(promise: Promise<T>): Promise<T> {
    const { signal } = this;
    return new Promise((resolve, reject) => {
      const cut = () => reject(signal.reason);
      if (signal.aborted) cut();
      signal.addEventListener("abort", cut);
      promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", cut));
    });
  }

  #check(): void {
    this.#stopTimer();
    if (this.#deadline > this.#host.now()) this.#startTimer();
    else this.cut(stalled(this.number));
  }

  #startTimer(): void {
    this.#due = this.#deadline;
    this.#timer = this.#host.setTimeout(() => this.#check(), this.#due - this.#host.now());
  }

  #stopTimer(): void {
    if (this.#timer !== undefined) this.#host.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#due = Number.POSITIVE_INFINITY;
  }
}

import type { Host } from "../http/host.ts";
import type { Progress } from "../types.ts";

/** Milliseconds over which the speed is averaged. */
const SPEED_WINDOW = 5_000;
const SAMPLE_INTERVAL = 100;
/** Minimum milliseconds between two reports of bytes, as in XMLHttpRequest: fast downloads arrive in many small chunks. */
const REPORT_INTERVAL = 50;

type ProgressHost = Pick<Host, "now" | "setTimeout" | "clearTimeout">;

interface Sample {
  at: number;
  loaded: number;
}

/**
 * Calls a callback of the application. Like an event listener's, an error that it throws goes to the page and does not fail
 * the transfer.
 */
export function notify<T>(callback: ((value: T) => void) | undefined, value: T): void {
  try {
    callback?.(value);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

/** Turns counts of bytes into `Progress`, and reports it at a limited rate. */
export class ProgressMeter {
  readonly #host: ProgressHost;
  readonly #report: ((progress: Progress) => void) | undefined;
  #loaded = 0;
  #total: number | undefined;
  #attempt = 1;
  #phase: Progress["phase"] = "signing";
  #waitingFor: Progress["waitingFor"];
  #stopped = false;
  #samples: Sample[] = [];
  #reportedAt = Number.NEGATIVE_INFINITY;
  /** Timer that reports the latest bytes if no other report follows within the interval. */
  #delayedReport: unknown;

  constructor(host: ProgressHost, report?: (progress: Progress) => void) {
    this.#host = host;
    this.#report = report;
  }

  /** Sets the total until a response states another one. */
  expect(total: number): void {
    this.#total = total;
  }

  /** Starts an attempt at byte `loaded`. Without a `total` the last one stays. */
  startAttempt(attempt: number, loaded: number, total: number | undefined): void {
    this.#countAttempt(attempt, loaded);
    this.#phase = "signing";
    this.#loaded = loaded;
    this.#total = total ?? this.#total;
    this.#samples = [];
    this.#notify(true);
  }

  /** Starts another attempt of one part, while other parts continue. `loaded` counts the bytes of all parts. */
  retryPart(attempt: number, loaded: number): void {
    this.#countAttempt(attempt, loaded);
    this.#count(loaded);
    this.#notify(true);
  }

  /** Starts the phase `transfer`. */
  startTransfer(total: number | undefined): void {
    this.#phase = "transfer";
    this.#total = total;
    this.#samples = [{ at: this.#host.now(), loaded: this.#loaded }];
    this.#notify(true);
  }

  /** Sets the number of bytes transferred. */
  update(loaded: number): void {
    // Firefox sends the body again by itself if the connection breaks, within the same request.
    const isRepeated = loaded < this.#loaded;
    if (isRepeated) this.#countAttempt(this.#attempt, loaded);
    this.#count(loaded);
    this.#notify(isRepeated);
  }

  /** Starts the phase `verifying`. */
  startVerifying(): void {
    if (this.#phase === "verifying") return;
    this.#phase = "verifying";
    this.#notify(true);
  }

  /** Sets the speed to 0 until the next attempt. */
  rest(): void {
    this.#samples = [];
    this.#notify(true);
  }

  /** Sets the reason why the transfer waits; undefined if it does not wait. */
  setWaitingFor(reason: Progress["waitingFor"]): void {
    if (reason === this.#waitingFor) return;
    this.#waitingFor = reason;
    this.rest();
  }

  /** Stops all reports. */
  stop(): void {
    this.#stopped = true;
    this.#clearDelayedReport();
  }

  /** Starts the phase `done`. */
  finish(): void {
    if (this.#total !== undefined) this.#loaded = this.#total;
    this.#phase = "done";
    this.#notify(true);
  }

  get current(): Progress {
    const isDone = this.#phase === "done";
    const total = this.#total;
    // The last byte counts after the service has confirmed it: 100 % means done.
    const loaded =
      isDone || total === undefined ? this.#loaded : Math.min(this.#loaded, Math.max(total - 1, 0));
    const bytesPerSecond = this.#speed();
    const progress: Progress = {
      loaded,
      bytesPerSecond,
      attempt: this.#attempt,
      phase: this.#waitingFor ? "waiting" : this.#phase,
      ...(this.#waitingFor ? { waitingFor: this.#waitingFor } : {}),
    };
    if (total !== undefined) {
      progress.total = total;
      if (isDone) progress.eta = 0;
      else if (bytesPerSecond > 0) progress.eta = (total - loaded) / bytesPerSecond;
    }
    return progress;
  }

  /** Keeps the number from decreasing: each part, and each way to send a body, counts its own attempts. */
  #countAttempt(attempt: number, loaded: number): void {
    const increment = loaded < this.#loaded ? 1 : 0;
    this.#attempt = Math.max(attempt, this.#attempt + increment);
  }

  #count(loaded: number): void {
    if (loaded < this.#loaded) this.#samples = [];
    this.#loaded = loaded;
    // A body longer than announced is compressed in transit, which CORS may hide.
    if (this.#total !== undefined && loaded > this.#total) this.#total = undefined;
    this.#sample();
  }

  #sample(): void {
    const at = this.#host.now();
    const last = this.#samples.at(-1);
    if (last && at - last.at < SAMPLE_INTERVAL) return;
    this.#samples.push({ at, loaded: this.#loaded });
    // Keep one sample older than the window, to measure from.
    while (this.#samples[1] && this.#samples[1].at <= at - SPEED_WINDOW) this.#samples.shift();
  }

  #speed(): number {
    const from = this.#samples[0];
    if (!from) return 0;
    const elapsed = this.#host.now() - from.at;
    return elapsed > 0 ? ((this.#loaded - from.loaded) * 1_000) / elapsed : 0;
  }

  #clearDelayedReport(): void {
    this.#host.clearTimeout(this.#delayedReport);
    this.#delayedReport = undefined;
  }

  #notify(isImmediate: boolean): void {
    if (!this.#report || this.#stopped) return;
    const now = this.#host.now();
    if (!isImmediate) {
      const wait = this.#reportedAt + REPORT_INTERVAL - now;
      if (wait > 0) {
        this.#delayedReport ??= this.#host.setTimeout(() => this.#notify(true), wait);
        return;
      }
      this.#reportedAt = now;
    }
    this.#clearDelayedReport();
    notify(this.#report, this.current);
  }
}

import type { Host } from "../http/host.ts";
import type { Progress } from "../types.ts";

const SPEED_WINDOW = 5_000;
const SAMPLE_INTERVAL = 100;
/** As often as XMLHttpRequest reports: chunks of a fast download would else flood the page. */
const REPORT_INTERVAL = 50;

interface Sample {
  at: number;
  loaded: number;
}

/** Turns counts of bytes into `Progress`, and reports it at a bearable pace. */
export class ProgressMeter {
  readonly #host: Pick<Host, "now" | "setTimeout" | "clearTimeout">;
  readonly #report: ((progress: Progress) => void) | undefined;
  #loaded = 0;
  #total: number | undefined;
  #attempt = 1;
  #phase: Progress["phase"] = "signing";
  #waitingFor: Progress["waitingFor"];
  #stopped = false;
  #samples: Sample[] = [];
  #reportedAt = Number.NEGATIVE_INFINITY;
  /** Waits to tell of bytes that came too soon after the last report, should no others follow them. */
  #overdue: unknown;

  constructor(
    host: Pick<Host, "now" | "setTimeout" | "clearTimeout">,
    report?: (progress: Progress) => void,
  ) {
    this.#host = host;
    this.#report = report;
  }

  /** The total that reports have until a reply tells better. */
  expect(total: number): void {
    this.#total = total;
  }

  /** A new try begins, at the first byte or where the last one was cut. Without a `total` the last one stays. */
  begin(attempt: number, loaded: number, total: number | undefined): void {
    this.#tryAt(attempt, loaded);
    this.#phase = "signing";
    this.#loaded = loaded;
    this.#total = total ?? this.#total;
    this.#samples = [];
    this.#notify(true);
  }

  /** A part of the transfer is tried once more, while the others go on: `loaded` of the whole are left. */
  retrying(attempt: number, loaded: number): void {
    this.#tryAt(attempt, loaded);
    this.#count(loaded);
    this.#notify(true);
  }

  /** Bytes may flow from now on. */
  transferring(total: number | undefined): void {
    this.#phase = "transfer";
    this.#total = total;
    this.#samples = [{ at: this.#host.now(), loaded: this.#loaded }];
    this.#notify(true);
  }

  /** So many bytes of the whole have gone through. */
  update(loaded: number): void {
    // Firefox sends a body again by itself where a connection breaks, within one and the same request.
    const again = loaded < this.#loaded;
    if (again) this.#tryAt(this.#attempt, loaded);
    this.#count(loaded);
    this.#notify(again);
  }

  /** All bytes are there, and are compared with what they should be. */
  verifying(): void {
    this.#phase = "verifying";
    this.#notify(true);
  }

  /** No bytes are expected until the next try. */
  rest(): void {
    this.#samples = [];
    this.#notify(true);
  }

  /** Why nothing is under way; undefined once something is. */
  waiting(why: Progress["waitingFor"]): void {
    if (why === this.#waitingFor) return;
    this.#waitingFor = why;
    this.rest();
  }

  /** Nothing more is reported: it is done, was aborted or has failed. */
  stop(): void {
    this.#stopped = true;
    this.#forgetOverdue();
  }

  /** The service has confirmed all of it. */
  done(): void {
    if (this.#total !== undefined) this.#loaded = this.#total;
    this.#phase = "done";
    this.#notify(true);
  }

  get current(): Progress {
    const done = this.#phase === "done";
    const total = this.#total;
    // The last byte counts once the transfer is confirmed: 100 % must not be seen before that.
    const loaded =
      done || total === undefined ? this.#loaded : Math.min(this.#loaded, Math.max(total - 1, 0));
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
      if (done) progress.eta = 0;
      else if (bytesPerSecond > 0) progress.eta = (total - loaded) / bytesPerSecond;
    }
    return progress;
  }

  /** Parts, and another way to send the same, count their tries by themselves: what is told only goes up. */
  #tryAt(attempt: number, loaded: number): void {
    const again = loaded < this.#loaded ? 1 : 0;
    this.#attempt = Math.max(attempt, this.#attempt + again);
  }

  #count(loaded: number): void {
    if (loaded < this.#loaded) this.#samples = [];
    this.#loaded = loaded;
    // A body that outgrows its announced length is compressed on the way, which CORS may hide.
    if (this.#total !== undefined && loaded > this.#total) this.#total = undefined;
    this.#sample();
  }

  #sample(): void {
    const at = this.#host.now();
    const last = this.#samples.at(-1);
    if (last && at - last.at < SAMPLE_INTERVAL) return;
    this.#samples.push({ at, loaded: this.#loaded });
    // One sample older than the window stays as the point to measure from.
    while (this.#samples[1] && this.#samples[1].at <= at - SPEED_WINDOW) this.#samples.shift();
  }

  #speed(): number {
    const from = this.#samples[0];
    if (!from) return 0;
    const elapsed = this.#host.now() - from.at;
    return elapsed > 0 ? ((this.#loaded - from.loaded) * 1_000) / elapsed : 0;
  }

  #forgetOverdue(): void {
    this.#host.clearTimeout(this.#overdue);
    this.#overdue = undefined;
  }

  #notify(always: boolean): void {
    if (!this.#report || this.#stopped) return;
    const now = this.#host.now();
    if (!always) {
      const due = this.#reportedAt + REPORT_INTERVAL - now;
      if (due > 0) {
        this.#overdue ??= this.#host.setTimeout(() => this.#notify(true), due);
        return;
      }
      this.#reportedAt = now;
    }
    this.#forgetOverdue();
    try {
      this.#report(this.current);
    } catch (error) {
      // As with an event listener: a listener's mistake is the page's to see, and not the transfer's.
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}

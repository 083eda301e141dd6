import type { Host } from "../../../js/http/host.ts";

/** Waits until all promises that can settle without a timer have settled. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A clock, timers and random numbers for tests: time passes only if the test says so. */
export class FakeTime {
  /** Epoch milliseconds. */
  instant = Date.UTC(2026, 0, 2, 3, 4, 5);
  /** Delays of all timers that were set, in order. */
  readonly timers: number[] = [];
  /** Delays of the timers that fired, in order. */
  readonly fired: number[] = [];
  /** Result of `random`; undefined for a seeded sequence. */
  fixedRandom: number | undefined;
  #pending = new Map<object, { at: number; delay: number; run: () => void }>();
  #seed = 1;

  now = (): number => this.instant;

  /** Park and Miller's minimal standard generator. */
  random = (): number => {
    this.#seed = (this.#seed * 48_271) % 2_147_483_647;
    return this.fixedRandom ?? this.#seed / 2_147_483_647;
  };

  setTimeout = (run: () => void, delay: number): unknown => {
    const timer = {};
    this.timers.push(delay);
    this.#pending.set(timer, { at: this.instant + delay, delay, run });
    return timer;
  };

  clearTimeout = (timer: unknown): void => {
    this.#pending.delete(timer as object);
  };

  /** Number of timers that have neither fired nor been cleared. */
  get pending(): number {
    return this.#pending.size;
  }

  /** Returns a host with this time and the test's `fetch`, which is always online. */
  host(fetchLike: typeof fetch): Host {
    const { now, random, setTimeout, clearTimeout } = this;
    const isOnline = () => true;
    const onceOnline = () => () => {};
    return { fetch: fetchLike, now, random, setTimeout, clearTimeout, isOnline, onceOnline };
  }

  /** Lets time pass, and fires each timer at its instant. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.instant + milliseconds;
    for (;;) {
      await settled();
      const at = this.#nextAt();
      if (at === undefined || at > end) break;
      this.#fireNext();
    }
    this.instant = end;
    await settled();
  }

  /** Fires one timer after the other until the promise settles, and returns its result. */
  async until<T>(promise: Promise<T>): Promise<T> {
    let isOpen = true;
    const close = () => {
      isOpen = false;
    };
    promise.then(close, close);
    for (;;) {
      for (let turn = 0; turn < 5; turn += 1) await settled();
      if (!isOpen) return promise;
      if (this.#nextAt() === undefined) {
        throw new Error("The promise is pending, and there is no timer left to settle it");
      }
      this.#fireNext();
    }
  }

  #next() {
    return [...this.#pending].sort(([, a], [, b]) => a.at - b.at)[0];
  }

  #nextAt(): number | undefined {
    return this.#next()?.[1].at;
  }

  #fireNext(): void {
    const [timer, next] = this.#next() ?? [];
    if (!timer || !next) return;
    this.#pending.delete(timer);
    // A test may have moved `instant` past the timer.
    this.instant = Math.max(this.instant, next.at);
    this.fired.push(next.delay);
    next.run();
  }
}

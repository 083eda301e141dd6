import type { Environment } from "../../../../js/credentials/environment.ts";

interface Timer {
  at: number;
  callback: () => void;
}

/** Lets everything that is ready to run do so, without any time passing. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A clock, timers and randomness that a test holds in its hand: time passes only when it says so. */
export class VirtualTime {
  /** Epoch milliseconds. */
  instant: number;
  /** How long each timer that fired had been set for, milliseconds. */
  readonly waits: number[] = [];
  #timers = new Map<object, Timer>();
  #seed = 1;

  constructor(instant = Date.UTC(2026, 0, 2, 3, 4, 5)) {
    this.instant = instant;
  }

  now = (): number => this.instant;

  /** Park and Miller's minimal standard generator. */
  random = (): number => {
    this.#seed = (this.#seed * 48_271) % 2_147_483_647;
    return this.#seed / 2_147_483_647;
  };

  setTimeout = (callback: () => void, milliseconds: number): unknown => {
    const handle = {};
    this.#timers.set(handle, {
      at: this.instant + milliseconds,
      callback: () => {
        this.waits.push(milliseconds);
        callback();
      },
    });
    return handle;
  };

  clearTimeout = (handle: unknown): void => {
    this.#timers.delete(handle as object);
  };

  get pendingTimers(): number {
    return this.#timers.size;
  }

  environment(fetchLike: typeof fetch): Environment {
    return {
      fetch: fetchLike,
      now: this.now,
      random: this.random,
      setTimeout: this.setTimeout,
      clearTimeout: this.clearTimeout,
    };
  }

  /** Goes from timer to timer until the promise settles. */
  async run<T>(promise: Promise<T>): Promise<T> {
    let open = true;
    promise.then(
      () => {
        open = false;
      },
      () => {
        open = false;
      },
    );
    for (;;) {
      await settled();
      if (!open) return promise;
      const next = [...this.#timers].sort(([, a], [, b]) => a.at - b.at)[0];
      if (next === undefined) throw new Error("The promise is open, and nothing is left to happen");
      this.#timers.delete(next[0]);
      this.instant = Math.max(this.instant, next[1].at);
      next[1].callback();
    }
  }
}

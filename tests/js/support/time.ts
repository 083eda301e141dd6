/** Lets everything that is ready to run do so, while no time passes. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Time that passes only when a test says so, and chance that is the same each time. */
export class Time {
  instant = Date.UTC(2026, 0, 2, 3, 4, 5);
  /** Milliseconds of every timer that was set, in order. */
  readonly timers: number[] = [];
  /** What `random` gives; a seeded sequence until set. */
  chance: number | undefined;
  #pending = new Map<object, { at: number; run: () => void }>();
  #seed = 1;

  now = (): number => this.instant;

  random = (): number => {
    this.#seed = (this.#seed * 48_271) % 2_147_483_647;
    return this.chance ?? this.#seed / 2_147_483_647;
  };

  setTimeout = (run: () => void, milliseconds: number): unknown => {
    const timer = {};
    this.timers.push(milliseconds);
    this.#pending.set(timer, { at: this.instant + milliseconds, run });
    return timer;
  };

  clearTimeout = (timer: unknown): void => {
    this.#pending.delete(timer as object);
  };

  /** Timers not yet run or taken back. */
  get pending(): number {
    return this.#pending.size;
  }

  /** Lets so much time pass, running each timer at its instant. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.instant + milliseconds;
    for (;;) {
      await settled();
      const [timer, next] = this.#next() ?? [];
      if (!timer || !next || next.at > end) break;
      this.#pending.delete(timer);
      this.instant = next.at;
      next.run();
    }
    this.instant = end;
    await settled();
  }

  /** Lets time pass from timer to timer until the promise settles; gives its outcome. */
  async until<T>(promise: Promise<T>): Promise<T> {
    let open = true;
    const close = () => {
      open = false;
    };
    promise.then(close, close);
    for (;;) {
      for (let turn = 0; turn < 5; turn += 1) await settled();
      if (!open) return promise;
      const [timer, next] = this.#next() ?? [];
      if (!timer || !next)
        throw new Error("The promise is open, and no timer is left to settle it");
      this.#pending.delete(timer);
      this.instant = next.at;
      next.run();
    }
  }

  #next() {
    return [...this.#pending].sort(([, a], [, b]) => a.at - b.at)[0];
  }
}

/** Milliseconds of work after which the page may paint and react to input. */
const SLICE = 25;

/** Divides long work into slices, so that the page stays responsive. */
export class Pacer {
  #startedAt = performance.now();

  /** Gives way to other tasks of the page if the current slice has taken long enough. Call it every few hundred steps. */
  async pause(): Promise<void> {
    if (performance.now() - this.#startedAt < SLICE) return;
    // `scheduler.yield` would run before the timers of the page.
    await new Promise((resolve) => setTimeout(resolve));
    this.#startedAt = performance.now();
  }
}

import type { Progress } from "../../../js/types.ts";

/** Checks that the reports of one transfer are consistent. */
export class ProgressCheck {
  #last: Progress | undefined;
  #ended = false;
  /** The first violation. */
  violation: string | undefined;

  add(progress: Progress): void {
    const last = this.#last;
    this.#last = progress;
    const { loaded, total, attempt, phase, bytesPerSecond } = progress;
    const isDone = phase === "done";
    if (this.#ended) this.#report("continues after the end", progress);
    const waits = phase === "waiting";
    if (waits !== (progress.waitingFor !== undefined)) this.#report("waits for nothing", progress);
    if (waits && bytesPerSecond !== 0) this.#report("has a speed while waiting", progress);
    if (last?.phase === "done") this.#report("continues after done", progress);
    if (total !== undefined && loaded > total) this.#report("is over 100 %", progress);
    if (!isDone && total && loaded === total) this.#report("is 100 % before done", progress);
    if (isDone && total !== undefined && loaded < total)
      this.#report("is done before 100 %", progress);
    if (!(bytesPerSecond >= 0 && bytesPerSecond < 1e12))
      this.#report("has an invalid speed", progress);
    if (!last) return;
    if (attempt < last.attempt) this.#report("has a lower attempt", progress);
    if (loaded < last.loaded && attempt === last.attempt) {
      this.#report(`decreases from ${last.loaded} in the same attempt`, progress);
    }
  }

  /** Checks the last report. */
  end(state: "done" | "failed"): void {
    this.#ended = true;
    const isDone = this.#last?.phase === "done";
    if (isDone !== (state === "done"))
      this.violation ??= `its last report does not match its end: ${state}`;
  }

  #report(problem: string, progress: Progress): void {
    this.violation ??= `its progress ${problem}: ${JSON.stringify(progress)}`;
  }
}

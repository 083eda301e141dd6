import type { Progress } from "../../../js/types.ts";

/** Whether one report after the other is true, whatever befalls the transfer. */
export class ProgressJudge {
  #last: Progress | undefined;
  #ended = false;
  /** The first promise that was broken. */
  wrong: string | undefined;

  see(progress: Progress): void {
    const last = this.#last;
    this.#last = progress;
    const { loaded, total, attempt, phase, bytesPerSecond } = progress;
    const done = phase === "done";
    if (this.#ended) this.#blame("goes on after the end", progress);
    const waits = phase === "waiting";
    if (waits !== (progress.waitingFor !== undefined)) this.#blame("waits for nothing", progress);
    if (waits && bytesPerSecond !== 0) this.#blame("waits at some speed", progress);
    if (last?.phase === "done") this.#blame("goes on after it was done", progress);
    if (total !== undefined && loaded > total) this.#blame("is over 100 %", progress);
    if (!done && total && loaded === total) this.#blame("is 100 % before it is done", progress);
    if (done && total !== undefined && loaded < total) this.#blame("is done too soon", progress);
    if (!(bytesPerSecond >= 0 && bytesPerSecond < 1e12)) this.#blame("has no speed", progress);
    if (!last) return;
    if (attempt < last.attempt) this.#blame("takes a try back", progress);
    if (loaded < last.loaded && attempt === last.attempt) {
      this.#blame(`runs back from ${last.loaded} and does not say so`, progress);
    }
  }

  /** The transfer has ended. */
  end(how: "done" | "failed"): void {
    this.#ended = true;
    const isDone = this.#last?.phase === "done";
    if (isDone !== (how === "done")) this.wrong ??= `its last progress is not its end: ${how}`;
  }

  #blame(what: string, progress: Progress): void {
    this.wrong ??= `its progress ${what}: ${JSON.stringify(progress)}`;
  }
}

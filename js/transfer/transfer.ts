import type { Progress } from "../types.ts";
import type { TransferSettings } from "./arguments.ts";
import { TransferControl } from "./control.ts";
import type { TransferEnvironment } from "./environment.ts";

/**
 * The work of a transfer. `settle` gives the result before the work is over, as a stream does that is
 * still being read: the transfer then goes on running, and its later failure shows in that result.
 */
export type Work<T> = (control: TransferControl, settle: (result: T) => void) => Promise<T>;

/** A transfer whose options were read. */
export interface Start<T> extends Partial<TransferSettings> {
  work: Work<T>;
}

/**
 * A download or upload under way: await it for its result, or steer it.
 *
 * It is a promise, and what `then`, `catch` and `finally` return are plain promises. Once aborted it
 * rejects with the abort's reason, a `DOMException` named `AbortError` by default, as `fetch` does; an
 * abort that nobody awaits is no unhandled rejection.
 */
export class Transfer<T> extends Promise<T> {
  static override readonly name = "Transfer";
  readonly #control: TransferControl;
  #ended: "done" | "failed" | "aborted" | undefined;

  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /**
   * @param prepare reads the caller's options, once and now; what it throws makes the transfer fail
   */
  constructor(environment: TransferEnvironment, prepare: () => Start<T>) {
    let settle: (result: T) => void = () => {};
    let fail: (error: unknown) => void = () => {};
    super((resolve, reject) => {
      settle = resolve;
      fail = reject;
    });
    let start: Start<T>;
    try {
      start = prepare();
    } catch (error) {
      this.#control = new TransferControl(environment);
      this.#ended = "failed";
      fail(error);
      return;
    }
    const control = new TransferControl(environment, start);
    this.#control = control;

    const aborted = () => {
      if (this.#ended) return;
      this.#ended = "aborted";
      this.catch(() => {});
      fail(control.signal.reason);
    };
    control.signal.addEventListener("abort", aborted, { once: true });
    if (control.signal.aborted) {
      aborted();
      return;
    }
    const end = (state: "done" | "failed") => {
      this.#ended ??= state;
      if (this.#ended === "done") control.meter.done();
      control.end();
    };
    start.work(control, settle).then(
      (result) => {
        end("done");
        settle(result);
      },
      (error) => {
        end("failed");
        fail(error);
      },
    );
  }

  get state(): "running" | "paused" | "done" | "failed" | "aborted" {
    return this.#ended ?? (this.#control.paused ? "paused" : "running");
  }

  /** How far it is at this moment. */
  get progress(): Progress {
    return this.#control.meter.current;
  }

  /**
   * Stops moving bytes, and frees the connection. A download goes on from the byte it reached; an upload
   * in one request begins again. So does a download to a Blob that cannot go on from the middle, since its body is
   * compressed on the way or no ETag or date tells its object from another; to a stream or a file it fails with
   * `Interrupted`. No effect once it has ended.
   */
  pause(): void {
    if (!this.#ended) this.#control.pause();
  }

  /** Goes on after `pause()`. No effect otherwise. */
  resume(): void {
    if (!this.#ended) this.#control.resume();
  }

  /**
   * Ends it at once and for good; the promise rejects with `reason`. No effect once it has ended, which for an
   * upload is when the service's last answer is there. While that answer is on its way nobody can tell: the
   * abort is told at once all the same, and the object may be stored, whole, as `head` shows. An abort never
   * deletes an object, since it might be another one by then.
   */
  abort(reason?: unknown): void {
    if (!this.#ended) this.#control.abort(reason);
  }
}

import type { Progress } from "../types.ts";
import type { TransferSettings } from "./arguments.ts";
import { TransferControl } from "./control.ts";
import type { TransferEnvironment } from "./environment.ts";

/**
 * Does the work of a transfer. `settle` resolves the promise before the work is done, as for a stream that is still
 * being read: the transfer continues, and a later failure shows in the stream.
 */
export type Work<T> = (control: TransferControl, settle: (result: T) => void) => Promise<T>;

/** The read options of a transfer, and its work. */
export interface PreparedTransfer<T> extends Partial<TransferSettings> {
  work: Work<T>;
}

/**
 * A running download or upload: a promise of its result that can be paused and aborted.
 *
 * `then`, `catch` and `finally` return plain promises. After an abort it rejects with the abort's reason, by default a
 * `DOMException` named `AbortError` as in `fetch`; an abort without a handler is not an unhandled rejection.
 */
export class Transfer<T> extends Promise<T> {
  /** @internal */
  static override readonly name = "Transfer";
  readonly #control: TransferControl;
  #ended: "done" | "failed" | "aborted" | undefined;

  /** @internal */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /**
   * @param prepare reads the caller's options; called once, before the constructor returns. An error of it rejects the
   *   transfer.
   * @internal
   */
  constructor(environment: TransferEnvironment, prepare: () => PreparedTransfer<T>) {
    let settle: (result: T) => void = () => {};
    let fail: (error: unknown) => void = () => {};
    super((resolve, reject) => {
      settle = resolve;
      fail = reject;
    });
    let prepared: PreparedTransfer<T>;
    try {
      prepared = prepare();
    } catch (error) {
      this.#control = new TransferControl(environment);
      this.#ended = "failed";
      fail(error);
      return;
    }
    const control = new TransferControl(environment, prepared);
    this.#control = control;

    const onAbort = () => {
      if (this.#ended) return;
      this.#ended = "aborted";
      this.catch(() => {});
      fail(control.signal.reason);
    };
    control.signal.addEventListener("abort", onAbort, { once: true });
    if (control.signal.aborted) {
      onAbort();
      return;
    }
    const end = (state: "done" | "failed") => {
      this.#ended ??= state;
      if (this.#ended === "done") control.meter.finish();
      control.end();
    };
    const work = () => prepared.work(control, settle);
    (environment.ready?.()?.then(work) ?? work()).then(
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

  /** The state at this moment; `done`, `failed` and `aborted` are final. */
  get state(): "running" | "paused" | "done" | "failed" | "aborted" {
    return this.#ended ?? (this.#control.paused ? "paused" : "running");
  }

  /** The progress at this moment. */
  get progress(): Progress {
    return this.#control.meter.current;
  }

  /**
   * Cancels the running requests until `resume()`. No effect after the end.
   *
   * A download continues at the byte that it had reached; an upload in one request starts again. A download to a Blob
   * also starts again if its body is compressed in transit, or if the responses have no ETag and no date to recognize the
   * object by; a download to a stream or a file then fails with `Interrupted`.
   */
  pause(): void {
    if (!this.#ended) this.#control.pause();
  }

  /** Continues after `pause()`. No effect otherwise. */
  resume(): void {
    if (!this.#ended) this.#control.resume();
  }

  /**
   * Ends the transfer; its promise rejects with `reason` at once. No effect after the end, which for an upload is the
   * service's last response.
   *
   * If that response is on its way, the object may be stored all the same, always whole: `head` shows it. An abort never
   * deletes an object, because it may be another one by then.
   */
  abort(reason?: unknown): void {
    if (!this.#ended) this.#control.abort(reason);
  }
}

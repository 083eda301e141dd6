import { abortable } from "../http/abortable.ts";
import { Attempt, PAUSED } from "../http/attempt.ts";
import type { AttemptControl } from "../http/retry.ts";
import { retryPolicy } from "../http/retry-policy.ts";
import { wait } from "../http/wait.ts";
import type { Progress } from "../types.ts";
import type { TransferEnvironment } from "./environment.ts";
import { ProgressMeter } from "./progress.ts";

type WaitReason = NonNullable<Progress["waitingFor"]>;

/** Controls one operation: abort, pause, and its running attempts. */
export class TransferControl implements AttemptControl {
  readonly environment: TransferEnvironment;
  readonly meter: ProgressMeter;
  readonly #controller = new AbortController();
  readonly #attempts = new Set<Attempt>();
  readonly #stallTimeout: number;
  #parent: TransferControl | undefined;
  #removeAbortListener: () => void = () => {};
  /** Reasons of all waits between attempts, of this control and of its forks. */
  readonly #waits: WaitReason[] = [];
  #pause: { ended: Promise<void>; end: () => void } | undefined;
  #confirmed = false;

  constructor(
    environment: TransferEnvironment,
    options: {
      signal?: AbortSignal | undefined;
      onProgress?: ((progress: Progress) => void) | undefined;
    } = {},
  ) {
    this.environment = environment;
    this.meter = new ProgressMeter(environment, options.onProgress);
    this.#stallTimeout = retryPolicy(environment.retry).stallTimeout;
    if (options.signal) this.#abortWith(options.signal);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get paused(): boolean {
    return this.#pause !== undefined;
  }

  abort(reason?: unknown): void {
    if (this.signal.aborted || this.#confirmed) return;
    this.end();
    this.#controller.abort(reason);
    for (const attempt of this.#attempts) attempt.cancel(this.signal.reason);
  }

  pause(): void {
    if (this.#pause || this.signal.aborted || this.#confirmed) return;
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#pause = { ended, end };
    for (const attempt of this.#attempts) attempt.cancel(PAUSED);
    this.#reportWait();
    this.meter.rest();
  }

  resume(): void {
    this.#pause?.end();
    this.#pause = undefined;
    this.#reportWait();
  }

  /** The service has confirmed the operation: it can no longer be aborted or paused. */
  confirm(): void {
    this.#confirmed = true;
  }

  /** Returns a control for attempts that can be aborted without aborting this one. */
  fork(): TransferControl {
    const child = new TransferControl(this.environment, { signal: this.signal });
    child.#parent = this;
    return child;
  }

  /** Starts an attempt, after the pause if there is one. Rejects with the signal's reason once it is aborted. */
  async begin(number: number): Promise<Attempt> {
    const top = this.#parent ?? this;
    while (top.#pause) await abortable(top.#pause.ended, this.signal);
    this.signal.throwIfAborted();
    const attempt = new Attempt(this.environment, number, this.#stallTimeout);
    this.#attempts.add(attempt);
    if (this.#parent) top.#attempts.add(attempt);
    top.#reportWait();
    return attempt;
  }

  /** Ends an attempt that has succeeded or failed. */
  finish(attempt: Attempt): void {
    attempt.stopStallTimer();
    this.#attempts.delete(attempt);
    const top = this.#parent ?? this;
    top.#attempts.delete(attempt);
    top.#reportWait();
  }

  /** Waits for `milliseconds`. Rejects with the signal's reason once it is aborted. */
  delay(milliseconds: number, reason: WaitReason): Promise<void> {
    return this.#wait(reason, wait(this.environment, milliseconds, this.signal));
  }

  /** Waits until the device is online. Rejects with the signal's reason once it is aborted. */
  async untilOnline(): Promise<void> {
    const { environment } = this;
    if (environment.isOnline()) return;
    let removeListener = () => {};
    const online = new Promise<void>((resolve) => {
      removeListener = environment.onceOnline(resolve);
    });
    await this.#wait("network", abortable(online, this.signal)).finally(() => removeListener());
  }

  /** Ends reports of progress, and removes the listener on the caller's signal. */
  end(): void {
    this.meter.stop();
    this.#removeAbortListener();
  }

  #wait(reason: WaitReason, waited: Promise<void>): Promise<void> {
    const top = this.#parent ?? this;
    top.#waits.push(reason);
    top.#reportWait();
    return waited.finally(() => {
      top.#waits.splice(top.#waits.indexOf(reason), 1);
      top.#reportWait();
    });
  }

  /** Reports that the transfer waits if all of its attempts do and it is not paused. */
  #reportWait(): void {
    const isIdle = this.#attempts.size === 0 && !this.#pause;
    const order = ["network", "service", "retry"] as const;
    const reason = isIdle ? order.find((name) => this.#waits.includes(name)) : undefined;
    this.meter.setWaitingFor(reason);
  }

  #abortWith(signal: AbortSignal): void {
    const abort = () => this.abort(signal.reason);
    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener("abort", abort, { once: true });
    this.#removeAbortListener = () => signal.removeEventListener("abort", abort);
  }
}

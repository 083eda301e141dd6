import { Attempt, PAUSED } from "../http/attempt.ts";
import { retryPolicy } from "../http/retry-policy.ts";
import type { Progress } from "../types.ts";
import type { TransferEnvironment } from "./environment.ts";
import { ProgressMeter } from "./progress.ts";

type Waiting = NonNullable<Progress["waitingFor"]>;

/** What starts and steers the work of one operation: abort, pause, and the attempts in flight. */
export class TransferControl {
  readonly environment: TransferEnvironment;
  readonly meter: ProgressMeter;
  readonly #controller = new AbortController();
  readonly #attempts = new Set<Attempt>();
  readonly #stallTimeout: number;
  #parent: TransferControl | undefined;
  #unfollow: () => void = () => {};
  /** Why the attempts that are not in flight wait, of this control and of its forks. */
  readonly #waits: Waiting[] = [];
  #gate: { opened: Promise<void>; open: () => void } | undefined;
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
    if (options.signal) this.#follow(options.signal);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get paused(): boolean {
    return this.#gate !== undefined;
  }

  abort(reason?: unknown): void {
    if (this.signal.aborted || this.#confirmed) return;
    this.end();
    this.#controller.abort(reason);
    for (const attempt of this.#attempts) attempt.cancel(this.signal.reason);
  }

  pause(): void {
    if (this.#gate || this.signal.aborted || this.#confirmed) return;
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    this.#gate = { opened, open };
    for (const attempt of this.#attempts) attempt.cancel(PAUSED);
    this.#tellWait();
    this.meter.rest();
  }

  resume(): void {
    this.#gate?.open();
    this.#gate = undefined;
    this.#tellWait();
  }

  /** The service has said that it is done: nothing undoes that any more. */
  confirmed(): void {
    this.#confirmed = true;
  }

  /** Steers a group of attempts that can be ended together without ending the whole. */
  fork(): TransferControl {
    const child = new TransferControl(this.environment, { signal: this.signal });
    child.#parent = this;
    return child;
  }

  /** Waits while paused, then begins a try. Throws the abort's reason once aborted. */
  async begin(number: number): Promise<Attempt> {
    const top = this.#parent ?? this;
    while (top.#gate) await this.unlessAborted(top.#gate.opened);
    this.signal.throwIfAborted();
    const attempt = new Attempt(this.environment, number, this.#stallTimeout);
    this.#attempts.add(attempt);
    if (this.#parent) top.#attempts.add(attempt);
    top.#tellWait();
    return attempt;
  }

  /** A try is over, well or badly. */
  finish(attempt: Attempt): void {
    attempt.stopStallTimer();
    this.#attempts.delete(attempt);
    const top = this.#parent ?? this;
    top.#attempts.delete(attempt);
    top.#tellWait();
  }

  /** So many milliseconds, or until aborted. */
  async delay(milliseconds: number, why: Waiting): Promise<void> {
    const { environment } = this;
    let timer: unknown;
    const elapsed = new Promise<void>((resolve) => {
      timer = environment.setTimeout(resolve, milliseconds);
    });
    await this.#wait(why, elapsed).finally(() => environment.clearTimeout(timer));
  }

  /** Until the machine has a network, or until aborted. */
  async untilOnline(): Promise<void> {
    const { environment } = this;
    if (environment.isOnline()) return;
    let forget = () => {};
    const online = new Promise<void>((resolve) => {
      forget = environment.onceOnline(resolve);
    });
    await this.#wait("network", online).finally(() => forget());
  }

  /** Lets go of the caller's signal, and of the page's ear. */
  end(): void {
    this.meter.stop();
    this.#unfollow();
  }

  async unlessAborted<T>(promise: Promise<T>): Promise<T> {
    const { signal } = this;
    let stop = () => {};
    const aborted = new Promise<never>((_, reject) => {
      stop = () => reject(signal.reason);
      if (signal.aborted) stop();
      else signal.addEventListener("abort", stop, { once: true });
    });
    return Promise.race([promise, aborted]).finally(() =>
      signal.removeEventListener("abort", stop),
    );
  }

  #wait(why: Waiting, over: Promise<void>): Promise<void> {
    const top = this.#parent ?? this;
    top.#waits.push(why);
    top.#tellWait();
    return this.unlessAborted(over).finally(() => {
      top.#waits.splice(top.#waits.indexOf(why), 1);
      top.#tellWait();
    });
  }

  /** A transfer waits while all of its attempts do; a paused one does not. */
  #tellWait(): void {
    const isIdle = this.#attempts.size === 0 && !this.#gate;
    const order = ["network", "service", "retry"] as const;
    this.meter.waiting(isIdle ? order.find((why) => this.#waits.includes(why)) : undefined);
  }

  #follow(signal: AbortSignal): void {
    const abort = () => this.abort(signal.reason);
    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener("abort", abort, { once: true });
    this.#unfollow = () => signal.removeEventListener("abort", abort);
  }
}

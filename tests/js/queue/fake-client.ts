import { SignpostError } from "../../../js/errors.ts";
import type { QueueEvent } from "../../../js/queue/queue-event.ts";
import type { UploadQueueOptions } from "../../../js/queue/queue-options.ts";
import { UploadQueue } from "../../../js/queue/upload-queue.ts";
import type { S3 } from "../../../js/s3.ts";
import type { Transfer } from "../../../js/transfer/transfer.ts";
import type { Progress, UploadOptions, UploadResult } from "../../../js/types.ts";
import { FakeTime } from "../support/time.ts";

/** Made here, since the stack of an error keeps the objects whose methods are on it. */
const NO_RESPONSE = new SignpostError("NetworkOrCors", "There was no response.");

/** An upload that the test ends. It has the parts of `Transfer` that a queue uses. */
export class FakeUpload {
  readonly file: File;
  readonly options: UploadOptions;
  state: Transfer<UploadResult>["state"] = "running";
  /** Whether the service has confirmed it, so that it can no longer be paused or aborted. */
  isConfirmed = false;
  readonly calls: string[] = [];
  readonly #promise: Promise<UploadResult>;
  #resolve: (result: UploadResult) => void = () => {};
  #reject: (error: unknown) => void = () => {};

  constructor(file: File, options: UploadOptions) {
    this.file = file;
    this.options = options;
    this.#promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    options.signal?.addEventListener("abort", () => this.abort());
  }

  // biome-ignore lint/suspicious/noThenProperty: a transfer is a promise.
  then: Promise<UploadResult>["then"] = (done, failed) => this.#promise.then(done, failed);

  pause(): void {
    this.calls.push("pause");
    if (this.state === "running" && !this.isConfirmed) this.state = "paused";
  }

  resume(): void {
    this.calls.push("resume");
    if (this.state === "paused") this.state = "running";
  }

  abort(): void {
    this.calls.push("abort");
    if (this.isConfirmed || (this.state !== "running" && this.state !== "paused")) return;
    this.state = "aborted";
    this.#promise.catch(() => {});
    this.#reject(new DOMException("This operation was aborted", "AbortError"));
  }

  report(loaded: number, more: Partial<Progress> = {}): void {
    const { size: total } = this.file;
    this.options.onProgress?.({
      loaded,
      total,
      bytesPerSecond: 1,
      attempt: 1,
      phase: "transfer",
      ...more,
    });
  }

  finish(): void {
    if (this.state !== "running") throw new Error(`The upload is ${this.state}`);
    this.state = "done";
    this.report(this.file.size, { phase: "done", eta: 0 });
    const { key } = this.options;
    this.#resolve({ bucket: "b", key, location: `https://b.example/${key}`, via: "put" });
  }

  fail(error: unknown = NO_RESPONSE): void {
    this.state = "failed";
    this.#reject(error);
  }
}

export interface Fixture {
  queue: UploadQueue;
  /** All uploads, in the order in which they were started. */
  uploads: FakeUpload[];
  /** Type and file name of each event, such as `start a.txt`. */
  events: string[];
  /** Returns the events since the last call. */
  takeEvents(): string[];
  time: FakeTime;
  /** Returns the latest upload of a file. */
  upload(name: string): FakeUpload;
  /** Returns name and state of each item, such as `a.txt running`. */
  states(): string[];
}

export const EVENTS = [
  "add",
  "reject",
  "start",
  "pause",
  "resume",
  "retry",
  "progress",
  "done",
  "error",
  "remove",
  "idle",
] as const;

const real = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  now: Date.now,
};

/** Replaces the clock and the timers. The mocks of node:test would keep the objects on the stack of each call. */
function useTime({ setTimeout, clearTimeout, now }: Pick<FakeTime, keyof typeof real>): void {
  Object.assign(globalThis, { setTimeout, clearTimeout });
  Date.now = now;
}

/** Ends the time of `fixture`. */
export function restoreTime(): void {
  useTime(real as never);
}

/** Returns a queue over a client whose uploads the test ends, with its own time until `restoreTime()`. */
export function fixture(options: UploadQueueOptions = {}): Fixture {
  const time = new FakeTime();
  useTime(time);
  const uploads: FakeUpload[] = [];
  const client = {
    upload(body: File, options: UploadOptions) {
      const upload = new FakeUpload(body, options);
      uploads.push(upload);
      return upload as unknown as Transfer<UploadResult>;
    },
  };
  const queue = new UploadQueue(client as Pick<S3, "upload">, options);
  const events: string[] = [];
  for (const type of EVENTS) {
    queue.addEventListener(type, (event) => {
      const { item } = event as Partial<QueueEvent>;
      events.push(item ? `${type} ${item.path}` : type);
    });
  }
  return {
    queue,
    uploads,
    events,
    takeEvents: () => events.splice(0),
    time,
    upload(name) {
      const found = [...uploads].reverse().find(({ file }) => file.name === name);
      if (!found) throw new Error(`${name} is not being uploaded`);
      return found;
    },
    states: () => queue.items.map(({ path, state }) => `${path} ${state}`),
  };
}

/** Returns a file with this many bytes. */
export function file(name: string, size = 10, options: FilePropertyBag = {}): File {
  return new File([new Uint8Array(size)], name, { lastModified: 1, ...options });
}

/** Returns files of 10 bytes. */
export function files(...names: string[]): File[] {
  return names.map((name) => file(name));
}

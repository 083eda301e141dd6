import type { SignpostError } from "../errors.ts";
import type { Transfer } from "../transfer/transfer.ts";
import type { Progress, UploadResult } from "../types.ts";
import type { FoundFile } from "./dropped-files.ts";

/**
 * A file of an `UploadQueue`. The object stays the same for as long as the item is in the queue, and its properties show
 * the present state. It is frozen, so that frameworks do not wrap it.
 */
export interface QueueItem {
  /** Unique in the page. */
  readonly id: string;
  /** The file, as it was added. */
  readonly file: File;
  /**
   * Path of the file within the folder that the user chose or dropped, such as `photos/2026/cat.jpg`; the file's name if
   * it was not in a folder.
   */
  readonly path: string;
  /** Empty until `key` has returned it. */
  readonly key: string;
  /**
   * - `waiting`: for `start()`, for `key` and `validate`, or for other files to end
   * - `running`: its upload is in progress
   * - `paused`: by `pause()`; takes no place among the `concurrency` files
   * - `done`: stored
   * - `failed`: `error` is the reason; `retry()` tries again
   * - `rejected`: it breaks a rule of the options, which `error` names; it stays in the list until it is removed
   */
  readonly state: "waiting" | "running" | "paused" | "done" | "failed" | "rejected";
  /** The latest progress. Before the upload, 0 bytes in the phase `signing`. */
  readonly progress: Progress;
  /** Present if the state is `done`. */
  readonly result?: UploadResult | undefined;
  /** Present if the state is `failed` or `rejected`. */
  readonly error?: SignpostError | undefined;
}

let lastId = 0;

/** The queue's record of a file. The application sees it as `item`. */
export class Job {
  readonly id = `upload-${++lastId}`;
  readonly file: File;
  readonly path: string;
  readonly item: QueueItem = new Item(this);
  key = "";
  state: QueueItem["state"] = "waiting";
  progress: Progress;
  result: UploadResult | undefined;
  error: SignpostError | undefined;
  /** Present while the upload is running or paused. */
  transfer: Transfer<UploadResult> | undefined;
  /** Most bytes sent, over all attempts of the upload. */
  loaded = 0;
  /** Whether `validate` has accepted the file and `key` has returned its key. */
  isPrepared = false;
  /** Whether it runs before other files, and even if the queue is not started. */
  isUrgent = false;
  /** Whether its `add` event is still to be dispatched. */
  isNew = true;
  /** Whether it was removed too late to be aborted. */
  isLeaving = false;
  /** Number of keys that were derived from this one to be unique. */
  copies = 1;
  /** Share that is part of the queue's sums. */
  share: Share = NO_SHARE;

  constructor({ file, path }: FoundFile) {
    this.file = file;
    this.path = path;
    this.progress = this.initialProgress();
  }

  initialProgress(): Progress {
    return { loaded: 0, total: this.file.size, bytesPerSecond: 0, attempt: 1, phase: "signing" };
  }
}

type Share = readonly [files: number, total: number, loaded: number, left: number, open: number];

export const NO_SHARE: Share = [0, 0, 0, 0, 0];

/** Returns a job's share in the sums: files, bytes, bytes sent, bytes to send without a pause, and files not at an end. */
export function shareOf({ state, file, loaded }: Job): Share {
  if (state === "rejected") return NO_SHARE;
  const isActive = state === "waiting" || state === "running";
  const left = isActive ? file.size - loaded : 0;
  return [1, file.size, loaded, left, isActive || state === "paused" ? 1 : 0];
}

class Item implements QueueItem {
  readonly #job: Job;

  constructor(job: Job) {
    this.#job = job;
    Object.freeze(this);
  }

  get id() {
    return this.#job.id;
  }
  get file() {
    return this.#job.file;
  }
  get path() {
    return this.#job.path;
  }
  get key() {
    return this.#job.key;
  }
  get state() {
    return this.#job.state;
  }
  get progress() {
    return this.#job.progress;
  }
  get result() {
    return this.#job.result;
  }
  get error() {
    return this.#job.error;
  }
}

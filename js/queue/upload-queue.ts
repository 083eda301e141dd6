import { isSignpostError, SignpostError } from "../errors.ts";
import { currentHost } from "../http/host.ts";
import { fill } from "../messages/message.ts";
import * as messages from "../messages/queue.ts";
import { fileError, optionError, optionMessage } from "../option-error.ts";
import type { S3 } from "../s3.ts";
import { readKey } from "../transfer/arguments.ts";
import { ProgressMeter } from "../transfer/progress.ts";
import type { Transfer } from "../transfer/transfer.ts";
import type { DomType, Progress, UploadResult } from "../types.ts";
import { type FoundFile, readFiles, readFolder } from "./dropped-files.ts";
import { QueueEvent, type QueueEventMap, type QueueEventTarget } from "./queue-event.ts";
import { Job, NO_SHARE, type QueueItem, shareOf } from "./queue-item.ts";
import {
  type QueueLimits,
  type QueueSettings,
  readLimits,
  readQueueOptions,
  type UploadLimits,
  type UploadQueueOptions,
} from "./queue-options.ts";
import { brokenRule, isLimitError } from "./restrictions.ts";

/** Progress of all files of a queue that are not rejected. */
export interface QueueProgress {
  /**
   * Bytes sent. Decreases only if a file is removed, rejected by `validate`, or retried. Equals `total` only if all files
   * are done, apart from empty ones.
   */
  loaded: number;
  /** Size of all files in bytes, including those that have failed. */
  total: number;
  /** Average of the last 5 seconds; 0 while no upload is running. */
  bytesPerSecond: number;
  /** Estimated seconds until the waiting and running files are done; absent if unknown. 0 if no file is left. */
  eta?: number;
}

/** Milliseconds between two rounds of `progress` events. */
const PROGRESS_INTERVAL = 50;
/** Maximum number of files that `validate` and `key` are called for at a time. */
const MOST_PREPARED = 8;

const Target = EventTarget as { new (): QueueEventTarget; prototype: QueueEventTarget };

/**
 * Uploads many files, some at a time. Without a user interface: it has a list of items, methods for the buttons, and
 * events for the display.
 *
 * An upload starts in a microtask after the call that allows it, so that `add` returns items that are still waiting.
 */
export class UploadQueue extends Target {
  /** @internal */
  static override readonly name: string = "UploadQueue";
  readonly #s3: Pick<S3, "upload">;
  readonly #settings: QueueSettings;
  #limits: QueueLimits;
  readonly #host = currentHost();
  readonly #meter = new ProgressMeter(this.#host);
  /** By id, in order of addition. */
  readonly #jobs = new Map<string, Job>();
  #items: readonly QueueItem[] | undefined;
  readonly #keys = new Map<string, Job>();
  /** Jobs whose `validate` and `key` have not been called, and those whose calls are pending. */
  readonly #unprepared = new Set<Job>();
  readonly #preparing = new Set<Job>();
  /** Jobs that wait for a place: the urgent ones first. */
  readonly #urgent = new Set<Job>();
  readonly #ready = new Set<Job>();
  readonly #running = new Set<Job>();
  /** Jobs with progress that no event has reported. */
  readonly #changed = new Set<Job>();
  #isReporting = false;
  /** Folders that are being read. */
  readonly #folders = new Set<object>();
  #isStarted: boolean;
  #isScheduled = false;
  /** Whether `idle` is to be dispatched at the end of the work. */
  #isBusy = false;
  /** Sums of `shareOf` all jobs. */
  #files = 0;
  #total = 0;
  #loaded = 0;
  #left = 0;
  #open = 0;
  /** Bytes sent, for the speed. */
  #sent = 0;

  /** Throws `InvalidOption` if an option is wrong. The options of `upload` are validated by each upload. */
  constructor(s3: Pick<S3, "upload">, options: UploadQueueOptions = {}) {
    super();
    this.#settings = readQueueOptions(s3, options);
    this.#limits = this.#settings.limits;
    this.#s3 = s3;
    this.#isStarted = this.#settings.autoStart;
  }

  /** All items in order of addition. The array is frozen; another one replaces it when an item is added or removed. */
  get items(): readonly QueueItem[] {
    this.#items ??= Object.freeze([...this.#jobs.values()].map(({ item }) => item));
    return this.#items;
  }

  /** Progress of all files together. */
  get progress(): QueueProgress {
    const { bytesPerSecond } = this.#meter.current;
    const progress: QueueProgress = { loaded: this.#loaded, total: this.#total, bytesPerSecond };
    if (this.#open === 0) progress.eta = 0;
    else if (this.#left > 0 && bytesPerSecond > 0) progress.eta = this.#left / bytesPerSecond;
    return progress;
  }

  /** Whether waiting files are uploaded: set by `autoStart`, `start()`, `resume()` and `pause()`. */
  get started(): boolean {
    return this.#isStarted;
  }

  /**
   * Adds files, and returns their items. Each is validated at once, apart from what `validate` and `key` promise; a file
   * that breaks a rule is in the list with the state `rejected`.
   *
   * The contents of dropped folders are read afterwards, with their subfolders: their items appear with `add` events, and
   * `idle` waits for them. A file or folder that cannot be read is a rejected item with an empty `file`
   * (`BodyUnreadable`). Pass a DataTransfer during its `drop` or `paste` event, after which the browser empties it.
   *
   * @throws {PresignError} `InvalidOption` if the argument is something else than files; then none is added
   */
  add(files: Iterable<File> | DomType<"FileList"> | DomType<"DataTransfer">): QueueItem[] {
    const found = readFiles(files);
    const items = this.#add(found.files);
    for (const folder of found.folders) {
      this.#folders.add(folder);
      this.#isBusy = true;
      readFolder(folder, (files) => {
        const isWanted = this.#folders.has(folder);
        if (isWanted) this.#add(files);
        return isWanted;
      }).then(() => {
        this.#folders.delete(folder);
        this.#schedule();
      });
    }
    return items;
  }

  /**
   * Replaces all limits; one that is absent no longer applies. Files whose upload has not started are checked again, in order
   * of addition and after all others are counted: one that breaks a limit is rejected (`reject`), and one that was rejected by
   * a limit and keeps all of them waits again (`retry`).
   *
   * @throws {PresignError} `InvalidOption` if a limit is wrong; then nothing changes
   */
  setLimits(limits: UploadLimits): void {
    this.#limits = readLimits(limits);
    const jobs = [...this.#jobs.values()].filter(({ state, transfer, error }) =>
      state === "rejected" ? isLimitError(error) : isOpen(state) && !transfer,
    );
    let [count, total] = [this.#files, this.#total];
    for (const { state, file } of jobs) {
      if (state === "rejected") continue;
      count -= 1;
      total -= file.size;
    }
    // Events follow the counts, which a listener can change.
    const errors = jobs.map((job) => {
      const error = brokenRule(this.#limits, job, count, total);
      if (!error) {
        count += 1;
        total += job.file.size;
      }
      return error;
    });
    for (const [index, job] of jobs.entries()) {
      const error = errors[index];
      if (!this.#has(job) || error?.message === job.error?.message) continue;
      if (error) this.#rejectLate(job, error);
      else this.#requeue(job, false);
    }
  }

  /**
   * Uploads waiting and paused files. With an `id` only this one: as soon as another ends, before all others, and even if
   * the queue is not started. No effect on an item in another state, or on an unknown id.
   */
  start(id?: string): void {
    if (id === undefined) this.#isStarted = true;
    for (const job of this.#select(id)) {
      const isPaused = job.state === "paused";
      if (!isPaused && job.state !== "waiting") continue;
      // An upload that was paused continues before others start.
      job.isUrgent ||= id !== undefined || job.transfer !== undefined;
      this.#change(job, "waiting", isPaused ? "resume" : undefined);
    }
    this.#schedule();
  }

  /** The same as `start`. */
  resume(id?: string): void {
    this.start(id);
  }

  /**
   * Pauses the running uploads, and starts no waiting file until `start()`. With an `id` only this file, running or
   * waiting; another file takes its place. An upload in one request starts again when it is resumed, one in parts
   * continues. No effect on an upload that the service has confirmed, which is done in a moment.
   */
  pause(id?: string): void {
    if (id === undefined) this.#isStarted = false;
    for (const job of this.#select(id)) {
      const { transfer, state } = job;
      if (state === "running") {
        transfer?.pause();
        if (transfer?.state === "paused") this.#change(job, "paused", "pause");
      } else if (state === "waiting") {
        job.isUrgent = false;
        if (id !== undefined || transfer) this.#change(job, "paused", "pause");
        else this.#change(job, "waiting");
      }
    }
  }

  /**
   * Uploads failed files again; with an `id` only this one, before all others. A `resumable` upload sends only the parts
   * that are missing.
   */
  retry(id?: string): void {
    for (const job of this.#select(id)) {
      if (job.state === "failed") this.#requeue(job, id !== undefined);
    }
  }

  /**
   * Removes an item, and aborts its upload. An object that is stored already is not deleted. If the service has confirmed
   * the upload, it can no longer be aborted: the item is removed after its `done` event. No effect for an unknown id.
   */
  remove(id: string): void {
    for (const job of this.#select(String(id))) this.#remove(job);
  }

  /** Removes all items as `remove` does, and stops reading folders. */
  clear(): void {
    this.#folders.clear();
    for (const job of this.#select()) this.#remove(job);
    this.#schedule();
  }

  /** The jobs to act on. A listener can remove those that are still to come. */
  *#select(id?: string): Iterable<Job> {
    for (const job of id === undefined ? [...this.#jobs.values()] : [this.#jobs.get(id)]) {
      if (job && this.#has(job)) yield job;
    }
  }

  #requeue(job: Job, isUrgent: boolean): void {
    job.error = undefined;
    job.loaded = 0;
    job.progress = job.initialProgress();
    job.isUrgent = isUrgent;
    if (!job.isPrepared) this.#unprepared.add(job);
    this.#change(job, "waiting", "retry");
  }

  #has(job: Job): boolean {
    return this.#jobs.get(job.id) === job;
  }

  #dispatch(type: keyof QueueEventMap, job: Job): void {
    if (job.isNew) return;
    this.dispatchEvent(new QueueEvent(type, job.item));
    this.dispatchEvent(new QueueEvent("change", job.item));
  }

  #add(files: FoundFile[]): QueueItem[] {
    const jobs = files.map((found) => {
      const job = new Job(found);
      job.error = brokenRule(this.#limits, found, this.#files, this.#total);
      this.#jobs.set(job.id, job);
      if (!job.error) this.#unprepared.add(job);
      this.#change(job, job.error ? "rejected" : "waiting");
      return job;
    });
    this.#items = undefined;
    // A page that waits for `idle` must not wait forever if all files are rejected.
    if (jobs.length > 0) this.#isBusy = true;
    this.#prepare();
    for (const job of jobs) {
      job.isNew = false;
      // A listener can have removed it.
      if (this.#has(job)) this.#dispatch("add", job);
      if (this.#has(job) && job.state === "rejected") this.#dispatch("reject", job);
      if (this.#has(job) && job.state === "failed") this.#dispatch("error", job);
    }
    return jobs.map(({ item }) => item);
  }

  #remove(job: Job): void {
    const { transfer } = job;
    transfer?.abort();
    job.isLeaving = transfer?.state === "running" || transfer?.state === "done";
    if (!job.isLeaving) this.#drop(job);
  }

  #drop(job: Job): void {
    this.#jobs.delete(job.id);
    this.#items = undefined;
    this.#unprepared.delete(job);
    this.#preparing.delete(job);
    if (this.#keys.get(job.key) === job) this.#keys.delete(job.key);
    job.transfer = undefined;
    this.#change(job, job.state);
    this.#dispatch("remove", job);
  }

  /** Sets the state of a job, its place among those that wait, and its share in the sums. */
  #change(job: Job, state: Job["state"], type?: keyof QueueEventMap): void {
    job.state = state;
    for (const jobs of [this.#urgent, this.#ready, this.#running, this.#changed]) jobs.delete(job);
    if (this.#has(job)) {
      if (state === "running") this.#running.add(job);
      else if (state === "waiting" && job.isPrepared) {
        (job.isUrgent ? this.#urgent : this.#ready).add(job);
      }
    }
    this.#count(job);
    this.#schedule();
    if (type) this.#dispatch(type, job);
  }

  /** Adds a job's share to the sums, in place of its former share. */
  #count(job: Job): void {
    const [files, total, loaded, left, open] = job.share;
    const share = this.#has(job) ? shareOf(job) : NO_SHARE;
    job.share = share;
    this.#files += share[0] - files;
    this.#total += share[1] - total;
    this.#loaded += share[2] - loaded;
    this.#left += share[3] - left;
    this.#open += share[4] - open;
    if (this.#open > 0) this.#isBusy = true;
  }

  /** Calls `validate` and `key` for as many jobs as may be prepared at a time. */
  #prepare(): void {
    for (const job of this.#unprepared) {
      if (this.#preparing.size >= MOST_PREPARED) return;
      this.#unprepared.delete(job);
      this.#preparing.add(job);
      this.#validate(job);
    }
  }

  #validate(job: Job): void {
    const { validate } = this.#settings;
    this.#call(job, "validate", validate, (message) => {
      if (message === undefined || message === null || message === "") this.#findKey(job);
      else if (typeof message !== "string") {
        this.#fail(job, optionError(messages.NOT_VALIDATION_RESULT, "validate"));
      } else {
        const hint = messages.FILE_REJECTED_HINT;
        this.#reject(job, new SignpostError("FileRejected", message, { hint, field: "validate" }));
      }
    });
  }

  #findKey(job: Job): void {
    const { key } = this.#settings;
    this.#call(job, "key", key, (found) => {
      const wanted = key ? found : job.path;
      try {
        job.key = readKey(wanted);
      } catch (error) {
        this.#fail(job, error as SignpostError);
        return;
      }
      const other = this.#keys.get(job.key);
      if (other) {
        if (key || isSameFile(job.file, other.file)) {
          this.#reject(job, fileError(messages.DUPLICATE_KEY, "key"));
          return;
        }
        job.key = this.#uniqueKey(other);
      }
      this.#keys.set(job.key, job);
      this.#preparing.delete(job);
      job.isPrepared = true;
      this.#change(job, job.state);
    });
  }

  /** Returns the key of a job with a number that no other key has: `image (2).jpg`. */
  #uniqueKey(job: Job): string {
    for (;;) {
      job.copies += 1;
      const key = job.key.replace(/(\.[^./]*)?$/, ` (${job.copies})$1`);
      if (!this.#keys.has(key)) return key;
    }
  }

  /** Calls a function of the application's, and `next` with its result: at once, unless it is a promise. */
  #call<T>(
    job: Job,
    name: "validate" | "key",
    call: ((file: File, path: string) => T | PromiseLike<T>) | undefined,
    next: (value: T | undefined) => void,
  ): void {
    const onValue = (value: T | undefined) => {
      if (this.#preparing.has(job)) next(value);
    };
    const onError = (error: unknown) => {
      if (this.#preparing.has(job)) this.#fail(job, errorOf(name, error));
    };
    let value: T | PromiseLike<T> | undefined;
    let isPromise: boolean;
    try {
      value = call?.(job.file, job.path);
      isPromise = typeof (value as Partial<PromiseLike<T>> | undefined)?.then === "function";
    } catch (error) {
      onError(error);
      return;
    }
    if (isPromise) Promise.resolve(value).then(onValue, onError);
    else onValue(value as T | undefined);
  }

  #reject(job: Job, error: SignpostError): void {
    this.#preparing.delete(job);
    job.key = "";
    job.error = error;
    this.#change(job, "rejected", "reject");
  }

  /** Rejects a job that may have its key already. */
  #rejectLate(job: Job, error: SignpostError): void {
    this.#unprepared.delete(job);
    if (this.#keys.get(job.key) === job) this.#keys.delete(job.key);
    job.isPrepared = false;
    this.#reject(job, error);
  }

  #fail(job: Job, error: SignpostError): void {
    this.#preparing.delete(job);
    job.transfer = undefined;
    job.error = error;
    const { eta: _, ...progress } = job.progress;
    job.progress = { ...progress, bytesPerSecond: 0 };
    this.#change(job, "failed", "error");
  }

  /** Runs `#work` once in a microtask. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      this.#work();
    });
  }

  /** Starts what may start, and dispatches `idle` if nothing is left. */
  #work(): void {
    this.#prepare();
    while (this.#running.size < this.#settings.concurrency) {
      const [job] = this.#urgent.size > 0 || !this.#isStarted ? this.#urgent : this.#ready;
      if (!job) break;
      if (job.transfer) this.#continue(job, job.transfer);
      else this.#upload(job);
    }
    if (this.#running.size === 0) this.#meter.rest();
    if (this.#isBusy && this.#open === 0 && this.#folders.size === 0) {
      this.#isBusy = false;
      this.dispatchEvent(new Event("idle"));
    }
  }

  #continue(job: Job, transfer: Transfer<UploadResult>): void {
    job.isUrgent = false;
    this.#change(job, "running");
    transfer.resume();
    this.#dispatch("start", job);
  }

  #upload(job: Job): void {
    let transfer: Transfer<UploadResult> | undefined;
    try {
      const options = this.#settings.upload(job.file, job.path);
      // The function can have paused or removed it.
      if (!this.#urgent.has(job) && !this.#ready.has(job)) return;
      job.isUrgent = false;
      this.#change(job, "running");
      transfer = this.#s3.upload(job.file, {
        ...options,
        key: job.key,
        onProgress: (progress) => {
          if (job.state === "running" && job.transfer === transfer) this.#report(job, progress);
          options.onProgress?.(progress);
        },
      });
    } catch (error) {
      this.#fail(job, errorOf("upload", error));
      return;
    }
    job.transfer = transfer;
    transfer.then(
      (result) => {
        if (job.transfer === transfer) this.#finish(job, result);
      },
      (error) => {
        if (job.transfer !== transfer) return;
        // It was aborted by its `signal`.
        if (transfer.state === "aborted") this.#drop(job);
        else this.#fail(job, errorOf("upload", error));
        if (job.isLeaving && this.#has(job)) this.#drop(job);
      },
    );
    this.#dispatch("start", job);
  }

  #report(job: Job, progress: Progress): void {
    const loaded = Math.min(progress.loaded, job.file.size);
    // Parts that are stored already count as progress, and not as speed.
    if (progress.phase !== "signing") this.#sent += Math.max(0, loaded - job.loaded);
    job.loaded = Math.max(job.loaded, loaded);
    job.progress = progress;
    this.#meter.update(this.#sent);
    this.#count(job);
    this.#changed.add(job);
    if (this.#isReporting) return;
    this.#isReporting = true;
    this.#host.setTimeout(() => this.#dispatchProgress(), PROGRESS_INTERVAL);
  }

  #dispatchProgress(): void {
    this.#isReporting = false;
    for (const job of [...this.#changed]) {
      if (this.#changed.delete(job)) this.#dispatch("progress", job);
    }
  }

  #finish(job: Job, result: UploadResult): void {
    const { size } = job.file;
    const progress: Progress = { ...job.progress, loaded: size, phase: "done" };
    this.#report(job, { ...progress, bytesPerSecond: 0, eta: 0 });
    job.transfer = undefined;
    job.result = result;
    this.#change(job, "done");
    this.#dispatch("progress", job);
    if (this.#has(job)) this.#dispatch("done", job);
    if (job.isLeaving && this.#has(job)) this.#drop(job);
  }
}

function isOpen(state: QueueItem["state"]): boolean {
  return state === "waiting" || state === "paused";
}

function isSameFile(a: File, b: File): boolean {
  return a.size === b.size && a.lastModified === b.lastModified;
}

/** Returns the error of an upload, or of a function of the application's. */
function errorOf(name: string, error: unknown): SignpostError {
  if (isSignpostError(error)) return error;
  const [code, text, hint] = fill(messages.FUNCTION_FAILED);
  return new SignpostError(code, optionMessage(name, text), { hint, field: name, cause: error });
}

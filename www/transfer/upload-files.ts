import { type QueueItem, type S3, UploadQueue } from "s3-signpost";
import { Gate } from "./gate.ts";
import type { PickedFiles } from "./pick-files.ts";
import { readLimits, readPrefix, readUploadOptions } from "./upload-form.ts";

/** Results from the first start to the end of all uploads. */
export interface Run {
  startedAt: number;
  done: number;
  bytes: number;
}

/**
 * The queue of the view. Files wait until `start`, and then get the prefix and the account of that moment. At the end of
 * all uploads, later files wait again.
 */
export class UploadFiles {
  readonly #gate = new Gate();
  /** The client of each released file, so that a later change of the account does not redirect it. */
  readonly #clients = new WeakMap<Blob, S3>();
  #client: S3 | undefined;
  #run: Run | undefined;
  readonly queue: UploadQueue;

  /** @param onEnd is called at the end of all uploads */
  constructor(onEnd: (run: Run) => void) {
    this.queue = new UploadQueue(
      {
        upload: (body, options) => {
          const client = this.#clients.get(body as Blob) ?? this.#client;
          if (!client) throw new Error("A file was uploaded before it was released.");
          return client.upload(body, options);
        },
      },
      {
        autoStart: false,
        key: (file, path) =>
          this.#gate.pass(() => {
            if (this.#client) this.#clients.set(file, this.#client);
            return readPrefix() + path;
          }),
        upload: readUploadOptions,
      },
    );
    this.queue.addEventListener("done", ({ item }) => {
      if (!this.#run) return;
      this.#run.done += 1;
      this.#run.bytes += item.file.size;
    });
    this.queue.addEventListener("idle", () => {
      this.pause();
      if (this.#run) onEnd(this.#run);
      this.#run = undefined;
    });
  }

  add(picked: PickedFiles): void {
    this.queue.setLimits(readLimits());
    this.queue.add(picked);
  }

  /** Returns the key of a file: as it is, or as it will be with the present prefix. */
  keyOf(item: QueueItem): string {
    return item.key || readPrefix() + item.path;
  }

  /** Uploads waiting and paused files with a client. */
  start(client: S3): void {
    this.#client = client;
    this.#begin();
    this.#gate.open();
    this.queue.start();
  }

  /** Uploads failed files again with a client, or only one. */
  retry(client: S3, id?: string): void {
    this.#begin();
    for (const item of this.queue.items) {
      if (item.state !== "failed" || (id !== undefined && item.id !== id)) continue;
      this.#clients.set(item.file, client);
      this.queue.retry(item.id);
    }
  }

  /** Pauses the running files, and holds the others back. */
  pause(): void {
    this.queue.pause();
    this.#gate.close();
  }

  #begin(): void {
    this.#run ??= { startedAt: performance.now(), done: 0, bytes: 0 };
  }
}

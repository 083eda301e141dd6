import {
  type DownloadResult,
  type ObjectInfo,
  type Progress,
  type S3,
  SignpostError,
  type Transfer,
} from "s3-signpost";
import type { Sink } from "./sink.ts";

/** Errors after which the received bytes are of no use. */
const FINAL_CODES: ReadonlySet<string> = new Set([
  "ChecksumMismatch",
  "ObjectChanged",
  "FileNotWritten",
]);

/** Functions that are called during a download. */
export interface DownloadEvents {
  onInfo(info: ObjectInfo): void;
  onProgress(): void;
  /** Called if the object is another one than before the failure. */
  onRestart(): void;
}

/** The download of one object, which continues after a failure if `run` is called again. */
export class ObjectDownload {
  readonly key: string;
  readonly #sink: Sink;
  readonly #events: DownloadEvents;
  #transfer: Transfer<DownloadResult> | undefined;
  #info: ObjectInfo | undefined;
  #received = 0;
  /** First byte of the present request. */
  #start = 0;
  #isAborted = false;

  constructor(key: string, sink: Sink, events: DownloadEvents) {
    this.key = key;
    this.#sink = sink;
    this.#events = events;
  }

  /** Bytes that are written. */
  get received(): number {
    return this.#received;
  }

  get info(): ObjectInfo | undefined {
    return this.#info;
  }

  get isPaused(): boolean {
    return this.#transfer?.state === "paused";
  }

  get isAborted(): boolean {
    return this.#isAborted;
  }

  /** The progress in the whole object. */
  get progress(): Progress | undefined {
    const progress = this.#transfer?.progress;
    if (!progress || this.#start === 0) return progress;
    const { total } = progress;
    return {
      ...progress,
      loaded: this.#start + progress.loaded,
      ...(total !== undefined && { total: this.#start + total }),
    };
  }

  /**
   * Downloads the rest of the object.
   *
   * @returns the checksum that verified the whole object, and whether the object was received in pieces
   */
  async run(s3: S3): Promise<{ verified?: string | undefined; isPieced: boolean }> {
    const start = this.#received;
    const isPieced = start > 0;
    let verified: string | undefined;
    try {
      // A range after the last byte would be refused.
      if (!isPieced || start !== this.#info?.size) {
        const result = await this.#request(s3, start);
        if (isPieced && !isSameObject(this.#info, result.info)) return this.#restart(s3);
        this.#info = result.info;
        this.#events.onInfo(result.info);
        await this.#receive(result);
        if (!isPieced) verified = result.verified;
      }
      await this.#sink.close();
    } catch (error) {
      const isFinal = error instanceof SignpostError && FINAL_CODES.has(error.code);
      if (isFinal) this.#received = 0;
      if (isFinal || this.#isAborted) await this.#sink.abort();
      this.#transfer?.abort();
      throw error;
    }
    return { verified, isPieced };
  }

  pause(): void {
    this.#transfer?.pause();
  }

  resume(): void {
    this.#transfer?.resume();
  }

  /** Ends the download, and discards what was received. */
  abort(): void {
    this.#isAborted = true;
    if (this.#transfer?.state === "running" || this.isPaused) this.#transfer?.abort();
    else this.#sink.abort();
  }

  #request(s3: S3, start: number): Promise<DownloadResult> {
    this.#start = start;
    this.#transfer = s3.download(this.key, {
      to: "stream",
      ...(start > 0 && { range: { start } }),
      onProgress: () => this.#events.onProgress(),
    });
    return this.#transfer;
  }

  async #receive({ stream }: DownloadResult): Promise<void> {
    const reader = stream?.getReader();
    for (;;) {
      const { value, done } = (await reader?.read()) ?? { done: true };
      if (done || !value) return;
      await this.#sink.write(value as Uint8Array<ArrayBuffer>);
      this.#received += value.length;
    }
  }

  async #restart(s3: S3) {
    this.#transfer?.abort();
    this.#received = 0;
    this.#events.onRestart();
    await this.#sink.restart();
    return this.run(s3);
  }
}

/** Whether two responses describe the same object. Without an ETag, which CORS can hide, its date and size tell. */
function isSameObject(before: ObjectInfo | undefined, now: ObjectInfo): boolean {
  if (!before || before.size !== now.size) return false;
  if (before.etag !== undefined || now.etag !== undefined) return before.etag === now.etag;
  return (
    before.lastModified !== undefined &&
    before.lastModified.getTime() === now.lastModified?.getTime()
  );
}

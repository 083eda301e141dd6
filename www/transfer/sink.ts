import { SignpostError } from "s3-signpost";
import { words } from "../words.ts";

/** The destination of a download. */
export interface Sink {
  write(chunk: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Discards what was written. */
  restart(): Promise<void>;
  /** Completes the file. */
  close(): Promise<void>;
  /** Discards the file. */
  abort(): Promise<void>;
}

/** Writes to a file of the device. The file changes when the download is complete. */
export class FileSink implements Sink {
  readonly #file: FileSystemFileHandle;
  #writable: FileSystemWritableFileStream | undefined;

  constructor(file: FileSystemFileHandle) {
    this.#file = file;
  }

  async write(chunk: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#use((writable) => writable.write(chunk));
  }

  async restart(): Promise<void> {
    await this.#use(async (writable) => {
      await writable.truncate(0);
      await writable.seek(0);
    });
  }

  async close(): Promise<void> {
    await this.#use((writable) => writable.close());
  }

  async abort(): Promise<void> {
    await this.#writable?.abort().catch(() => {});
  }

  async #use(call: (writable: FileSystemWritableFileStream) => Promise<void>): Promise<void> {
    try {
      this.#writable ??= await this.#file.createWritable();
      await call(this.#writable);
    } catch (error) {
      const { notWritten, notWrittenHint: hint } = words.transfer.download;
      throw new SignpostError("FileNotWritten", notWritten, { hint, cause: error });
    }
  }
}

/** Bytes that are moved into a Blob at a time, which the browser can keep on the disk. */
const PIECE_BYTES = 16_000_000;

/** Keeps the bytes in the page. */
export class BlobSink implements Sink {
  #pieces: BlobPart[] = [];
  #loose: BlobPart[] = [];
  #looseBytes = 0;

  async write(chunk: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#loose.push(chunk);
    this.#looseBytes += chunk.length;
    if (this.#looseBytes < PIECE_BYTES) return;
    this.#pieces.push(new Blob(this.#loose));
    this.#loose = [];
    this.#looseBytes = 0;
  }

  async restart(): Promise<void> {
    this.#pieces = [];
    this.#loose = [];
    this.#looseBytes = 0;
  }

  async close(): Promise<void> {}

  async abort(): Promise<void> {
    await this.restart();
  }

  /** Returns what was written, with a type. */
  toBlob(type: string): Blob {
    return new Blob([...this.#pieces, ...this.#loose], { type });
  }
}

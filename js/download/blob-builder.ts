/** Bytes after which chunks are moved into a Blob, which browsers may keep on disk. */
const FOLD_SIZE = 16 * 1024 * 1024;

/** Builds a Blob from chunks without keeping all of them in the page's memory. */
export class BlobBuilder {
  #folded: Blob[] = [];
  #chunks: Uint8Array<ArrayBuffer>[] = [];
  #pending = 0;

  append(chunk: Uint8Array<ArrayBuffer>): void {
    this.#chunks.push(chunk);
    this.#pending += chunk.length;
    if (this.#pending >= FOLD_SIZE) this.#fold();
  }

  clear(): void {
    this.#folded = [];
    this.#chunks = [];
    this.#pending = 0;
  }

  build(type = ""): Blob {
    this.#fold();
    return new Blob(this.#folded, { type });
  }

  #fold(): void {
    this.#folded.push(new Blob(this.#chunks));
    this.#chunks = [];
    this.#pending = 0;
  }
}

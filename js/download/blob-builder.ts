/** Chunks beyond so many bytes are handed to a Blob, which browsers may keep on disk. */
const FOLD = 16 * 1024 * 1024;

/** Gathers chunks into one Blob without holding all of them in the page's memory. */
export class BlobBuilder {
  #folded: Blob[] = [];
  #chunks: Uint8Array<ArrayBuffer>[] = [];
  #pending = 0;

  append(chunk: Uint8Array<ArrayBuffer>): void {
    this.#chunks.push(chunk);
    this.#pending += chunk.length;
    if (this.#pending >= FOLD) this.#fold();
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

import type { ListEntry, S3 } from "s3-signpost";

/** Entries that one call loads: those of a response of S3. */
const PAGE_SIZE = 1000;

/** The entries of a bucket under a prefix, loaded a page at a time. */
export class Listing {
  readonly prefix: string;
  readonly #s3: S3;
  #entries: ListEntry[] = [];
  #isComplete = false;
  #iterator: AsyncIterator<ListEntry> | undefined;
  #controller = new AbortController();

  constructor(s3: S3, prefix: string) {
    this.#s3 = s3;
    this.prefix = prefix;
  }

  /** The loaded objects and folders, in S3's order. */
  get entries(): readonly ListEntry[] {
    return this.#entries;
  }

  /** Whether there is nothing left to load. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Whether the last `loadPage` was stopped. */
  get isStopped(): boolean {
    return this.#controller.signal.aborted;
  }

  /** Loads the next page. After a failure or `stop`, a call continues after the last loaded entry. */
  async loadPage(): Promise<void> {
    this.#iterator ??= this.#list();
    try {
      for (let count = 0; count < PAGE_SIZE; count += 1) {
        const { done, value } = await this.#iterator.next();
        if (done) {
          this.#isComplete = true;
          return;
        }
        // Objects follow a folder's name in S3's order, so a listing that starts after the name has the folder again.
        if (value.key !== this.#entries.at(-1)?.key) this.#entries.push(value);
      }
    } catch (error) {
      this.#iterator = undefined;
      throw error;
    }
  }

  /** Cancels a running request. */
  stop(): void {
    this.#controller.abort();
  }

  /** Removes objects that were deleted. */
  remove(keys: ReadonlySet<string>): void {
    this.#entries = this.#entries.filter(({ key }) => !keys.has(key));
  }

  #list(): AsyncIterator<ListEntry> {
    this.#controller = new AbortController();
    const startAfter = this.#entries.at(-1)?.key;
    const { signal } = this.#controller;
    return this.#s3
      .list(this.prefix, { delimiter: "/", signal, ...(startAfter && { startAfter }) })
      [Symbol.asyncIterator]();
  }
}

import type { UploadStorage } from "../../../js/types.ts";

/** What outlives a page: the browser's storage. */
export class Shelf implements UploadStorage {
  readonly #items = new Map<string, string>();

  getItem(key: string): string | null {
    return this.#items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#items.set(key, value);
  }

  removeItem(key: string): void {
    this.#items.delete(key);
  }
}

/**
 * The network and the storage of a page that can be closed: from then on nothing that it waits for comes,
 * what it has under way is cut, and nothing it does has any effect.
 */
export class LostPage {
  readonly storage: UploadStorage;
  readonly #closing = new AbortController();
  #close: () => void = () => {};
  /** Settles once it is closed. */
  readonly closed = new Promise<void>((resolve) => {
    this.#close = resolve;
  });

  constructor(shelf: UploadStorage) {
    const never = new Promise<never>(() => {});
    const open = () => !this.#closing.signal.aborted;
    this.storage = {
      getItem: (key) => (open() ? shelf.getItem(key) : never),
      setItem: (key, value) => (open() ? shelf.setItem(key, value) : never),
      removeItem: (key) => (open() ? shelf.removeItem(key) : never),
    };
  }

  readonly fetch: typeof fetch = (url, init = {}) =>
    new Promise((resolve, reject) => {
      const { signal: closing } = this.#closing;
      if (closing.aborted) return;
      const signal = init.signal ? AbortSignal.any([init.signal, closing]) : closing;
      const unlessClosed =
        <T>(settle: (value: T) => void) =>
        (value: T) => {
          if (!closing.aborted) settle(value);
        };
      fetch(url, { ...init, signal }).then(unlessClosed(resolve), unlessClosed(reject));
    });

  close(): void {
    this.#closing.abort();
    this.#close();
  }
}

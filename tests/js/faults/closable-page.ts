import type { UploadStorage } from "../../../js/types.ts";

/** A storage in memory, which remains after a page is closed. */
export class MemoryStorage implements UploadStorage {
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
 * The network and the storage of a page that can be closed. After that, its requests are cancelled, none of its promises
 * settles, and it changes nothing.
 */
export class ClosablePage {
  readonly storage: UploadStorage;
  readonly #closing = new AbortController();
  #resolveClosed: () => void = () => {};
  /** Resolves when the page is closed. */
  readonly closed = new Promise<void>((resolve) => {
    this.#resolveClosed = resolve;
  });

  constructor(storage: UploadStorage) {
    const never = new Promise<never>(() => {});
    const isOpen = () => !this.#closing.signal.aborted;
    this.storage = {
      getItem: (key) => (isOpen() ? storage.getItem(key) : never),
      setItem: (key, value) => (isOpen() ? storage.setItem(key, value) : never),
      removeItem: (key) => (isOpen() ? storage.removeItem(key) : never),
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
    this.#resolveClosed();
  }
}

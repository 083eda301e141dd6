/**
 * Calls `access`, which uses a `Storage`, and returns its result; undefined if it throws or rejects. Browsers deny a page
 * its storage in private windows and in frames of other sites, and a storage can be full.
 */
export function fromStorage<T>(access: () => Promise<T>): Promise<T | undefined>;
export function fromStorage<T>(access: () => T): T | undefined;
export function fromStorage<T>(access: () => T): unknown {
  try {
    const result = access();
    return result instanceof Promise ? result.catch(() => undefined) : result;
  } catch {
    return undefined;
  }
}

/** Returns the page's `localStorage`; undefined if there is none or the browser denies it. */
export function pageStorage(): Storage | undefined {
  // Reading the property throws if the browser denies it.
  return fromStorage(() => (globalThis as { localStorage?: Storage }).localStorage ?? undefined);
}

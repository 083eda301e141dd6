/** What is needed of `Storage`. */
export type IdentityStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Cognito's own pattern and limit for an `IdentityId`. */
const IDENTITY_ID = /^[\w-]+:[0-9a-f-]+$/i;
const LONGEST_ID = 55;

export function isIdentityId(value: unknown): value is string {
  return typeof value === "string" && value.length <= LONGEST_ID && IDENTITY_ID.test(value);
}

/** Reading the property alone throws where a browser denies a page its storage. */
function pageStorage(): IdentityStorage | undefined {
  try {
    return globalThis.localStorage ?? undefined;
  } catch {
    return undefined;
  }
}

/**
 * Remembers identity ids, and nothing else, in a `Storage`; in memory as long as that is missing or throws,
 * as it does in private windows and where the quota is used up.
 */
export class IdentityStore {
  readonly #storage: IdentityStorage | undefined;
  readonly #unstored = new Map<string, string>();
  /** Where the storage will not let go of them, they still must not come back. */
  readonly #dropped = new Set<string>();

  constructor(storage: IdentityStorage | undefined) {
    this.#storage = storage ?? pageStorage();
  }

  get(key: string): string | undefined {
    let stored: unknown;
    try {
      stored = this.#storage?.getItem(key);
    } catch {
      stored = undefined;
    }
    // Storage belongs to the whole origin: what stands there may be anyone's.
    if (isIdentityId(stored) && !this.#dropped.has(stored)) return stored;
    return this.#unstored.get(key);
  }

  set(key: string, id: string): void {
    this.#dropped.delete(id);
    if (this.#storage !== undefined) {
      try {
        this.#storage.setItem(key, id);
        this.#unstored.delete(key);
        return;
      } catch {
        // Remembered below.
      }
    }
    this.#unstored.set(key, id);
  }

  /** Forgets this id, but not another that a second tab may have put in its place. */
  drop(key: string, id: string): void {
    this.#dropped.add(id);
    if (this.#unstored.get(key) === id) this.#unstored.delete(key);
    try {
      if (this.#storage?.getItem(key) === id) this.#storage.removeItem(key);
    } catch {
      // Ignored from now on all the same.
    }
  }
}

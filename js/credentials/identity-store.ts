import { fromStorage, pageStorage } from "../http/storage.ts";

/** The methods of `Storage` that `cognito` calls. */
export interface IdentityStorage {
  /** Returns the value of a key; null if the key has no value. */
  getItem(key: string): string | null;
  /** Stores a value. */
  setItem(key: string, value: string): void;
  /** Removes a value. */
  removeItem(key: string): void;
}

/** Pattern and maximum length of an `IdentityId`, from the Cognito Identity API reference. */
const IDENTITY_ID = /^[\w-]+:[0-9a-f-]+$/i;
const MAX_ID_LENGTH = 55;

export function isIdentityId(value: unknown): value is string {
  return typeof value === "string" && value.length <= MAX_ID_LENGTH && IDENTITY_ID.test(value);
}

/** Stores identity ids, and nothing else, in a `Storage`; in memory if there is no `Storage`, or if it throws. */
export class IdentityStore {
  readonly #storage: IdentityStorage | undefined;
  /** Ids that could not be stored, by key. */
  readonly #inMemory = new Map<string, string>();
  /** Ids that must not be used again, even if the storage does not remove them. */
  readonly #removed = new Set<string>();

  constructor(storage: IdentityStorage | undefined) {
    this.#storage = storage ?? pageStorage();
  }

  get(key: string): string | undefined {
    const stored: unknown = fromStorage(() => this.#storage?.getItem(key));
    // The storage belongs to the whole origin: other code may have written the value.
    if (isIdentityId(stored) && !this.#removed.has(stored)) return stored;
    return this.#inMemory.get(key);
  }

  set(key: string, id: string): void {
    this.#removed.delete(id);
    const isStored = fromStorage(() => {
      this.#storage?.setItem(key, id);
      return this.#storage !== undefined;
    });
    if (isStored) this.#inMemory.delete(key);
    else this.#inMemory.set(key, id);
  }

  /** Removes this id, but not another one that a second tab stored under the same key. */
  remove(key: string, id: string): void {
    this.#removed.add(id);
    if (this.#inMemory.get(key) === id) this.#inMemory.delete(key);
    fromStorage(() => {
      if (this.#storage?.getItem(key) === id) this.#storage.removeItem(key);
    });
  }
}

/** Maximum number of remembered URLs. A map view or a playlist has some hundred. */
const CAPACITY = 1_024;

/** The results of signing for one set of options, within one cache window. */
interface Window {
  /** Seconds since 1970: the start of the window, and its end or the expiration of the credentials, if that is earlier. */
  readonly from: number;
  readonly until: number;
  /** By the URLs that were signed. */
  readonly signed: Map<string, string>;
}

/** Remembers signed URLs while signing again would have the same result. */
export class UrlMemo {
  /** By the options. */
  readonly #windows = new Map<string, Window>();
  #size = 0;

  /** Returns the result for a URL at `now`, in seconds since 1970. */
  get(options: string, url: string, now: number): string | undefined {
    const window = this.#windows.get(options);
    if (window === undefined || now < window.from || now >= window.until) return undefined;
    return window.signed.get(url);
  }

  /** Remembers a result from `from` until `until`. Forgets all others if there are too many. */
  set(options: string, url: string, signed: string, from: number, until: number): void {
    if (this.#size === CAPACITY) this.clear();
    let window = this.#windows.get(options);
    if (window?.from !== from) {
      this.#size -= window?.signed.size ?? 0;
      window = { from, until, signed: new Map() };
      this.#windows.set(options, window);
    }
    window.signed.set(url, signed);
    this.#size += 1;
  }

  clear(): void {
    this.#windows.clear();
    this.#size = 0;
  }
}

import type { LimitedBy, Method } from "../types.ts";

/** What requests have in common that differ in their key alone, and are made in the same second. */
export class SharedRequest {
  readonly origin: string;
  readonly suffix: string;
  /** What paths begin with. */
  readonly base: string;
  readonly method: Method;
  readonly headers: readonly string[];
  readonly expiresAt: number;
  readonly limitedBy: LimitedBy;
  readonly #second: number;
  readonly #scalars: Scalars | undefined;

  /** `answer` is that of the core's `share`. */
  constructor(
    scalars: Scalars | undefined,
    second: number,
    answer: string,
    method: Method,
    headers: readonly string[],
  ) {
    const [origin = "", suffix = "", expiresAt, limitedBy, base] = answer.split("\n");
    this.origin = origin;
    this.suffix = suffix;
    this.base = `${base}/`;
    this.expiresAt = Number(expiresAt) * 1_000;
    this.limitedBy = limitedBy as LimitedBy;
    this.method = method;
    this.headers = headers;
    this.#second = second;
    this.#scalars = scalars;
  }

  /** Joins the URL of one key from its encoded path and its signature. */
  url(path: string, signature: string): string {
    return this.origin + path + this.suffix + signature;
  }

  /** Whether a request differs from the one that it was made from in its key alone. `request` is a copy of our own. */
  fits(request: Readonly<Record<string, unknown>>, second: number): boolean {
    const scalars = this.#scalars;
    if (scalars === undefined || second !== this.#second) return false;
    let same = 0;
    for (const name in request) {
      if (name === "key") continue;
      const value = request[name];
      if (value !== scalars.get(name) || !scalars.has(name)) return false;
      same += 1;
    }
    return same === scalars.size;
  }
}

/** A request without its key. */
type Scalars = Map<string, unknown>;

/** Undefined if the request holds an object, whose inside could change. `request` is a copy of our own. */
export function scalarsOf(request: Readonly<Record<string, unknown>>): Scalars | undefined {
  const { key, ...shared } = request;
  const entries = Object.entries(shared);
  return entries.every(([, value]) => typeof value !== "object") ? new Map(entries) : undefined;
}

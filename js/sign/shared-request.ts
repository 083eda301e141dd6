import type { LimitedBy, Method } from "../types.ts";
import type { decodeReply, SHARE_REPLY } from "../wire.ts";

type ShareReply = ReturnType<typeof decodeReply<typeof SHARE_REPLY>>;

/** The checked part of requests that differ only in their key and are made in the same second. */
export class SharedRequest {
  readonly origin: string;
  readonly suffix: string;
  /** The part that all paths begin with. */
  readonly base: string;
  readonly method: Method;
  readonly headers: readonly string[];
  readonly expiresAt: number;
  readonly limitedBy: LimitedBy;
  readonly #second: number;
  readonly #scalars: Scalars | undefined;

  /** `reply` is the core's reply to `share`. `scalars` are the options of the request, if all are scalars. */
  constructor(
    scalars: Scalars | undefined,
    second: number,
    reply: ShareReply,
    method: Method,
    headers: readonly string[],
  ) {
    this.origin = reply.origin;
    this.suffix = reply.suffix;
    this.base = `${reply.base}/`;
    this.expiresAt = reply.expiresAt;
    this.limitedBy = reply.limitedBy as LimitedBy;
    this.method = method;
    this.headers = headers;
    this.#second = second;
    this.#scalars = scalars;
  }

  /** Joins the URL of one key from its encoded path and its signature. */
  url(path: string, signature: string): string {
    return this.origin + path + this.suffix + signature;
  }

  /** Whether `request`, a copy of the caller's options, has the same options except its key, in the same second. */
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

/** The options of a request without its key. */
type Scalars = Map<string, unknown>;

/** Returns the options of a request without its key; undefined if one is an object, whose properties could change. */
export function scalarsOf(request: Readonly<Record<string, unknown>>): Scalars | undefined {
  const { key, ...shared } = request;
  const entries = Object.entries(shared);
  return entries.every(([, value]) => typeof value !== "object") ? new Map(entries) : undefined;
}

import { fromPairs } from "../options.ts";
import type { LimitedBy, Method, PresignedUrl } from "../types.ts";
import type { SharedRequest } from "./shared-request.ts";

/** A class, so that `toString` is no property of its own, and a copy can be sent to a worker. */
export class SignedUrl implements PresignedUrl {
  /** @internal */
  static readonly name = "SignedUrl";
  readonly url: string;
  readonly method: Method;
  readonly headers: Record<string, string>;
  readonly expiresAt: Date;
  readonly limitedBy: LimitedBy;

  constructor(shared: SharedRequest, signature: string, path: string) {
    this.url = shared.url(path, signature);
    this.method = shared.method;
    this.headers = shared.headers.length === 0 ? {} : fromPairs(shared.headers);
    this.expiresAt = new Date(shared.expiresAt);
    this.limitedBy = shared.limitedBy;
  }

  toString(): string {
    return this.url;
  }
}

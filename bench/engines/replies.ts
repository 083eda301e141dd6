/** The replies of another process, in the order of the requests. */
export class Replies<Reply> {
  readonly #pending: { resolve(reply: Reply): void; reject(error: Error): void }[] = [];
  #failure: Error | undefined;

  next(): Promise<Reply> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => this.#pending.push({ resolve, reject }));
  }

  deliver(reply: Reply): void {
    this.#pending.shift()?.resolve(reply);
  }

  /** Rejects the pending and all later calls of `next`, after the process has ended. */
  end(error: Error): void {
    this.#failure = error;
    for (const { reject } of this.#pending.splice(0)) reject(error);
  }
}

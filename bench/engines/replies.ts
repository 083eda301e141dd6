/** The answers of another process, in the order of the questions. */
export class Replies<Reply> {
  readonly #waiting: { resolve(reply: Reply): void; reject(error: Error): void }[] = [];
  #ended: Error | undefined;

  next(): Promise<Reply> {
    if (this.#ended) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  deliver(reply: Reply): void {
    this.#waiting.shift()?.resolve(reply);
  }

  /** The process has ended: whoever waits, and whoever asks later, is told so. */
  end(error: Error): void {
    this.#ended = error;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

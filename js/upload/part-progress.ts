import type { TransferControl } from "../transfer/control.ts";
import type { Part } from "./parts.ts";

/** Adds up the bytes sent of each part. A part that is sent again counts from 0. */
export class PartProgress {
  readonly #control: TransferControl;
  readonly #sent = new Map<number, number>();
  #total = 0;

  /** @param stored parts that the service already has */
  constructor(control: TransferControl, stored: Iterable<Part>) {
    this.#control = control;
    for (const { number, start, end } of stored) {
      this.#sent.set(number, end - start);
      this.#total += end - start;
    }
  }

  /** Bytes sent of all parts. */
  get total(): number {
    return this.#total;
  }

  startAttempt(part: Part, attempt: number): void {
    this.#count(part, 0);
    if (attempt > 1) this.#control.meter.retryPart(attempt, this.#total);
  }

  update(part: Part, sent: number): void {
    this.#count(part, sent);
    this.#control.meter.update(this.#total);
  }

  #count(part: Part, sent: number): void {
    this.#total += sent - (this.#sent.get(part.number) ?? 0);
    this.#sent.set(part.number, sent);
  }
}

import type { TransferControl } from "../transfer/control.ts";
import type { Part } from "./parts.ts";

/** Adds up what the parts have sent; a part that is sent again counts from 0. */
export class PartProgress {
  readonly #control: TransferControl;
  readonly #sent = new Map<number, number>();
  #sum = 0;

  /** `stored`: those that the service has already. */
  constructor(control: TransferControl, stored: Iterable<Part>) {
    this.#control = control;
    for (const { number, start, end } of stored) {
      this.#sent.set(number, end - start);
      this.#sum += end - start;
    }
  }

  /** Bytes of the whole that have gone through. */
  get sum(): number {
    return this.#sum;
  }

  begin(part: Part, attempt: number): void {
    this.#count(part, 0);
    if (attempt > 1) this.#control.meter.retrying(attempt, this.#sum);
  }

  update(part: Part, sent: number): void {
    this.#count(part, sent);
    this.#control.meter.update(this.#sum);
  }

  #count(part: Part, sent: number): void {
    this.#sum += sent - (this.#sent.get(part.number) ?? 0);
    this.#sent.set(part.number, sent);
  }
}

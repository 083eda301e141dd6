/** Holds calls back until they are released: files of a list are not uploaded before the user says so. */
export class Gate {
  #isOpen = false;
  #opened: Promise<void>;
  #open: () => void = () => {};

  constructor() {
    this.#opened = this.#hold();
  }

  /** Calls at once if the gate is open, otherwise when it opens. */
  pass<T>(call: () => T): T | Promise<T> {
    return this.#isOpen ? call() : this.#opened.then(call);
  }

  open(): void {
    this.#isOpen = true;
    this.#open();
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#opened = this.#hold();
  }

  #hold(): Promise<void> {
    return new Promise((resolve) => {
      this.#open = resolve;
    });
  }
}

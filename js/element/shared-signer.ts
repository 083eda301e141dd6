import type { LiveSigner } from "../live-signer.ts";
import type { ElementClient } from "./core.ts";

/** A `LiveSigner` that all elements of a client share. It is stopped after the last of them has released it. */
export class SharedSigner {
  static readonly #signers = new WeakMap<ElementClient, SharedSigner>();
  readonly ready: Promise<LiveSigner>;
  readonly #client: ElementClient;
  #users = 0;

  /** Returns the signer of a client, for one more user. */
  static acquire(client: ElementClient): SharedSigner {
    const signers = SharedSigner.#signers;
    const shared = signers.get(client) ?? new SharedSigner(client);
    signers.set(client, shared);
    shared.#users += 1;
    return shared;
  }

  private constructor(client: ElementClient) {
    this.#client = client;
    this.ready = client.signer();
    // The next user tries again.
    this.ready.catch(() => this.#forget());
  }

  release(): void {
    this.#users -= 1;
    // An element that is moved releases its signer and acquires it again in one task.
    setTimeout(() => {
      if (this.#users > 0) return;
      this.#forget();
      this.ready.then(
        (signer) => signer.stop(),
        () => {},
      );
    });
  }

  #forget(): void {
    const signers = SharedSigner.#signers;
    if (signers.get(this.#client) === this) signers.delete(this.#client);
  }
}

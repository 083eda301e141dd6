import type { LiveSigner } from "../live-signer.ts";
import { NOT_COUNT } from "../messages/elements.ts";
import { optionError } from "../option-error.ts";
import type { PresignedUrl, PresignRequest } from "../types.ts";
import type { ElementClient } from "./client-element.ts";
import { ClientUser } from "./client-user.ts";
import { emit } from "./element-base.ts";
import { SharedSigner } from "./shared-signer.ts";

/** An element that shows or links to one object: `key` is its key. */
export abstract class SignedElement extends ClientUser {
  #shared: { signer: SharedSigner; client: ElementClient } | undefined;
  #signer: LiveSigner | undefined;

  /** The object's key exactly as stored, not encoded. */
  get key(): string {
    return this.getAttribute("key") ?? "";
  }

  set key(key: string) {
    this.setAttribute("key", key);
  }

  /** Called when the element can sign, and when an attribute has changed. @internal */
  protected abstract update(): void;

  /** @internal */
  attributeChangedCallback(): void {
    if (this.#signer) this.update();
  }

  /** @internal */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#release();
  }

  /** @internal */
  protected override clientChanged(): void {
    try {
      const { client } = this;
      if (client === this.#shared?.client) return;
      this.#release();
      if (client) this.#acquire(client);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Signs a GET of the object. Undefined, after an `s3-error` event, if it cannot be signed. @internal */
  protected sign(request: PresignRequest, expiresIn: number): PresignedUrl | undefined {
    try {
      // A failed attempt to get credentials is repeated when the URL is needed.
      if (!this.#shared) this.clientChanged();
      if (!this.#signer) {
        this.requireClient();
        return undefined;
      }
      const { key } = this;
      return this.#signer.presign({ ...request, key, expiresIn: this.#seconds(expiresIn) });
    } catch (error) {
      this.fail(error);
      return undefined;
    }
  }

  /** Dispatches `s3-error`. @internal */
  protected fail(error: unknown): void {
    emit(this, "s3-error", { error });
  }

  #seconds(fallback: number): number {
    const value = this.getAttribute("expires-in");
    if (value === null) return fallback;
    if (!/^[1-9]\d{0,8}$/.test(value)) throw optionError(NOT_COUNT, "expires-in", { value });
    return Number(value);
  }

  #acquire(client: ElementClient): void {
    const shared = { signer: SharedSigner.acquire(client), client };
    this.#shared = shared;
    shared.signer.ready.then(
      (signer) => {
        if (this.#shared !== shared) return;
        this.#signer = signer;
        this.update();
      },
      (error) => {
        if (this.#shared !== shared) return;
        this.#release();
        this.fail(error);
      },
    );
  }

  #release(): void {
    this.#shared?.signer.release();
    this.#shared = undefined;
    this.#signer = undefined;
  }
}

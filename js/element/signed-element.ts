import type { LiveSigner } from "../live-signer.ts";
import type { PresignedUrl, PresignRequest } from "../types.ts";
import { countOf } from "./attributes.ts";
import { ClientUser } from "./client-user.ts";
import type { ElementClient } from "./core.ts";
import { SharedSigner } from "./shared-signer.ts";

/** An element that shows or links to one object. */
export abstract class SignedElement extends ClientUser {
  /** Names of the attributes. */
  static readonly observedAttributes = ["key", "object-key", "expires-in"];

  /** The object's key exactly as stored, not encoded. */
  declare key: string | null;
  /** The same as `key`, for React and Vue, whose templates keep `key` to themselves. */
  declare objectKey: string | null;
  /** Whole seconds for which a URL is valid. Default 300 for a link, and 3600 for an image or a film. */
  declare expiresIn: string | number | null;

  #shared: { signer: SharedSigner; client: ElementClient } | undefined;
  #signer: LiveSigner | undefined;

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

  /** @internal */
  protected get signedKey(): string {
    return this.key ?? this.objectKey ?? "";
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
      expiresIn = countOf(this, "expires-in") ?? expiresIn;
      return this.#signer.presign({ ...request, key: this.signedKey, expiresIn });
    } catch (error) {
      this.fail(error);
      return undefined;
    }
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

import { NO_CLIENT } from "../messages/elements.ts";
import { optionError } from "../option-error.ts";
import { CLIENT_CHANGE, type S3ClientElement } from "./client-element.ts";
import type { ElementClient } from "./core.ts";
import { ElementBase, emit } from "./element-base.ts";

/** An element that uses the client of the nearest `<s3-client>` around it, or its own. */
export abstract class ClientUser extends ElementBase {
  #own: ElementClient | undefined;
  #connection: AbortController | undefined;

  /** The client that was set, or that of the nearest `<s3-client>`, also of one outside the shadow tree. */
  get client(): ElementClient | undefined {
    return this.#own ?? this.provider?.client;
  }

  set client(client: ElementClient | undefined) {
    this.#own = client;
    if (this.isConnected) this.clientChanged();
  }

  /** The nearest `<s3-client>`; undefined if the element has its own client. @internal */
  protected get provider(): S3ClientElement | undefined {
    if (this.#own) return undefined;
    for (let node = parentOf(this); node; node = parentOf(node)) {
      if ((node as Element).localName === "s3-client") return node as S3ClientElement;
    }
    return undefined;
  }

  /** Returns the client. Throws `InvalidOption` if the element has no client. @internal */
  protected requireClient(): ElementClient {
    const { client } = this;
    if (!client) throw optionError(NO_CLIENT, "client");
    return client;
  }

  /** Dispatches `s3-error`. @internal */
  protected fail(error: unknown): void {
    emit(this, "s3-error", { error });
  }

  /** Called when the element is connected, and when its client may be another one. @internal */
  protected abstract clientChanged(): void;

  /** @internal */
  override connectedCallback(): void {
    super.connectedCallback();
    this.#connection = new AbortController();
    const { signal } = this.#connection;
    this.provider?.addEventListener(CLIENT_CHANGE, () => this.clientChanged(), { signal });
    this.clientChanged();
  }

  /** @internal */
  disconnectedCallback(): void {
    this.#connection?.abort();
  }
}

/** Returns the parent in the flat tree, as far as open shadow trees show it. */
function parentOf(node: Node): Node | null {
  return (node as Element).assignedSlot ?? node.parentNode ?? (node as ShadowRoot).host ?? null;
}

import type { CognitoOptions, CognitoProvider } from "../credentials/cognito.ts";
import { NO_CORE } from "../messages/elements.ts";
import { optionError } from "../option-error.ts";
import type { UploadQueue } from "../queue/upload-queue.ts";
import type { S3, S3Options } from "../s3.ts";
import { ElementBase, upgradeProperties } from "./element-base.ts";

/** The methods of an `S3` that the elements call. */
export type ElementClient = Pick<S3, "upload" | "signer" | "head" | "presigner">;

/**
 * The parts of the package that the elements use: those of `s3-signpost` or of `s3-signpost/slim`. They are arguments, so
 * that a page contains the core once, whichever entry it uses, and only the parts that it uses.
 */
export interface ElementCore {
  /** With `cognito`, for an `<s3-client>` that has attributes. */
  S3?: new (
    options: S3Options,
  ) => ElementClient;
  cognito?: (options: CognitoOptions) => CognitoProvider;
  /** For `<s3-drop>`, which is not defined without it. */
  UploadQueue?: typeof UploadQueue;
}

/** Type of the event by which an `<s3-client>` reports to its descendants that its client is another one. */
export const CLIENT_CHANGE = "s3-client-change";

/**
 * `<s3-client>` has the client of the elements in it. If several contain an element, the nearest one wins.
 *
 * Its client is the property `client`, or made from the attributes:
 *
 * - `identity-pool`: id of a Cognito identity pool, whose guests the users are
 * - `bucket`, `endpoint`: as the options of `S3`
 * - `region`: default: the region of the identity pool
 * - `identity-endpoint`: as the option `endpoint` of `cognito`
 *
 * Dispatches `s3-client-change`, which does not bubble, after the client has changed.
 */
export class S3ClientElement extends ElementBase {
  static readonly observedAttributes = [
    "identity-pool",
    "bucket",
    "region",
    "endpoint",
    "identity-endpoint",
  ];
  /** Set by `defineElements`. */
  static readonly core: ElementCore = {};
  #own: ElementClient | undefined;
  #made: ElementClient | undefined;
  #identityId: string | undefined;
  #isNotifying = false;

  constructor() {
    super();
    upgradeProperties(this, ["client"]);
  }

  /**
   * The client: the one that was set, or the one of the attributes, made when it is first read. Undefined if neither it nor
   * the attribute `identity-pool` is set.
   *
   * @throws {SignpostError} the error of `S3` or `cognito` if an attribute is wrong
   */
  get client(): ElementClient | undefined {
    this.#made ??= this.#own ?? this.#make();
    return this.#made;
  }

  set client(client: ElementClient | undefined) {
    this.#own = client ?? undefined;
    this.#reset();
  }

  /** The user's identity id, once the client of the attributes has credentials. */
  get identityId(): string | undefined {
    return this.#identityId;
  }

  /** @internal */
  attributeChangedCallback(): void {
    if (this.#own === undefined) this.#reset();
  }

  #reset(): void {
    this.#made = undefined;
    this.#identityId = undefined;
    if (this.#isNotifying) return;
    this.#isNotifying = true;
    // Attributes that are set together make one client.
    queueMicrotask(() => {
      this.#isNotifying = false;
      this.dispatchEvent(new Event(CLIENT_CHANGE));
    });
  }

  #make(): ElementClient | undefined {
    const identityPoolId = this.getAttribute("identity-pool");
    if (identityPoolId === null) return undefined;
    const { S3, cognito } = (this.constructor as typeof S3ClientElement).core;
    if (!S3) throw optionError(NO_CORE, "S3");
    if (!cognito) throw optionError(NO_CORE, "cognito");
    const provide = cognito({ identityPoolId, ...this.#option("endpoint", "identity-endpoint") });
    const client = new S3({
      region: this.getAttribute("region") ?? identityPoolId.replace(/:.*/, ""),
      ...this.#option("bucket"),
      ...this.#option("endpoint"),
      credentials: async (options) => {
        const credentials = await provide(options);
        if (this.#made === client) this.#identityId = credentials.identityId;
        return credentials;
      },
    });
    return client;
  }

  #option(name: string, attribute = name): Record<string, string> {
    const value = this.getAttribute(attribute);
    return value ? { [name]: value } : {};
  }
}

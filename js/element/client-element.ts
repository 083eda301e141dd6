import { type ElementClient, fromCore } from "./core.ts";
import { ElementBase } from "./element-base.ts";

/** Type of the event by which an `<s3-client>` reports to its descendants that its client is another one. */
export const CLIENT_CHANGE = "s3-client-change";

/**
 * `<s3-client identity-pool="eu-west-1:…" bucket="b" region="eu-west-1">…</s3-client>` has the client of the elements in it. If
 * several contain an element, the nearest one wins.
 *
 * Its client is the property `client`, or made from the attributes, for a guest of an identity pool.
 *
 * @tag s3-client
 * @slot - The elements that use the client
 * @fires {Event} s3-client-change - The client is another one. Does not bubble
 */
export class S3ClientElement extends ElementBase {
  /** Names of the attributes. */
  static readonly observedAttributes = [
    "identity-pool",
    "bucket",
    "region",
    "endpoint",
    "identity-endpoint",
  ];
  /** Id of a Cognito identity pool, whose guests the users are. */
  declare identityPool: string | null;
  /** Name of the bucket. */
  declare bucket: string | null;
  /** The bucket's region. Default: the region of the identity pool. */
  declare region: string | null;
  /** Address of a service other than Amazon S3, as the option of `S3`. */
  declare endpoint: string | null;
  /** Address of a service other than Cognito Identity, as the option `endpoint` of `cognito`. */
  declare identityEndpoint: string | null;

  #own: ElementClient | undefined;
  #made: ElementClient | undefined;
  #identityId: string | undefined;
  #isNotifying = false;

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
    this.#own = client;
    this.#reset();
  }

  /** The user's identity id, once the client of the attributes has credentials. */
  get identityId(): string | undefined {
    return this.#identityId;
  }

  /** @internal */
  attributeChangedCallback(): void {
    if (!this.#own) this.#reset();
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
    const { identityPool, bucket, endpoint, identityEndpoint } = this;
    if (identityPool === null) return undefined;
    const S3 = fromCore("S3");
    const provide = fromCore("cognito")({
      identityPoolId: identityPool,
      ...(identityEndpoint && { endpoint: identityEndpoint }),
    });
    const client = new S3({
      region: this.region ?? identityPool.replace(/:.*/, ""),
      ...(bucket && { bucket }),
      ...(endpoint && { endpoint }),
      credentials: async (options) => {
        const credentials = await provide(options);
        if (this.#made === client) this.#identityId = credentials.identityId;
        return credentials;
      },
    });
    return client;
  }
}

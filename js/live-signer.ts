import type { CredentialCache } from "./credentials/cache.ts";
import type { Clock } from "./credentials/clock.ts";
import type { ResolvedCredentials } from "./credentials/resolve.ts";
import { type Host, setKeepsProcess } from "./http/host.ts";
import { copyOptions, Options } from "./options.ts";
import { type Presigner, requestOf } from "./presigner.ts";
import { POST_OPTIONS, REQUEST_OPTIONS, SHARED_OPTIONS, SIGN_URL_OPTIONS } from "./sign/options.ts";
import type {
  PostRequest,
  PresignedPost,
  PresignedUrl,
  PresignRequest,
  SignUrlOptions,
} from "./types.ts";

/** Options of `S3.signer`: defaults for calls that do not set them. */
export interface LiveSignerOptions {
  /**
   * Default of `expiresIn`, in seconds. With it, credentials are also renewed early enough for URLs that are valid as
   * long, if new credentials live for as long.
   * @default 3600
   */
  expiresIn?: number;
  /**
   * Default of `cacheWindow`, in seconds. Forms have none.
   * @default as of presign and sign
   */
  cacheWindow?: number;
}

/** Reads the options, each once. Whether they are in range depends on the signature version. */
export function readLiveSignerOptions(options: LiveSignerOptions): LiveSignerOptions {
  const read = new Options(options, ["expiresIn", "cacheWindow"]);
  read.seconds("expiresIn");
  read.seconds("cacheWindow");
  return read.record;
}

/** The parts of a client that its signers use. */
export interface LiveSignerEnvironment extends Pick<Host, "setTimeout" | "clearTimeout"> {
  credentials: CredentialCache;
  clock: Clock;
  createPresigner(credentials: ResolvedCredentials): Presigner;
}

/** A name to check options with, for a client without a bucket. */
const ANY_BUCKET = "bucket";

/**
 * Longest and shortest time between checks of the credentials, in milliseconds. Timers stand still while a device sleeps,
 * so that one for the whole lifetime would fire too late.
 */
const MAX_DELAY = 60_000;
const MIN_DELAY = 1_000;

/**
 * Signs URLs and forms at once, as `Presigner` does, with credentials that are renewed in the background before they end.
 * `S3.signer` makes one. It keeps no page and no process alive.
 *
 * A call throws `CredentialsExpired` if the credentials have ended and could not be renewed, with the failure of the
 * renewal as its `cause`. A later call succeeds once there are new ones.
 */
export class LiveSigner {
  /** @internal */
  static readonly name: string = "LiveSigner";
  readonly #environment: LiveSignerEnvironment;
  readonly #defaults: LiveSignerOptions;
  /** Undefined without defaults: calls then need no copy of their options. */
  readonly #signDefaults: SignUrlOptions | undefined;
  #credentials: ResolvedCredentials;
  #presigner: Presigner;
  #timer: unknown;
  #isStopped = false;

  /** Throws if `defaults` are out of range. @internal */
  constructor(
    environment: LiveSignerEnvironment,
    defaults: LiveSignerOptions,
    bucket = ANY_BUCKET,
  ) {
    this.#environment = environment;
    this.#defaults = defaults;
    this.#signDefaults = Object.keys(defaults).length > 0 ? defaults : undefined;
    this.#credentials = environment.credentials.getNow(defaults.expiresIn);
    this.#presigner = environment.createPresigner(this.#credentials);
    try {
      // Signs nothing, and checks the options that all URLs will have.
      this.#presigner.presignMany([], { ...defaults, bucket });
    } catch (error) {
      this.stop();
      throw error;
    }
    this.#schedule();
  }

  /** End of the credentials in use; undefined if they have none, or none is known. */
  get expiresAt(): Date | undefined {
    const { expiration } = this.#environment.credentials;
    return expiration && new Date(expiration);
  }

  /** Presigns a URL. A string is a key, or an `s3://bucket/key` URI. */
  presign(request: string | PresignRequest): PresignedUrl {
    if (typeof request === "string" && this.#signDefaults === undefined) {
      return this.#current().presign(request);
    }
    // A getter of the caller's could replace the presigner, so the options are read before it is chosen.
    const read =
      typeof request === "string" ? requestOf(request) : copyOptions(request, REQUEST_OPTIONS);
    return this.#current().presign(this.#withDefaults(read));
  }

  /** Presigns the URLs of many keys that share all other options. Returns them in the order of the keys. */
  presignMany(keys: readonly string[], shared: Omit<PresignRequest, "key"> = {}): string[] {
    const read = new Options(shared, SHARED_OPTIONS).record;
    return this.#current().presignMany(keys, this.#withDefaults(read));
  }

  /** Presigns a form that uploads to one key or to many, within conditions that S3 enforces. */
  presignPost(request: PostRequest): PresignedPost {
    const read = new Options(request, POST_OPTIONS).record;
    const { cacheWindow: _, ...options } = this.#withDefaults(read);
    return this.#current().presignPost(options);
  }

  /**
   * Returns the URL of an object at this client's place, presigned; a presigned one is signed anew. Returns any other URL
   * as it is.
   */
  sign(url: string | URL, options?: SignUrlOptions): string {
    const set =
      options === undefined || this.#signDefaults === undefined
        ? (options ?? this.#signDefaults)
        : this.#withDefaults<SignUrlOptions>(new Options(options, SIGN_URL_OPTIONS).record);
    return this.#current().sign(url, set);
  }

  /** Ends the renewal, and wipes the secrets of this signer. Later calls throw `PresignerFreed`. */
  stop(): void {
    this.#isStopped = true;
    this.#environment.clearTimeout(this.#timer);
    this.#presigner.free();
  }

  /** Calls `stop`, at the end of the scope of `using`. */
  [Symbol.dispose](): void {
    this.stop();
  }

  #withDefaults<T extends object>(
    request: Readonly<Record<string, unknown>>,
  ): T & LiveSignerOptions {
    const { expiresIn, ...others } = this.#defaults;
    // An instant and a duration exclude each other.
    const hasExpiry = expiresIn === undefined || (request["expiresAt"] ?? undefined) !== undefined;
    const set = Object.entries(request).filter(
      ([, value]) => value !== undefined && value !== null,
    );
    return { ...others, ...(hasExpiry ? {} : { expiresIn }), ...Object.fromEntries(set) } as T;
  }

  /** Returns a signer with credentials that work now. */
  #current(): Presigner {
    if (this.#isStopped) return this.#presigner;
    const { credentials, clock } = this.#environment;
    const current = credentials.getNow(this.#defaults.expiresIn);
    if (current !== this.#credentials || clock.offset !== this.#presigner.clockOffset) {
      const presigner = this.#environment.createPresigner(current);
      this.#presigner.free();
      this.#presigner = presigner;
      this.#credentials = current;
    }
    if (this.#timer === undefined) this.#schedule();
    return this.#presigner;
  }

  #schedule(): void {
    const { credentials, setTimeout } = this.#environment;
    const delay = credentials.untilRefresh(this.#defaults.expiresIn);
    // The credentials do not expire, or cannot be renewed.
    if (delay === Number.POSITIVE_INFINITY) return;
    const within = Math.min(Math.max(delay, MIN_DELAY), MAX_DELAY);
    this.#timer = setTimeout(() => void this.#renew(), within);
    setKeepsProcess(this.#timer, false);
  }

  async #renew(): Promise<void> {
    await this.#environment.credentials.refreshIfDue(this.#defaults.expiresIn);
    this.#timer = undefined;
    if (!this.#isStopped) this.#schedule();
  }
}

import { wasmChecksums } from "./checksum/wasm-checksums.ts";
import { CredentialCache } from "./credentials/cache.ts";
import { Clock } from "./credentials/clock.ts";
import type { CredentialSource } from "./credentials/provider.ts";
import { identityOf, type ResolvedCredentials } from "./credentials/resolve.ts";
import { download } from "./download/download.ts";
import { currentHost } from "./http/host.ts";
import { readRetryPolicy } from "./http/retry-policy.ts";
import { fetchServiceTime } from "./http/service-time.ts";
import type { SignatureRejection } from "./http/signature-rejection.ts";
import { pageStorage } from "./http/storage.ts";
import { deleteObject } from "./objects/delete.ts";
import { head } from "./objects/head.ts";
import { list } from "./objects/list.ts";
import { Options, readList, readOptions, timeOf } from "./options.ts";
import { LOCATION_OPTIONS, Presigner, REQUEST_OPTIONS, SHARED_OPTIONS } from "./presigner.ts";
import { POST_OPTIONS } from "./sign/presigned-post.ts";
import { BucketMemory } from "./transfer/bucket-memory.ts";
import type { TransferEnvironment } from "./transfer/environment.ts";
import type { Transfer } from "./transfer/transfer.ts";
import type {
  DownloadOptions,
  DownloadResult,
  ListEntry,
  ListOptions,
  ObjectInfo,
  ObjectOptions,
  PostRequest,
  PresignedPost,
  PresignedUrl,
  PresignRequest,
  RetryOptions,
  SignerOptions,
  UploadBody,
  UploadOptions,
  UploadResult,
  UploadStorage,
} from "./types.ts";
import { upload } from "./upload/upload.ts";

export interface S3Options extends SignerOptions {
  /**
   * An object, or a function that is asked for new ones before the present ones end: `cognito(…)`, any
   * provider of the AWS SDK, or your own. A call that takes longer than 60 seconds fails with `ProviderTimedOut`.
   */
  credentials: CredentialSource;
  retry?: RetryOptions;
  /**
   * A drop-in for `fetch`, for tests and for pages with their own. Every request to S3 goes by it. Without
   * it uploads in a page go by XMLHttpRequest, since no `fetch` tells how far a body is: with it their
   * progress stays at 0 until the service has answered, and a stall is told late.
   */
  fetch?: typeof fetch;
  /**
   * Where `resumable` uploads are remembered: a file's name and size, the object's address, and the
   * service's id of the upload, which is no secret. Default: `localStorage`, which a worker has not.
   */
  storage?: UploadStorage;
}

const S3_OPTIONS = ["credentials", "retry", "fetch", "storage", ...LOCATION_OPTIONS];
const RETRY_OPTIONS = ["attempts", "baseDelay", "maxDelay", "stallTimeout"];
const STORAGE_METHODS = ["getItem", "setItem", "removeItem"] as const;

/** Lifetime of a URL or form that asks for none, in seconds. */
const DEFAULT_EXPIRES_IN = 3_600;

/** A URL signed for this instant has ended, whatever the device's clock says. */
const LONG_AGO = /* @__PURE__ */ new Date("2015-01-01T00:00:00Z");

/** What a signature was made with: a refusal is judged by these, and not by what has replaced them since. */
interface Signature {
  readonly credentials: ResolvedCredentials;
  readonly clockOffset: number;
  readonly bucket: string | undefined;
}

/**
 * A bucket's client in a page: signs with credentials that it keeps fresh, and downloads and uploads.
 *
 * Its secrets are in private fields, so that no `JSON.stringify` and no console shows them.
 */
export class S3 {
  static readonly name: string = "S3";
  readonly #location: SignerOptions;
  readonly #clock = new Clock();
  readonly #credentials: CredentialCache;
  readonly #environment: TransferEnvironment;
  /** By what came of signing. */
  readonly #signatures = new WeakMap<object, Signature>();
  #signing: { presigner: Presigner; credentials: ResolvedCredentials } | undefined;
  #timeAsked: Promise<void> | undefined;

  constructor(options: S3Options) {
    // `new S3()` reports missing credentials, as `new S3({})` does.
    const read = new Options(options ?? {}, S3_OPTIONS);
    const { credentials, retry, fetch, storage, ...rest } = read.record;
    const location = rest as object as SignerOptions;
    this.#location = location;
    const source = credentials as CredentialSource;
    this.#credentials = new CredentialCache(source, this.#clock, Math.random, (ended) =>
      this.#askTime(ended, location.bucket),
    );
    this.#environment = {
      ...currentHost(read.callback("fetch")),
      retry: readRetryPolicy(read.nested("retry", RETRY_OPTIONS)),
      now: () => this.#clock.local(),
      signer: {
        presign: (request, signal) =>
          this.#sign(request, (presigner) => presigner.presign(request), signal),
        presignPost: (request, signal) =>
          this.#sign(request, (presigner) => presigner.presignPost(request), signal),
        identity: (signed) => {
          const signature = this.#signatures.get(signed);
          return signature && identityOf(signature.credentials);
        },
      },
      bucket: location.bucket,
      bucketMemory: new BucketMemory(),
      checksums: wasmChecksums,
      storage: read.methods<UploadStorage>("storage", STORAGE_METHODS) ?? pageStorage(),
      onSignatureRejected: (_error, rejection, signal) =>
        this.#onSignatureRejected(rejection, signal),
    };
  }

  /**
   * Milliseconds that this client adds to the device's clock, learnt from a service that found it wrong;
   * 0 until then. Set it where the page knows better.
   */
  get clockOffset(): number {
    return this.#clock.offset;
  }

  set clockOffset(milliseconds: number) {
    this.#clock.offset = milliseconds;
  }

  /** A synchronous signer with the credentials of this moment, refreshed first where needed. */
  async presigner(): Promise<Presigner> {
    return this.#presigner(await this.#credentials.get());
  }

  /**
   * Presigns a request; a string is a key, or an `s3://bucket/key` URI. Waits only where credentials are
   * still to be had, or new ones would last as long as was asked and the present ones do not; and once where
   * credentials seem to have ended, to ask S3 whether it is not this device's clock that is wrong.
   */
  async presign(request: string | PresignRequest): Promise<PresignedUrl> {
    if (typeof request === "string") return this.#sign({}, (signer) => signer.presign(request));
    const read: PresignRequest = readOptions(request, REQUEST_OPTIONS);
    return this.#sign(read, (presigner) => presigner.presign(read));
  }

  /** Presigns many keys that share everything else: URLs in the order of the keys. */
  async presignMany(
    keys: readonly string[],
    shared: Omit<PresignRequest, "key"> = {},
  ): Promise<string[]> {
    const read: typeof shared = readOptions(shared, SHARED_OPTIONS);
    const all = readList(keys, "keys");
    return this.#sign(read, (presigner) => presigner.presignMany(all, read));
  }

  /** A form that uploads to one key or to many, within conditions that S3 enforces. */
  async presignPost(request: PostRequest): Promise<PresignedPost> {
    const read: PostRequest = readOptions(request, POST_OPTIONS);
    return this.#sign(read, (presigner) => presigner.presignPost(read));
  }

  /** Fetches an object, with progress, and goes on where it stopped. */
  download(key: string, options: DownloadOptions = {}): Transfer<DownloadResult> {
    return download(this.#environment, key, options);
  }

  /** Stores an object, with progress. */
  upload(body: UploadBody, options: UploadOptions): Transfer<UploadResult> {
    return upload(this.#environment, body, options);
  }

  /**
   * What S3 knows about an object, without its bytes. The reply to such a request has no body, so its
   * errors have codes by status only: `NotFound`, `Forbidden`.
   */
  head(key: string, options: ObjectOptions = {}): Promise<ObjectInfo> {
    return head(this.#environment, key, options);
  }

  /**
   * Deletes an object; that there was none is no error. In a bucket with versioning it hides the object,
   * and `versionId` deletes that version for good.
   */
  delete(key: string, options: ObjectOptions = {}): Promise<void> {
    return deleteObject(this.#environment, key, options);
  }

  /**
   * The bucket's objects whose keys begin with `prefix`, in the order of S3, asked for page by page as it is
   * iterated: `for await (const { key, size } of s3.list("photos/")) …`.
   */
  list(prefix = "", options: ListOptions = {}): AsyncIterable<ListEntry> {
    return list(this.#environment, prefix, options);
  }

  /** Signs in the same turn in which it got the signer, before another call can replace and free that. */
  async #sign<T extends object>(
    asked: { expiresIn?: number; expiresAt?: Date; bucket?: string },
    sign: (presigner: Presigner) => T,
    signal?: AbortSignal,
  ): Promise<T> {
    // The signer reports what cannot be a duration.
    const { expiresAt, expiresIn = DEFAULT_EXPIRES_IN, bucket = this.#location.bucket } = asked;
    const coverSeconds =
      expiresAt === undefined
        ? expiresIn
        : (timeOf(expiresAt, "expiresAt") - this.#clock.now()) / 1_000;
    const credentials = await this.#credentials.get({
      ...(Number.isFinite(coverSeconds) ? { coverSeconds } : {}),
      signal,
    });
    if (
      this.#signing?.credentials !== credentials ||
      this.#signing.presigner.clockOffset !== this.#clock.offset
    ) {
      this.#signing?.presigner.free();
      this.#signing = undefined;
      this.#signing = { presigner: this.#presigner(credentials), credentials };
    }
    const { presigner } = this.#signing;
    const signed = sign(presigner);
    this.#signatures.set(signed, { credentials, clockOffset: presigner.clockOffset, bucket });
    return signed;
  }

  #presigner(credentials: ResolvedCredentials): Presigner {
    return new Presigner({ ...this.#location, credentials, clockOffset: this.#clock.offset });
  }

  /** Has S3 tell its time, where it has not told it unasked; once for all that want to know it together. */
  #askTime(credentials: ResolvedCredentials, bucket: string | undefined): Promise<void> {
    if (bucket === undefined) return Promise.resolve();
    this.#timeAsked ??= this.#learnTime(credentials, bucket)
      .catch(() => {})
      .finally(() => {
        this.#timeAsked = undefined;
      });
    return this.#timeAsked;
  }

  async #learnTime(credentials: ResolvedCredentials, bucket: string): Promise<void> {
    const { expiration: _, ...keys } = credentials;
    const presigner = this.#presigner(keys);
    try {
      const ended = presigner.presign({ bucket, signingDate: LONG_AGO, expiresIn: 1 });
      const rejection = await fetchServiceTime(this.#environment, ended);
      if (rejection !== undefined) this.#clock.learn(rejection);
    } finally {
      presigner.free();
    }
  }

  /** Returns whether a request whose signature S3 rejected can succeed if it is signed again. */
  async #onSignatureRejected(rejection: SignatureRejection, signal: AbortSignal): Promise<boolean> {
    const signature = this.#signatures.get(rejection.signed);
    if (signature === undefined) return false;
    const { credentials, clockOffset, bucket } = signature;

    if (rejection.suspect !== "credentials") {
      // Another request that was rejected at the same time may have corrected it.
      const corrected = (): boolean => this.#clock.offset !== clockOffset;
      if (!corrected() && !this.#clock.learn(rejection)) await this.#askTime(credentials, bucket);
      if (corrected()) return true;
      if (rejection.suspect === "clock") return false;
    }
    try {
      const fresh = await this.#credentials.get({
        forceRefresh: true,
        rejected: credentials,
        signal,
      });
      return fresh !== credentials;
    } catch {
      signal.throwIfAborted();
      // S3's own error says more about the transfer than the failure to get other credentials.
      return false;
    }
  }
}

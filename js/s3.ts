import { wasmChecksums } from "./checksum/wasm-checksums.ts";

import { CredentialCache } from "./credentials/cache.ts";
import { Clock } from "./credentials/clock.ts";
import type { CredentialSource } from "./credentials/provider.ts";
import { identityOf, type ResolvedCredentials } from "./credentials/resolve.ts";
import { download } from "./download/download.ts";
import type { FetchArguments } from "./fetch/fetch-request.ts";
import { SignedFetch } from "./fetch/signed-fetch.ts";
import { currentHost } from "./http/host.ts";
import { readRetryPolicy } from "./http/retry-policy.ts";
import { fetchServiceTime, LONG_AGO } from "./http/service-time.ts";
import type { SignatureRejection } from "./http/signature-rejection.ts";
import { pageStorage } from "./http/storage.ts";
import { LiveSigner, type LiveSignerOptions, readLiveSignerOptions } from "./live-signer.ts";
import { deleteObject } from "./objects/delete.ts";
import { head } from "./objects/head.ts";
import { list } from "./objects/list.ts";
import { Options, readCallback, readList, readMethods, readOptions, timeOf } from "./options.ts";
import { Presigner } from "./presigner.ts";
import { ObjectUrlParser } from "./sign/object-url.ts";
import { LOCATION_OPTIONS, POST_OPTIONS, REQUEST_OPTIONS, SHARED_OPTIONS } from "./sign/options.ts";
import { BucketMemory } from "./transfer/bucket-memory.ts";
import { clients } from "./transfer/clients.ts";
import type { TransferEnvironment } from "./transfer/environment.ts";
import type { Transfer } from "./transfer/transfer.ts";
import type {
  BlobDownload,
  DownloadOptions,
  DownloadResult,
  FileDownload,
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
  StreamDownload,
  UploadBody,
  UploadOptions,
  UploadResult,
  UploadStorage,
  WritableDestination,
} from "./types.ts";
import { upload } from "./upload/upload.ts";
import { coreReady } from "./wasm/fallback.ts";

/** Options of `S3`. */
export interface S3Options extends SignerOptions {
  /**
   * An object, or a function that returns new credentials before the current ones expire: `cognito(…)`, a provider of the
   * AWS SDK, or your own. A call that takes longer than 60 seconds fails with `ProviderTimedOut`.
   */
  credentials: CredentialSource;
  /**
   * Retries of each request.
   * @default 5 attempts, as the defaults of its options state
   */
  retry?: RetryOptions;
  /**
   * A replacement for `fetch`, for tests and for pages with their own. Sends every request to S3. Without it, uploads
   * in a page use XMLHttpRequest, because `fetch` reports no progress of a body: with it, the progress of an upload
   * stays at 0 until the response, and a stall is detected later.
   * @default XMLHttpRequest for uploads in a page or worker, and the global fetch for all else
   */
  fetch?: typeof fetch;
  /**
   * Stores `resumable` uploads: the file's name and size, the object's address, and the service's id of the upload,
   * which is not secret.
   * @default localStorage, which a worker does not have
   */
  storage?: UploadStorage;
}

const CLIENT_OPTIONS = ["credentials", "retry", "fetch", "storage"];
const RETRY_OPTIONS = ["attempts", "baseDelay", "maxDelay", "stallTimeout"];
const STORAGE_METHODS = ["getItem", "setItem", "removeItem"] as const;

/** Default of `expiresIn`, in seconds. */
const DEFAULT_EXPIRES_IN = 3_600;

/**
 * Seconds for which the credentials of a request by `fetch` must still work. Without need, they are not renewed, since
 * the URL changes with them, and the browser's cache does not find its response.
 */
const FETCH_COVER = 60;

/** State with which a request was signed. When S3 rejects the signature, the client may already have newer credentials or a corrected clock. */
interface SigningContext {
  readonly credentials: ResolvedCredentials;
  readonly clockOffset: number;
  readonly bucket: string | undefined;
}

/**
 * Client of a bucket in a page: signs with credentials that it renews, downloads and uploads.
 *
 * Its secrets are in private fields, which neither `JSON.stringify` nor a console shows.
 */
export class S3 {
  /** @internal */
  static readonly name: string = "S3";
  readonly #location: SignerOptions;
  readonly #clock = new Clock();
  readonly #credentials: CredentialCache;
  readonly #environment: TransferEnvironment;
  /** By the result of signing. */
  readonly #contexts = new WeakMap<object, SigningContext>();
  #signing: { presigner: Presigner; credentials: ResolvedCredentials } | undefined;
  #timeRequest: Promise<void> | undefined;

  /**
   * A drop-in `fetch` that signs the requests for this client's bucket, or for any bucket of its place if it has none, by
   * their method, and sends all others as they are. Bound, so that it can be passed on:
   * `new FetchStore({ fetch: s3.fetch })`.
   *
   * Accepts URLs of objects and of the bucket in any style, presigned URLs, which are signed anew, and `s3://bucket/key`.
   * A response is a `Response`, whatever its status; its `url` is signed, and so as secret as a presigned URL. Equal GET
   * and HEAD requests have equal URLs for 15 minutes, so that the HTTP cache works. A request that S3 rejects for its
   * credentials or its date is signed and sent once more, unless its body is a stream.
   *
   * `x-amz-*` headers are signed. Cookies follow the rules of fetch, so that S3 gets none by default. The POST of a form
   * is sent as it is, since its policy is its signature.
   *
   * Rejects with the error of `fetch`, without a signed URL in its message; with `CredentialsError` if there are no
   * credentials; with `PresignError` if the request cannot be signed: `InvalidOption` for another method than GET, HEAD,
   * PUT, POST and DELETE, `ForbiddenHeader` for an `Authorization` header.
   */
  readonly fetch: typeof globalThis.fetch;

  constructor(options: S3Options) {
    // `new S3()` reports missing credentials, as `new S3({})` does.
    const read = new Options(options ?? {}, [...LOCATION_OPTIONS, ...CLIENT_OPTIONS]);
    const { credentials, retry, fetch, storage, ...rest } = read.record;
    const location = rest as object as SignerOptions;
    this.#location = location;
    const source = credentials as CredentialSource;
    this.#credentials = new CredentialCache(source, this.#clock, Math.random, (expired) =>
      this.#correctClock(expired, location.bucket),
    );
    this.#environment = {
      ...currentHost(readCallback(read, "fetch")),
      retry: readRetryPolicy(read.nested("retry", RETRY_OPTIONS)),
      now: () => this.#clock.local(),
      signer: {
        signsSize: location.signature !== "v2",
        presign: (request, signal) =>
          this.#sign(request, (presigner) => presigner.presign(request), signal),
        presignPost: (request, signal) =>
          this.#sign(request, (presigner) => presigner.presignPost(request), signal),
        identity: (signed) => {
          const context = this.#contexts.get(signed);
          return context && identityOf(context.credentials);
        },
      },
      bucket: location.bucket,
      bucketMemory: new BucketMemory(),
      ready: () => {
        const ready = coreReady();
        // The credentials are fetched while the core is loaded. A transfer that needs them gets the error.
        if (ready) this.#credentials.get().catch(() => {});
        return ready;
      },
      checksums: wasmChecksums,
      storage: readMethods<UploadStorage>(read, "storage", STORAGE_METHODS) ?? pageStorage(),
      onSignatureRejected: (_error, rejection, signal) =>
        this.#onSignatureRejected(rejection, signal),
    };
    clients.set(this, { environment: this.#environment, endpoint: location.endpoint });
    let parser: ObjectUrlParser | undefined;
    const signedFetch = new SignedFetch({
      ...this.#environment,
      parseObjectUrl: (url) => {
        parser ??= new ObjectUrlParser(location);
        return parser.parse(url);
      },
      presign: (request, signal) =>
        this.#sign(
          { ...request, expiresIn: FETCH_COVER },
          (presigner) => presigner.presign(request),
          signal,
        ),
      signature: location.signature ?? "v4",
    });
    this.fetch = (...call: FetchArguments) => signedFetch.fetch(...call);
  }

  /**
   * Milliseconds that this client adds to the device's clock. 0 until a service rejects a request for its date; the
   * client then corrects it. May be set.
   */
  get clockOffset(): number {
    return this.#clock.offset;
  }

  set clockOffset(milliseconds: number) {
    this.#clock.offset = milliseconds;
  }

  /** Returns a synchronous signer with the current credentials, renewed first if necessary. */
  async presigner(): Promise<Presigner> {
    const credentials = await this.#credentials.get();
    await coreReady();
    return this.#presigner(credentials);
  }

  /**
   * Returns a signer whose calls return at once, with credentials that are renewed in the background. Resolves once there
   * are credentials to sign with.
   */
  async signer(options: LiveSignerOptions = {}): Promise<LiveSigner> {
    const read = readLiveSignerOptions(options);
    await this.#credentials.get();
    await coreReady();
    const { setTimeout, clearTimeout } = this.#environment;
    return new LiveSigner(
      {
        setTimeout,
        clearTimeout,
        credentials: this.#credentials,
        clock: this.#clock,
        createPresigner: (credentials) => this.#presigner(credentials),
      },
      read,
      this.#location.bucket,
    );
  }

  /**
   * Presigns a request; a string is a key, or an `s3://bucket/key` URI.
   *
   * Waits only for credentials: the first ones, or new ones if the current ones expire before the URL. If the credentials
   * seem to have expired, one request to S3 gets its time, because the device's clock may be wrong.
   */
  async presign(request: string | PresignRequest): Promise<PresignedUrl> {
    if (typeof request === "string") return this.#sign({}, (signer) => signer.presign(request));
    const read: PresignRequest = readOptions(request, REQUEST_OPTIONS);
    return this.#sign(read, (presigner) => presigner.presign(read));
  }

  /** Presigns requests that differ only in their keys. Returns the URLs in the order of the keys. */
  async presignMany(
    keys: readonly string[],
    shared: Omit<PresignRequest, "key"> = {},
  ): Promise<string[]> {
    const read: typeof shared = readOptions(shared, SHARED_OPTIONS);
    const all = readList(keys, "keys");
    return this.#sign(read, (presigner) => presigner.presignMany(all, read));
  }

  /** Presigns a form that uploads one object, under conditions that S3 enforces. */
  async presignPost(request: PostRequest): Promise<PresignedPost> {
    const read: PostRequest = readOptions(request, POST_OPTIONS);
    return this.#sign(read, (presigner) => presigner.presignPost(read));
  }

  /** Downloads an object to a Blob, with progress; resumes after an interruption. */
  download(key: string, options?: DownloadOptions & { to?: "blob" }): Transfer<BlobDownload>;
  /** Downloads an object to a stream, which takes a constant amount of memory. Resolves at the first response. */
  download(key: string, options: DownloadOptions & { to: "stream" }): Transfer<StreamDownload>;
  /** Downloads an object to a file or a writable stream, which takes a constant amount of memory. */
  download(
    key: string,
    options: DownloadOptions & { to: WritableDestination },
  ): Transfer<FileDownload>;
  /** Downloads an object to a destination that is known at run time only. */
  download(key: string, options?: DownloadOptions): Transfer<DownloadResult>;
  download(key: string, options: DownloadOptions = {}): Transfer<DownloadResult> {
    return download(this.#environment, key, options);
  }

  /** Uploads an object, with progress. */
  upload(body: UploadBody, options: UploadOptions): Transfer<UploadResult> {
    return upload(this.#environment, body, options);
  }

  /**
   * Returns the properties of an object. The response has no body, so that errors have codes by their status: `NotFound`,
   * `Forbidden`.
   */
  head(key: string, options: ObjectOptions = {}): Promise<ObjectInfo> {
    return head(this.#environment, key, options);
  }

  /**
   * Deletes an object; a missing object is not an error. In a bucket with versioning the object is only hidden; with
   * `versionId` that version is deleted permanently.
   */
  delete(key: string, options: ObjectOptions = {}): Promise<void> {
    return deleteObject(this.#environment, key, options);
  }

  /**
   * Lists the objects whose keys start with `prefix`, in S3's order: `for await (const { key, size } of
   * s3.list("photos/")) …`. Each page is requested when the iteration reaches it.
   */
  list(prefix = "", options: ListOptions = {}): AsyncIterable<ListEntry> {
    return list(this.#environment, prefix, options);
  }

  /** Signs in the turn in which it gets the signer, before another call can replace and free it. */
  async #sign<T extends object>(
    options: { expiresIn?: number; expiresAt?: Date; bucket?: string },
    sign: (presigner: Presigner) => T,
    signal?: AbortSignal,
  ): Promise<T> {
    // The signer rejects an invalid duration.
    const { expiresAt, expiresIn = DEFAULT_EXPIRES_IN, bucket = this.#location.bucket } = options;
    const coverSeconds =
      expiresAt === undefined
        ? expiresIn
        : (timeOf(expiresAt, "expiresAt") - this.#clock.now()) / 1_000;
    const credentials = await this.#credentials.get({
      ...(Number.isFinite(coverSeconds) ? { coverSeconds } : {}),
      signal,
    });
    await coreReady();
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
    this.#contexts.set(signed, { credentials, clockOffset: presigner.clockOffset, bucket });
    return signed;
  }

  #presigner(credentials: ResolvedCredentials): Presigner {
    return new Presigner({ ...this.#location, credentials, clockOffset: this.#clock.offset });
  }

  /** Corrects the clock by S3's time, if S3 can be reached. Calls at the same time share one request. */
  #correctClock(credentials: ResolvedCredentials, bucket: string | undefined): Promise<void> {
    if (bucket === undefined) return Promise.resolve();
    this.#timeRequest ??= this.#fetchTime(credentials, bucket)
      .catch(() => {})
      .finally(() => {
        this.#timeRequest = undefined;
      });
    return this.#timeRequest;
  }

  async #fetchTime(credentials: ResolvedCredentials, bucket: string): Promise<void> {
    const { expiration: _, ...keys } = credentials;
    await coreReady();
    const presigner = this.#presigner(keys);
    try {
      const expired = presigner.presign({ bucket, signingDate: LONG_AGO, expiresIn: 1 });
      const rejection = await fetchServiceTime(this.#environment, expired);
      if (rejection !== undefined) this.#clock.learn(rejection);
    } finally {
      presigner.free();
    }
  }

  /** Returns whether a request whose signature S3 rejected can succeed if it is signed again. */
  async #onSignatureRejected(
    rejection: SignatureRejection,
    signal?: AbortSignal,
  ): Promise<boolean> {
    const context = this.#contexts.get(rejection.signed);
    if (context === undefined) return false;
    const { credentials, clockOffset, bucket } = context;

    if (rejection.suspect !== "credentials") {
      // Another request that was rejected at the same time may have corrected the clock.
      const corrected = (): boolean => this.#clock.offset !== clockOffset;
      if (!corrected() && !this.#clock.learn(rejection))
        await this.#correctClock(credentials, bucket);
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
      signal?.throwIfAborted();
      // S3's own error says more about the transfer than the failure to get other credentials.
      return false;
    }
  }
}

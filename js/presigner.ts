import { checkOffset, correctedNow } from "./credentials/clock.ts";
import type { Credentials } from "./credentials/provider.ts";
import { resolveCredentials } from "./credentials/resolve.ts";
import { CredentialsError, SignpostError } from "./errors.ts";
import { PRESIGNER_FREED } from "./messages/options.ts";
import {
  copyOptions,
  instant,
  Options,
  readExpiry,
  readList,
  readSafely,
  wellFormed,
} from "./options.ts";
import { ObjectUrlReader, readUrl } from "./sign/object-url.ts";
import { openCore, readLocation } from "./sign/open-core.ts";
import {
  LOCATION_OPTIONS,
  METHODS,
  REQUEST_OPTIONS,
  RESPONSE_OPTIONS,
  SHARED_OPTIONS,
  SIGNATURES,
} from "./sign/options.ts";
import type { Location } from "./sign/own-url.ts";
import { encodePostRequest } from "./sign/post-request.ts";
import { readRequestHeaders } from "./sign/request-headers.ts";
import { isS3Uri, parseS3Uri } from "./sign/s3-uri.ts";
import { SharedRequest, scalarsOf } from "./sign/shared-request.ts";
import { signMany } from "./sign/sign-many.ts";
import { signOne } from "./sign/sign-one.ts";
import { readSignUrlRequest } from "./sign/sign-url-request.ts";
import { signedForm } from "./sign/signed-form.ts";
import { SignedUrl } from "./sign/signed-url.ts";
import { UrlMemo } from "./sign/url-memo.ts";
import type {
  PostRequest,
  PresignedPost,
  PresignedUrl,
  PresignRequest,
  SignerOptions,
  SignUrlOptions,
} from "./types.ts";
import { type Presigner as Core, callCore, wipeStack } from "./wasm/signer.ts";
import {
  decodeReply,
  encodeArguments,
  PRESIGN_POST,
  SHARE,
  SHARE_ARGUMENTS,
  SHARE_REPLY,
} from "./wire.ts";

/** Options of `Presigner`. */
export interface PresignerOptions extends SignerOptions {
  /** Access keys to sign with. They are copied into the module, and never come out. */
  credentials: Credentials;
  /**
   * Milliseconds to add to this device's clock, if it is known to be wrong.
   * @default 0
   */
  clockOffset?: number;
}

const SIGNER_OPTIONS = ["credentials", "clockOffset"];

/**
 * Signs URLs and forms. Each call returns its result at once and sends no request. Credentials go in and never come out.
 *
 * Throws `PresignError`, whose `field` names the option at fault, or `CredentialsError`, for instance if the credentials
 * have expired.
 */
export class Presigner {
  /** @internal */
  static readonly name: string = "Presigner";
  readonly #clockOffset: number;
  readonly #location: Location;
  readonly #signature: (typeof SIGNATURES)[number] | undefined;
  /** Expiration of the credentials, in seconds since 1970; infinite if it is unknown. */
  readonly #expiration: number;
  readonly #memo = new UrlMemo();
  #urls: ObjectUrlReader | undefined;
  #core: Core | undefined;
  #shared: SharedRequest | undefined;

  constructor(options: PresignerOptions) {
    // `new Presigner()` reports missing credentials.
    const read = new Options(options ?? {}, [...SIGNER_OPTIONS, ...LOCATION_OPTIONS]);
    this.#clockOffset = checkOffset(read.get("clockOffset") ?? 0);
    const credentials = readSafely("credentials", CredentialsError, () =>
      resolveCredentials(read.get("credentials")),
    );
    this.#location = readLocation(read);
    this.#signature = read.oneOf("signature", SIGNATURES);
    this.#core = openCore(read, credentials);
    this.#expiration = (credentials.expiration?.getTime() ?? Number.POSITIVE_INFINITY) / 1_000;
  }

  /** Milliseconds that are added to the device's clock. */
  get clockOffset(): number {
    return this.#clockOffset;
  }

  /** Presigns a URL. A string is a key, or an `s3://bucket/key` URI. */
  presign(request: string | PresignRequest): PresignedUrl {
    const copy =
      typeof request === "string" ? requestOf(request) : copyOptions(request, REQUEST_OPTIONS);
    const shared = this.#share(copy);
    const key = copy["key"] ?? undefined;
    const text = key === undefined ? key : wellFormed(key, "key");
    return new SignedUrl(shared, ...signOne(this.#openCore(), shared.base, text));
  }

  /**
   * Presigns the URLs of many keys that share all other options. Returns them in the order of the keys.
   *
   * Each string is a key, even if it begins with `s3://`. If a key cannot be signed, the error's `index` is the first
   * such key.
   */
  presignMany(keys: readonly string[], shared: Omit<PresignRequest, "key"> = {}): string[] {
    // Both are copied first: a getter of the caller's could sign another request meanwhile.
    const list = readList(keys, "keys");
    const request = this.#share(new Options(shared, SHARED_OPTIONS).record);
    return signMany(this.#openCore(), request, list);
  }

  /**
   * Returns the presigned URL of an object, for the hooks of players, maps and viewers that fetch many URLs.
   *
   * Signs the URL of an object in the signer's bucket, or in any bucket if the signer has none, in any style: virtual-hosted,
   * path, without a region, dualstack, FIPS, accelerate, at the `endpoint` or the `publicEndpoint`, and `s3://bucket/key`.
   * The result has the style of this signer. A presigned URL is signed anew; other parameters of the query, such as
   * `versionId` and `response-…`, and the fragment are kept.
   *
   * Any other URL is returned as it is: of another bucket, region or service, relative, `data:`, and the URL of a bucket
   * itself. To find out why a URL came back unsigned, compare bucket and region in it with those of the signer: `inspect`
   * throws `NotPresigned` for an unsigned result.
   *
   * Dot segments, as in `models/../textures/cat.png`, are resolved as browsers do. In an S3 URI, whose key is exact, they are
   * `KeyNotAddressable`.
   *
   * Within `cacheWindow`, equal URLs have equal results.
   *
   * Throws `InvalidUrl`, `InvalidS3Uri` and `InvalidQuery` for a URL of an object that cannot be read, and as `presign` does.
   */
  sign(url: string | URL, options?: SignUrlOptions): string {
    const [text, address] = readUrl(url);
    const { method, expiresIn, cacheWindow, name } = readSignUrlRequest(options);
    const now = this.#now();
    const remembered = this.#memo.get(name, address, now);
    if (remembered !== undefined) return remembered;

    const core = this.#openCore();
    this.#urls ??= new ObjectUrlReader(this.#location);
    const parsed = this.#urls.read(address);
    if (parsed?.key === undefined) return text;
    const { bucket, key, query, fragment } = parsed;
    const request = { bucket, method, expiresIn, cacheWindow };
    const shared = this.#share(
      Object.keys(query).length > 0 ? { ...request, query } : request,
      now,
    );
    const [signature, path] = signOne(core, shared.base, wellFormed(key, "key"));
    const signed = shared.url(path, signature) + fragment;
    const from = now - (now % cacheWindow);
    this.#memo.set(name, address, signed, from, Math.min(from + cacheWindow, this.#expiration));
    return signed;
  }

  /** Presigns a form that uploads to one key or to many, within conditions that S3 enforces. */
  presignPost(request: PostRequest): PresignedPost {
    const postArguments = encodePostRequest(request, this.#location.bucket, this.#now());
    return signedForm(callCore(this.#openCore(), PRESIGN_POST, postArguments));
  }

  /** Wipes the secrets. Later calls throw `PresignerFreed`. */
  free(): void {
    this.#shared = undefined;
    this.#memo.clear();
    this.#urls = undefined;
    this.#core?.free();
    this.#core = undefined;
    wipeStack();
  }

  /** Calls `free`, at the end of the scope of `using`. */
  [Symbol.dispose](): void {
    this.free();
  }

  /**
   * Checks a request without its key, and hashes the part that is the same for all keys. The last result is kept, so that
   * signing one key after another costs no more than `presignMany`.
   *
   * `request` is a copy of the caller's options; their values may still be objects of the caller's.
   */
  #share(request: Readonly<Record<string, unknown>>, now = this.#now()): SharedRequest {
    if (this.#shared?.fits(request, now)) return this.#shared;
    const read = new Options(request, REQUEST_OPTIONS);
    const [expiresIn, expiresAt] = readExpiry(read);
    const method = read.oneOf("method", METHODS);
    const { headers, query, toSend } = readRequestHeaders(read, method, this.#signature);
    const response = read.nested("response", RESPONSE_OPTIONS);
    const shareArguments = encodeArguments(SHARE_ARGUMENTS, {
      bucket: read.string("bucket") ?? this.#location.bucket,
      method,
      expiresIn,
      expiresAt,
      signingDate: read.date("signingDate"),
      cacheWindow: read.seconds("cacheWindow"),
      now,
      contentType: response?.string("contentType"),
      contentLanguage: response?.string("contentLanguage"),
      expires: response?.string("expires"),
      cacheControl: response?.string("cacheControl"),
      contentDisposition: response?.string("contentDisposition"),
      contentEncoding: response?.string("contentEncoding"),
      downloadAs: response?.string("downloadAs"),
      headers,
      query,
    });
    // No value of the caller's is read after this line: no getter can free the core, or sign another request.
    const reply = callCore(this.#openCore(), SHARE, shareArguments);
    this.#shared = new SharedRequest(
      scalarsOf(request),
      now,
      decodeReply(SHARE_REPLY, reply),
      method ?? "GET",
      toSend,
    );
    return this.#shared;
  }

  #now(): number {
    return instant(correctedNow(this.#clockOffset), "clockOffset");
  }

  #openCore(): Core {
    if (this.#core === undefined) {
      const [code, message, hint] = PRESIGNER_FREED;
      throw new SignpostError(code, message, { hint });
    }
    return this.#core;
  }
}

/** The options that a string stands for: a key, or the parts of an S3 URI. */
export function requestOf(text: string): Record<string, unknown> {
  return isS3Uri(text) ? { ...parseS3Uri(text) } : { key: text };
}

import { Clock } from "./credentials/clock.ts";
import type { Credentials } from "./credentials/provider.ts";
import { resolveCredentials } from "./credentials/resolve.ts";
import { CredentialsError, PresignError, SignpostError } from "./errors.ts";
import { CORE_MESSAGES } from "./messages/core.ts";
import { PRESIGNER_FREED } from "./messages/options.ts";
import {
  copyOptions,
  instant,
  LONGEST_TEXT,
  Options,
  readExpiry,
  readList,
  readSafely,
  wellFormed,
} from "./options.ts";
import { presignedPost, readPostRequest } from "./sign/presigned-post.ts";
import { SharedRequest, scalarsOf } from "./sign/shared-request.ts";
import { signMany } from "./sign/sign-many.ts";
import { signOne } from "./sign/sign-one.ts";
import { SignedUrl } from "./sign/signed-url.ts";
import type {
  Method,
  PostRequest,
  PresignedPost,
  PresignedUrl,
  PresignRequest,
  SignerOptions,
} from "./types.ts";
import { type Presigner as Core, signer, wipeStack } from "./wasm/signer.ts";
import { encodeArguments, unwrap } from "./wire.ts";

export interface PresignerOptions extends SignerOptions {
  credentials: Credentials;
  /** Milliseconds to add to this device's clock, where it is known to be wrong. Default 0. */
  clockOffset?: number;
}

const VARIANTS = ["dualstack", "accelerate", "fips", "globalEndpoint"];
export const LOCATION_OPTIONS = [
  "region",
  "bucket",
  "endpoint",
  "addressing",
  "protocol",
  ...VARIANTS,
  "signature",
];
const SIGNER_OPTIONS = ["credentials", "clockOffset", ...LOCATION_OPTIONS];
/** Those that many keys can share. */
export const SHARED_OPTIONS = [
  "bucket",
  "method",
  "expiresIn",
  "expiresAt",
  "headers",
  "query",
  "response",
  "signingDate",
  "cacheWindow",
];
export const REQUEST_OPTIONS = ["key", ...SHARED_OPTIONS];
const RESPONSE_OPTIONS = [
  "contentType",
  "contentLanguage",
  "expires",
  "cacheControl",
  "contentDisposition",
  "contentEncoding",
  "downloadAs",
];

const METHODS: readonly Method[] = ["GET", "HEAD", "PUT", "DELETE", "POST"];

/** Keys that cross into the core at once: enough to share what is shared, few enough for flat memory. */
const CHUNK = 2_048;
/** The same in UTF-16 units, past which a chunk takes no further key. */
const CHUNK_LENGTH = 2 ** 17;

/**
 * Signs at once, with no request and no promise. Credentials go in and never come out.
 *
 * Throws `PresignError`, whose `field` names the option at fault, or `CredentialsError`: expired credentials
 * sign nothing.
 */
export class Presigner {
  static readonly name: string = "Presigner";
  readonly #clock: Clock;
  readonly #bucket: string | undefined;
  #core: Core | undefined;
  #shared: SharedRequest | undefined;

  constructor(options: PresignerOptions) {
    // `new Presigner()` reports missing credentials.
    const given = new Options(options ?? {}, SIGNER_OPTIONS);
    this.#clock = new Clock();
    this.#clock.offset = (given.get("clockOffset") ?? 0) as number;
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = readSafely(
      "credentials",
      CredentialsError,
      () => resolveCredentials(given.get("credentials")),
    );
    this.#bucket = given.string("bucket");
    const opening = encodeArguments(
      given.string("region") ?? "",
      normalized(given.string("endpoint")),
      this.#bucket,
      VARIANTS.reduce((bits, name, at) => bits + (given.boolean(name) ? 1 << at : 0), 0),
      given.choice("addressing", ["auto", "virtual", "path"]),
      given.choice("protocol", ["", "https", "http"]),
      given.choice("signature", ["v4", "v2"]),
      expiration && instant(expiration.getTime(), "credentials.expiration"),
      accessKeyId,
      sessionToken,
      // The last, so that nothing behind it makes the glue move it to another place in the core's memory.
      secretAccessKey,
    );
    this.#core = signer((module) => new module.Presigner());
    try {
      unwrap(this.#core.open(opening), CORE_MESSAGES);
    } catch (error) {
      this.free();
      throw error;
    }
  }

  /** Milliseconds that it adds to the device's clock. */
  get clockOffset(): number {
    return this.#clock.offset;
  }

  /** A string is a key, or an `s3://bucket/key` URI. */
  presign(request: string | PresignRequest): PresignedUrl {
    const copy =
      typeof request === "string" ? fromText(request) : copyOptions(request, REQUEST_OPTIONS);
    const shared = this.#sharedBy(copy);
    const key = copy["key"] ?? undefined;
    const text = key === undefined ? key : wellFormed(key, "key");
    return new SignedUrl(shared, ...signOne(this.#alive(), shared.base, text));
  }

  /**
   * Many keys that share everything else, in one call: URLs in the order of the keys.
   *
   * A key is taken to the letter, also one that begins with `s3://`. The first that cannot be signed is
   * told by the error's `index`, and nothing is returned.
   */
  presignMany(keys: readonly string[], shared: Omit<PresignRequest, "key"> = {}): string[] {
    // Both are copied first: a getter of the caller's could sign something else meanwhile.
    const all = readList(keys, "keys");
    const copy = new Options(shared, SHARED_OPTIONS).record;
    const request = this.#sharedBy(copy);
    const { base } = request;
    const core = this.#alive();
    const urls: string[] = [];
    for (let from = 0, to: number; from < all.length; from = to) {
      to = chunkEnd(all, from);
      const signed = signMany(core, base, all.slice(from, to), from);
      for (let at = 0; at + 1 < signed.length; at += 2) {
        const path = signed[at + 1] || base + all[urls.length];
        urls.push(request.url(path, signed[at] as string));
      }
    }
    return urls;
  }

  /** A form that uploads to one key or to many, within conditions that S3 enforces. */
  presignPost(request: PostRequest): PresignedPost {
    const asked = readPostRequest(request, this.#bucket, this.#now());
    return presignedPost(unwrap(this.#alive().presignPost(asked), CORE_MESSAGES));
  }

  /** Wipes the secrets it holds; using it afterwards is an error. */
  free(): void {
    this.#shared = undefined;
    this.#core?.free();
    this.#core = undefined;
    wipeStack();
  }

  [Symbol.dispose](): void {
    this.free();
  }

  /**
   * What the request has in common with others that differ in their key alone. The last is kept: signing one
   * key after the other checks, derives and hashes no more than signing many at once.
   *
   * `request` is a copy of our own. What it holds may still be objects of the caller's.
   */
  #sharedBy(request: Readonly<Record<string, unknown>>): SharedRequest {
    const now = this.#now();
    if (this.#shared?.fits(request, now)) return this.#shared;
    const given = new Options(request, REQUEST_OPTIONS);
    const [expiresIn, expiresAt] = readExpiry(given);
    const method = given.choice("method", METHODS);
    const headers = given.texts("headers");
    const response = given.nested("response", RESPONSE_OPTIONS);
    const asked = encodeArguments(
      given.string("bucket") ?? this.#bucket,
      method,
      expiresIn,
      expiresAt,
      given.date("signingDate"),
      given.seconds("cacheWindow"),
      now,
      ...RESPONSE_OPTIONS.map((name) => response?.string(name)),
      headers,
      given.texts("query"),
    );
    // From here on nothing of the caller's is read: no getter can sign something else meanwhile, or free the core.
    const answer = unwrap(this.#alive().share(asked), CORE_MESSAGES);
    this.#shared = new SharedRequest(
      scalarsOf(request),
      now,
      answer,
      METHODS[method] ?? "GET",
      // A page cannot set Content-Length: browsers send it by themselves.
      headers.filter((_, at) => !/^content-length$/i.test(headers[at - (at % 2)] as string)),
    );
    return this.#shared;
  }

  #now(): number {
    return instant(this.#clock.now(), "clockOffset");
  }

  #alive(): Core {
    if (this.#core === undefined) {
      const [code, message, hint] = PRESIGNER_FREED;
      throw new SignpostError(code, message, { hint });
    }
    return this.#core;
  }
}

/** The index after the last key of the chunk that begins at `from`. */
function chunkEnd(keys: readonly unknown[], from: number): number {
  let to = from;
  for (let length = 0; to < keys.length && to - from < CHUNK && length < CHUNK_LENGTH; to += 1) {
    const key = keys[to];
    if (typeof key === "string") length += key.length;
  }
  return to;
}

/** A key, or the parts of an `s3://` URI. */
function fromText(text: string): Record<string, unknown> {
  if (!/^s3:\/\//i.test(text)) return { key: text };
  const uri = unwrap(
    signer((module) => module.s3Uri(wellFormed(text, "key", PresignError, LONGEST_TEXT))),
    CORE_MESSAGES,
  );
  const [, bucket = "", key] = /^s3:\/\/([^/]*)\/?(.+)?$/s.exec(uri) ?? [];
  return { bucket, ...(key === undefined ? {} : { key }) };
}

/** As the browser's own parser writes it, and so will send it: lower case, punycode, addresses in one form. */
function normalized(endpoint: string | undefined): string | undefined {
  try {
    return endpoint === undefined ? endpoint : new URL(endpoint).href;
  } catch {
    return endpoint;
  }
}

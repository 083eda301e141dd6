import { Clock } from "./credentials/clock.ts";
import type { Credentials } from "./credentials/provider.ts";
import { resolveCredentials } from "./credentials/resolve.ts";
import { PresignError, SignpostError } from "./errors.ts";
import type {
  Method,
  PostRequest,
  PresignedPost,
  PresignedUrl,
  PresignRequest,
  SignerOptions,
} from "./signing.ts";
import { type Presigner as Core, signer } from "./wasm/signer.ts";

export interface PresignerOptions extends SignerOptions {
  credentials: Credentials;
  /** Milliseconds to add to this device's clock, where it is known to be wrong. Default 0. */
  clockOffset?: number;
}

/**
 * Signs at once, with no request and no promise. Credentials go in and never come out.
 *
 * Throws `PresignError`, whose `field` names the option at fault, or `CredentialsError`: expired credentials
 * sign nothing.
 */
export class Presigner {
  readonly #clock: Clock;
  #core: Core | undefined;

  constructor(options: PresignerOptions) {
    // Without options at all, what is missing first is told: credentials.
    const { credentials, clockOffset = 0, ...location } = options ?? {};
    if (!Number.isFinite(clockOffset)) {
      throw new PresignError("InvalidOption", "It is not a number of milliseconds.", {
        field: "clockOffset",
        hint: "Give a finite number, or leave it out.",
      });
    }
    this.#clock = new Clock();
    this.#clock.offset = clockOffset;
    const { expiration, ...keys } = resolveCredentials(credentials);
    this.#core = signer(
      (module) =>
        new module.Presigner({
          ...location,
          credentials: { ...keys, expiration: expiration?.getTime() },
        }),
    );
  }

  /** Milliseconds that it adds to the device's clock. */
  get clockOffset(): number {
    return this.#clock.offset;
  }

  /** A string is a key, or an `s3://bucket/key` URI. */
  presign(request: string | PresignRequest): PresignedUrl {
    const core = this.#alive();
    return presignedUrl(signer(() => core.presign(request, this.#clock.now())));
  }

  /**
   * Many keys that share everything else, in one call: URLs in the order of the keys.
   *
   * A key is taken to the letter, also one that begins with `s3://`. The first that cannot be signed is
   * told by the error's `index`, and nothing is returned.
   */
  presignMany(keys: readonly string[], shared: Omit<PresignRequest, "key"> = {}): string[] {
    const core = this.#alive();
    return signer(() => core.presignMany(keys, shared, this.#clock.now()));
  }

  /** A form that uploads to one key or to many, within conditions that S3 enforces. */
  presignPost(request: PostRequest): PresignedPost {
    const core = this.#alive();
    return presignedPost(signer(() => core.presignPost(request, this.#clock.now())));
  }

  /** Wipes the secrets it holds; using it afterwards is an error. */
  free(): void {
    this.#core?.free();
    this.#core = undefined;
  }

  [Symbol.dispose](): void {
    this.free();
  }

  #alive(): Core {
    if (this.#core === undefined) {
      throw new SignpostError(
        "PresignerFreed",
        "This presigner was freed, and its secrets with it.",
        {
          hint: "Make another one.",
        },
      );
    }
    return this.#core;
  }
}

interface Signed {
  expiresAt: number;
  limitedBy: "request" | "credentials";
}

function presignedUrl(signed: unknown): PresignedUrl {
  const { url, method, headers, expiresAt, limitedBy } = signed as Signed & {
    url: string;
    method: Method;
    headers: Record<string, string>;
  };
  return {
    url,
    method,
    headers,
    expiresAt: new Date(expiresAt),
    limitedBy,
    toString: () => url,
  };
}

function presignedPost(signed: unknown): PresignedPost {
  const { url, fields, contentTypePrefix, expiresAt, limitedBy } = signed as Signed & {
    url: string;
    fields: Record<string, string>;
    contentTypePrefix: string | undefined;
  };
  return {
    url,
    fields,
    expiresAt: new Date(expiresAt),
    limitedBy,
    toFormData: (file, { filename, key } = {}) =>
      signer((module) => module.formData(fields, contentTypePrefix, file, filename, key)),
    toHtml: () => signer((module) => module.formHtml(url, fields, contentTypePrefix)),
    toCurl: (path, { contentType } = {}) =>
      signer((module) => module.formCurl(url, fields, contentTypePrefix, path, contentType)),
  };
}

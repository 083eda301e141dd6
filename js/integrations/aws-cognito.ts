/** `fromCognitoIdentityPool`, with the parameters of `@aws-sdk/credential-providers`. */

import { CredentialsError } from "../errors.ts";
import { type CognitoOptions, type CognitoProvider, cognito, type Logins } from "../index.ts";
import { POOL_REGION } from "../messages/aws.ts";
import { printable } from "../messages/message.ts";
import { METHODS_MISSING } from "../messages/options.ts";
import { optionError } from "../option-error.ts";
import { readOptions, readSafely } from "../options.ts";

/** A store of identity ids. It may be asynchronous, as one over IndexedDB. */
export interface IdentityCache {
  /** Returns the id under a key; null if the key has no id. */
  getItem(key: string): string | null | Promise<string | null>;
  /** Stores an id. */
  setItem(key: string, value: string): void | Promise<void>;
  /** Removes an id. */
  removeItem(key: string): void | Promise<void>;
}

/** Parameters of `fromCognitoIdentityPool`. */
export interface CognitoIdentityPoolOptions {
  /** Id of the identity pool, `eu-west-1:12345678-…`. */
  identityPoolId: string;
  /**
   * AWS account id of the pool.
   * @default none
   */
  accountId?: string;
  /**
   * Store of identity ids, under the names of the SDK.
   * @default that of cognito
   */
  cache?: IdentityCache;
  /**
   * The region must be that of the pool.
   * @default AWS's endpoint in the region of the pool
   */
  clientConfig?: {
    /**
     * Region of the pool.
     * @default the region in identityPoolId
     */
    region?: string;
    /**
     * `https://host[:port][/path]` of Cognito Identity.
     * @default AWS's
     */
    endpoint?: string;
  };
  /**
   * A role that the login's token names, instead of the pool's.
   * @default the role of the pool
   */
  customRoleArn?: string;
  /**
   * Tokens by the names of their login providers, or functions that return current ones.
   * @default a guest
   */
  logins?: Logins;
  /**
   * Key under which a signed-in user's identity id is stored.
   * @default only guests' ids are stored
   */
  userIdentifier?: string;
}

const OPTIONS = [
  "identityPoolId",
  "accountId",
  "cache",
  "clientConfig",
  "customRoleArn",
  "logins",
  "userIdentifier",
];
const CACHE_METHODS = ["getItem", "setItem", "removeItem"] as const;

/**
 * Returns a provider of credentials from a Cognito identity pool: `cognito(…)` with the parameters of the SDK.
 *
 * Throws `CredentialsError` with `InvalidOption` for an unknown parameter.
 */
export function fromCognitoIdentityPool(parameters: CognitoIdentityPoolOptions): CognitoProvider {
  const read = readOptions(parameters ?? {}, OPTIONS, "", CredentialsError);
  const { cache, clientConfig, ...rest } = read;
  const options = rest as unknown as CognitoOptions;
  const client = readOptions(
    clientConfig ?? {},
    ["region", "endpoint"],
    "clientConfig",
    CredentialsError,
  );
  const { region, endpoint } = client as { region?: string; endpoint?: string };
  if (region !== undefined && !String(options.identityPoolId).startsWith(`${region}:`)) {
    const parameters = { region: printable(String(region)) };
    throw optionError(POOL_REGION, "clientConfig.region", parameters, CredentialsError);
  }
  const located = endpoint === undefined ? options : { ...options, endpoint };
  if (cache === undefined) return cognito(located);
  const hasMethods = readSafely("cache", CredentialsError, () =>
    CACHE_METHODS.every((method) => typeof (cache as IdentityCache)[method] === "function"),
  );
  if (!hasMethods) {
    const parameters = { methods: CACHE_METHODS.join(", ") };
    throw optionError(METHODS_MISSING, "cache", parameters, CredentialsError);
  }
  return withCache(located, cache as IdentityCache);
}

/** Reads the ids from the cache before each call, because `cognito` reads its storage synchronously. */
function withCache(options: CognitoOptions, cache: IdentityCache): CognitoProvider {
  const prefix = `aws:cognito-identity-credentials:${options.identityPoolId}:`;
  const ids = new Map<string, string | null>();
  const nameOf = (key: string): string =>
    prefix + (key.endsWith(":guest") ? GUEST : options.userIdentifier);
  const names = [GUEST, options.userIdentifier].filter((name) => name !== undefined);
  // A cache that fails is no reason to have no credentials.
  const ignoreErrors = async (call: () => unknown): Promise<unknown> => {
    try {
      return await call();
    } catch {
      return null;
    }
  };
  const provider = cognito({
    ...options,
    storage: {
      getItem: (key) => ids.get(nameOf(key)) ?? null,
      setItem: (key, id) => {
        ids.set(nameOf(key), id);
        ignoreErrors(() => cache.setItem(nameOf(key), id));
      },
      removeItem: (key) => {
        ids.delete(nameOf(key));
        ignoreErrors(() => cache.removeItem(nameOf(key)));
      },
    },
  });
  return async (call) => {
    for (const name of names) {
      const id = await ignoreErrors(() => cache.getItem(prefix + name));
      ids.set(prefix + name, id as string | null);
    }
    return provider(call);
  };
}

/** The SDK's name for a guest. */
const GUEST = "ANONYMOUS";

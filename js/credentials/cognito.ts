import { CredentialsError, ServiceError } from "../errors.ts";
import { currentHost, type Host } from "../http/host.ts";
import {
  ACCOUNT_ID,
  CUSTOM_ROLE_WITH_FLOW,
  IDENTITY_POOL_ID,
  LOGINS,
  USER_IDENTIFIER,
} from "../messages/credentials.ts";
import { Options, readMethods, readSafely } from "../options.ts";
import type { CognitoFlow } from "./basic-flow.ts";
import { getCredentialsForIdentity, getId, type LoginTokens } from "./cognito-identity.ts";
import { credentialsError } from "./credentials-error.ts";
import { endpointUrl } from "./endpoint.ts";
import { type IdentityStorage, IdentityStore } from "./identity-store.ts";
import type { Credentials, ProviderCall, ProviderOptions } from "./provider.ts";
import type { ServiceCall } from "./service.ts";
import { currentToken, type TokenSource } from "./tokens.ts";

/** Tokens by the names of their login providers; instead of a token, a function that returns a current one. */
export type Logins = Record<string, TokenSource>;

/** Options of `cognito`. */
export interface CognitoOptions {
  /** Id of the identity pool, `eu-west-1:12345678-…`; the region is part of it. */
  identityPoolId: string;
  /**
   * Tokens by the names of their login providers, or functions that return current ones and are called at every refresh.
   * The object itself is also read at every refresh: a login that is added to it later turns the guest into a signed-in
   * user.
   * @default a guest
   */
  logins?: Logins;
  /**
   * AWS account id of the pool, for Cognito's `GetId`.
   * @default none: Cognito does not need it
   */
  accountId?: string;
  /**
   * A role that the login's token names, instead of the pool's. Not with `flow`.
   * @default the role of the pool
   */
  customRoleArn?: string;
  /**
   * Key under which a signed-in user's identity id is stored.
   * @default only guests' ids are stored
   */
  userIdentifier?: string;
  /**
   * Storage of the identity id; credentials are never stored.
   * @default localStorage, or memory in an environment without localStorage
   */
  storage?: IdentityStorage;
  /**
   * `basicFlow(…)`, for a pool that uses the basic (classic) flow.
   * @default the enhanced flow
   */
  flow?: CognitoFlow;
  /**
   * `https://host[:port][/path]` of Cognito Identity, for a local stack or a private endpoint.
   * @default AWS's in the region of the pool
   */
  endpoint?: string;
}

/** Credentials, and their identity. */
export interface CognitoCredentials extends Credentials {
  /** Session token, which every request needs. */
  sessionToken: string;
  /** The expiry. */
  expiration: Date;
  /** The value of `${cognito-identity.amazonaws.com:sub}` in the role's policy. */
  identityId: string;
}

/** The provider that `cognito` returns. Each call requests new credentials. */
export type CognitoProvider = (options?: ProviderOptions) => Promise<CognitoCredentials>;

/** Pattern and maximum length of an `IdentityPoolId`, from the Cognito Identity API reference. */
const IDENTITY_POOL_ID_PATTERN = /^[\w-]+:[0-9a-f-]+$/i;
const MAX_POOL_ID_LENGTH = 55;

/** Codes for a stored identity id that the pool does not know, or not with these logins. */
const STALE = new Set(["ResourceNotFoundException", "NotAuthorizedException"]);

function isStale(error: unknown): boolean {
  return (
    error instanceof ServiceError && error.service === "cognito-identity" && STALE.has(error.code)
  );
}

const KNOWN = [
  "identityPoolId",
  "logins",
  "accountId",
  "customRoleArn",
  "userIdentifier",
  "storage",
  "flow",
  "endpoint",
];

function readSettings(value: unknown) {
  const options = new Options(value ?? {}, KNOWN, "", CredentialsError);
  const identityPoolId = options.string("identityPoolId") ?? "";
  if (
    identityPoolId.length > MAX_POOL_ID_LENGTH ||
    !IDENTITY_POOL_ID_PATTERN.test(identityPoolId)
  ) {
    throw credentialsError(IDENTITY_POOL_ID, { field: "identityPoolId" });
  }
  // Read again at every refresh.
  const logins = options.get("logins") ?? {};
  checkLogins(logins);
  const accountId = options.string("accountId");
  if (accountId !== undefined && !/^\d{1,15}$/.test(accountId)) {
    throw credentialsError(ACCOUNT_ID, { field: "accountId" });
  }
  const userIdentifier = options.string("userIdentifier");
  if (userIdentifier === "") throw credentialsError(USER_IDENTIFIER, { field: "userIdentifier" });
  const customRoleArn = options.string("customRoleArn");
  const flow = readMethods<CognitoFlow>(options, "flow", ["getCredentials"]);
  if (flow !== undefined && customRoleArn !== undefined) {
    throw credentialsError(CUSTOM_ROLE_WITH_FLOW, { field: "customRoleArn" });
  }
  const region = identityPoolId.slice(0, identityPoolId.indexOf(":"));
  return {
    identityPoolId,
    region,
    logins,
    accountId,
    customRoleArn,
    userIdentifier,
    storage: readMethods<IdentityStorage>(options, "storage", ["getItem", "setItem", "removeItem"]),
    flow,
    url: endpointUrl("cognito-identity", region, options.string("endpoint"), "endpoint"),
  };
}

/** A Map has no properties: read as an object, it would turn the user into a guest. */
function checkLogins(logins: unknown): asserts logins is object {
  const isRecord = readSafely(
    "logins",
    CredentialsError,
    () => typeof logins === "object" && logins !== null && !(Symbol.iterator in logins),
  );
  if (!isRecord) throw credentialsError(LOGINS, { field: "logins" });
}

async function currentLogins(
  logins: object,
  signal: AbortSignal | undefined,
): Promise<LoginTokens | undefined> {
  const entries = readSafely("logins", CredentialsError, () => Object.entries(logins));
  if (entries.length === 0) return undefined;
  return Object.fromEntries(
    await Promise.all(
      entries.map(async ([name, source]): Promise<[string, string]> => {
        return [name, await currentToken(source, `logins["${name}"]`, signal)];
      }),
    ),
  );
}

/**
 * Returns a provider of short-lived credentials from a Cognito identity pool: by the enhanced flow, or by the basic one with
 * `flow`.
 *
 * Each call of the provider requests new credentials; `S3` keeps them, and calls it only if it needs new ones. The
 * identity id is stored, credentials never are. The provider rejects with `ServiceError`, or with `CredentialsError`
 * (`EndpointUnreachable`, `MixedContent`, `LoginFailed`, `LoginTokenMissing`).
 *
 * @throws {CredentialsError} `InvalidOption` for an option that is unknown or cannot work
 */
export function cognito(options: CognitoOptions): CognitoProvider;
/** @internal */
export function cognito(options: CognitoOptions, host: Partial<Host>): CognitoProvider;
export function cognito(options: CognitoOptions, overrides: Partial<Host> = {}): CognitoProvider {
  const settings = readSettings(options);
  const { identityPoolId, region, accountId, customRoleArn, userIdentifier, flow } = settings;
  const service = { url: settings.url, host: { ...currentHost(), ...overrides } };
  const store = new IdentityStore(settings.storage);

  /**
   * Returns the key under which the identity is stored. A signed-in user without a `userIdentifier` has none: if the next
   * user of the page got the same identity, Cognito would link the two.
   */
  function keyFor(logins: LoginTokens | undefined): string | undefined {
    const prefix = `s3-signpost:cognito-identity:${identityPoolId}`;
    if (logins === undefined) return `${prefix}:guest`;
    return userIdentifier === undefined ? undefined : `${prefix}:user:${userIdentifier}`;
  }

  async function newIdentity(
    Logins: LoginTokens | undefined,
    key: string | undefined,
    call: ServiceCall,
  ): Promise<string> {
    const input = { IdentityPoolId: identityPoolId, AccountId: accountId, Logins };
    const id = await getId(service, input, call);
    if (key === undefined) return id;
    // Another tab may have stored an identity in the meantime: both tabs use that one.
    const stored = store.get(key);
    if (stored === undefined) store.set(key, id);
    return stored ?? id;
  }

  async function credentialsOf(
    IdentityId: string,
    Logins: LoginTokens | undefined,
    key: string | undefined,
    call: ServiceCall,
  ): Promise<CognitoCredentials> {
    try {
      const input = { IdentityId, Logins };
      const credentials = await (flow
        ? flow.getCredentials(service, region, input, call)
        : getCredentialsForIdentity(service, { ...input, CustomRoleArn: customRoleArn }, call));
      if (key !== undefined && credentials.identityId !== IdentityId) {
        store.set(key, credentials.identityId);
      }
      return credentials;
    } catch (error) {
      if (key !== undefined && isStale(error)) store.remove(key, IdentityId);
      throw error;
    }
  }

  return async function provideCognito(options?: ProviderCall) {
    const { signal, clock } = options ?? {};
    signal?.throwIfAborted();
    const call = { signal, clock };
    const logins = await currentLogins(settings.logins, signal);
    const key = keyFor(logins);
    const stored = key === undefined ? undefined : store.get(key);
    if (stored !== undefined) {
      try {
        return await credentialsOf(stored, logins, key, call);
      } catch (error) {
        if (!isStale(error)) throw error;
      }
    }
    return credentialsOf(await newIdentity(logins, key, call), logins, key, call);
  };
}

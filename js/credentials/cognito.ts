import { CredentialsError, ServiceError } from "../errors.ts";
import { currentHost, type Host } from "../http/host.ts";
import {
  ACCOUNT_ID,
  CUSTOM_ROLE_WITH_ROLE,
  IDENTITY_POOL_ID,
  LOGINS,
  USER_IDENTIFIER,
} from "../messages/credentials.ts";
import { Options, readSafely } from "../options.ts";
import { CognitoIdentity, type LoginTokens } from "./cognito-identity.ts";
import { credentialsError } from "./credentials-error.ts";
import { endpointUrl } from "./endpoint.ts";
import { type IdentityStorage, IdentityStore } from "./identity-store.ts";
import type { Credentials, ProviderCall, ProviderOptions } from "./provider.ts";
import { ROLE_OPTIONS, readRole } from "./role.ts";
import type { ServiceCall } from "./service.ts";
import { type AssumeRoleInput, assumeRoleWithWebIdentity } from "./sts.ts";
import { currentToken, type TokenSource } from "./tokens.ts";

/** Tokens by the names of their login providers; instead of a token, a function that returns a current one. */
export type Logins = Record<string, TokenSource>;

export interface CognitoOptions {
  /** `eu-west-1:12345678-…`; the region is part of it. */
  identityPoolId: string;
  /**
   * Tokens by the names of their login providers, or functions that return current ones and are called at every refresh.
   * Default: a guest. The object itself is also read at every refresh: a login that is added to it later turns the guest
   * into a signed-in user.
   */
  logins?: Logins;
  accountId?: string;
  /** A role that the login's token names, instead of the pool's. Enhanced flow only. */
  customRoleArn?: string;
  /** Key under which a signed-in user's identity id is stored. Default: only guests' ids are stored. */
  userIdentifier?: string;
  /** Storage of the identity id; credentials are never stored. Default: localStorage, or memory if there is none. */
  storage?: IdentityStorage;
  /**
   * Basic (classic) flow: GetOpenIdToken, then STS AssumeRoleWithWebIdentity with this role. `durationSeconds`
   * is 900 to 43,200 (default one hour); `policy`, JSON text, limits what the role allows.
   */
  role?: { arn: string; sessionName?: string; durationSeconds?: number; policy?: string };
  /** `https://host[:port][/path]` of Cognito Identity, for a local stack or a private endpoint. */
  endpoint?: string;
  /** The same for STS, which the basic flow uses. `endpoint` does not change it. */
  stsEndpoint?: string;
}

/** Credentials, and their identity. */
export interface CognitoCredentials extends Credentials {
  sessionToken: string;
  expiration: Date;
  /** The value of `${cognito-identity.amazonaws.com:sub}` in the role's policy. */
  identityId: string;
}

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
  "role",
  "endpoint",
  "stsEndpoint",
] as const;

/** The options, checked. */
interface PoolSettings {
  identityPoolId: string;
  /** Read again at every refresh. */
  logins: object;
  accountId: string | undefined;
  customRoleArn: string | undefined;
  userIdentifier: string | undefined;
  storage: IdentityStorage | undefined;
  role: Omit<AssumeRoleInput, "token"> | undefined;
  endpoint: string | undefined;
  stsEndpoint: string | undefined;
}

function readSettings(value: unknown): PoolSettings {
  const options = new Options(value ?? {}, KNOWN, "", CredentialsError);
  const identityPoolId = options.string("identityPoolId") ?? "";
  if (
    identityPoolId.length > MAX_POOL_ID_LENGTH ||
    !IDENTITY_POOL_ID_PATTERN.test(identityPoolId)
  ) {
    throw credentialsError(IDENTITY_POOL_ID, { field: "identityPoolId" });
  }
  const logins = options.get("logins") ?? {};
  checkLogins(logins);
  const accountId = options.string("accountId");
  if (accountId !== undefined && !/^\d{1,15}$/.test(accountId)) {
    throw credentialsError(ACCOUNT_ID, { field: "accountId" });
  }
  const userIdentifier = options.string("userIdentifier");
  if (userIdentifier === "") throw credentialsError(USER_IDENTIFIER, { field: "userIdentifier" });
  const customRoleArn = options.string("customRoleArn");
  const role = options.nested("role", ["arn", ...ROLE_OPTIONS]);
  if (role !== undefined && customRoleArn !== undefined) {
    throw credentialsError(CUSTOM_ROLE_WITH_ROLE, { field: "customRoleArn" });
  }
  return {
    identityPoolId,
    logins,
    accountId,
    customRoleArn,
    userIdentifier,
    storage: options.methods<IdentityStorage>("storage", ["getItem", "setItem", "removeItem"]),
    role: role && readRole(role, "arn", "role."),
    endpoint: options.string("endpoint"),
    stsEndpoint: options.string("stsEndpoint"),
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

/** A client of one identity pool. */
class IdentityPool {
  readonly #settings: PoolSettings;
  readonly #host: Host;
  readonly #service: CognitoIdentity;
  readonly #stsUrl: string;
  readonly #store: IdentityStore;

  constructor(settings: PoolSettings, host: Host) {
    const region = settings.identityPoolId.slice(0, settings.identityPoolId.indexOf(":"));
    const url = endpointUrl("cognito-identity", region, settings.endpoint, "endpoint");
    this.#settings = settings;
    this.#host = host;
    this.#service = new CognitoIdentity(url, host);
    this.#stsUrl = endpointUrl("sts", region, settings.stsEndpoint, "stsEndpoint");
    this.#store = new IdentityStore(settings.storage);
  }

  async credentials(call: ServiceCall): Promise<CognitoCredentials> {
    call.signal?.throwIfAborted();
    const logins = await currentLogins(this.#settings.logins, call.signal);
    const key = this.#key(logins);
    const stored = key === undefined ? undefined : this.#store.get(key);
    if (stored !== undefined) {
      try {
        return await this.#credentialsOf(stored, logins, key, call);
      } catch (error) {
        if (!isStale(error)) throw error;
      }
    }
    return this.#credentialsOf(await this.#identity(logins, key, call), logins, key, call);
  }

  /**
   * Returns the key under which the identity is stored. A signed-in user without a `userIdentifier` has none: if the next
   * user of the page got the same identity, Cognito would link the two.
   */
  #key(logins: LoginTokens | undefined): string | undefined {
    const { identityPoolId, userIdentifier } = this.#settings;
    const prefix = `s3-signpost:cognito-identity:${identityPoolId}`;
    if (logins === undefined) return `${prefix}:guest`;
    return userIdentifier === undefined ? undefined : `${prefix}:user:${userIdentifier}`;
  }

  async #identity(
    logins: LoginTokens | undefined,
    key: string | undefined,
    call: ServiceCall,
  ): Promise<string> {
    const { identityPoolId, accountId } = this.#settings;
    const id = await this.#service.getId(
      { IdentityPoolId: identityPoolId, AccountId: accountId, Logins: logins },
      call,
    );
    if (key === undefined) return id;
    // Another tab may have stored an identity in the meantime: both tabs use that one.
    const stored = this.#store.get(key);
    if (stored !== undefined) return stored;
    this.#store.set(key, id);
    return id;
  }

  async #credentialsOf(
    identityId: string,
    logins: LoginTokens | undefined,
    key: string | undefined,
    call: ServiceCall,
  ): Promise<CognitoCredentials> {
    try {
      const credentials =
        this.#settings.role === undefined
          ? await this.#enhanced(identityId, logins, call)
          : await this.#basic(identityId, this.#settings.role, logins, call);
      if (key !== undefined && credentials.identityId !== identityId) {
        this.#store.set(key, credentials.identityId);
      }
      return credentials;
    } catch (error) {
      if (key !== undefined && isStale(error)) this.#store.remove(key, identityId);
      throw error;
    }
  }

  async #enhanced(
    IdentityId: string,
    Logins: LoginTokens | undefined,
    call: ServiceCall,
  ): Promise<CognitoCredentials> {
    const { identityId, credentials } = await this.#service.getCredentialsForIdentity(
      { IdentityId, Logins, CustomRoleArn: this.#settings.customRoleArn },
      call,
    );
    return { ...credentials, identityId };
  }

  async #basic(
    IdentityId: string,
    role: NonNullable<PoolSettings["role"]>,
    Logins: LoginTokens | undefined,
    call: ServiceCall,
  ): Promise<CognitoCredentials> {
    const { identityId, token } = await this.#service.getOpenIdToken({ IdentityId, Logins }, call);
    const credentials = await assumeRoleWithWebIdentity(
      this.#stsUrl,
      { ...role, token },
      this.#host,
      call,
    );
    return { ...credentials, identityId };
  }
}

/**
 * Returns a provider of short-lived credentials from a Cognito identity pool: by the enhanced flow, or with `role` by the
 * basic one.
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
  const pool = new IdentityPool(readSettings(options), { ...currentHost(), ...overrides });
  return async function provideCognito(call?: ProviderCall) {
    const { signal, clock } = call ?? {};
    return pool.credentials({ signal, clock });
  };
}

import { CredentialsError, ServiceError } from "../errors.ts";
import { invalid, Options, readSafely } from "../options.ts";
import { CognitoIdentity, type LoginTokens } from "./cognito-identity.ts";
import { endpointUrl } from "./endpoint.ts";
import { type Environment, pageEnvironment } from "./environment.ts";
import { type IdentityStorage, IdentityStore } from "./identity-store.ts";
import type { Credentials, ProviderCall, ProviderOptions } from "./provider.ts";
import { ROLE_OPTIONS, readRole } from "./role.ts";
import type { ServiceCall } from "./service.ts";
import { type AssumeRoleInput, assumeRoleWithWebIdentity } from "./sts.ts";
import { currentToken, type TokenSource } from "./tokens.ts";

/** Login provider name → token, or a function that is asked for a current one at every refresh. */
export type Logins = Record<string, TokenSource>;

export interface CognitoOptions {
  /** `eu-west-1:12345678-…`; the region is read from it. */
  identityPoolId: string;
  /**
   * Login provider name → token, or a function asked again at every refresh. None: a guest. The object is read
   * at every refresh too: a login that is put into it turns the guest into a signed-in user.
   */
  logins?: Logins;
  accountId?: string;
  /** A role that the login's token names, in place of the pool's. Enhanced flow only. */
  customRoleArn?: string;
  /** Key under which a signed-in user's identity id is remembered. None: remembered for guests only. */
  userIdentifier?: string;
  /** Where the identity id (never a credential) is remembered. Default: localStorage, else memory. */
  storage?: IdentityStorage;
  /**
   * Basic (classic) flow: GetOpenIdToken, then STS AssumeRoleWithWebIdentity with this role. `durationSeconds`
   * is 900 to 43,200 (default an hour); `policy`, JSON text, narrows what the role allows.
   */
  role?: { arn: string; sessionName?: string; durationSeconds?: number; policy?: string };
  /** `https://host[:port][/path]` of Cognito Identity, for a local stack or a private endpoint. */
  endpoint?: string;
  /** The same for STS, which the basic flow needs and `endpoint` does not move. */
  stsEndpoint?: string;
}

/** Credentials, and whose they are. */
export interface CognitoCredentials extends Credentials {
  expiration: Date;
  /** What `${cognito-identity.amazonaws.com:sub}` stands for in the role's policy. */
  identityId: string;
}

export type CognitoProvider = (options?: ProviderOptions) => Promise<CognitoCredentials>;

/** Cognito's own pattern for an `IdentityPoolId`, and its limit. */
const IDENTITY_POOL_ID = /^[\w-]+:[0-9a-f-]+$/i;
const LONGEST_POOL_ID = 55;

/** These say of a remembered id that the pool does not know it, or not with these logins. */
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

/** The options, each read once and checked. */
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

function readSettings(given: unknown): PoolSettings {
  const options = new Options(given ?? {}, KNOWN, "", CredentialsError);
  const identityPoolId = options.string("identityPoolId") ?? "";
  if (identityPoolId.length > LONGEST_POOL_ID || !IDENTITY_POOL_ID.test(identityPoolId)) {
    throw invalid(
      "identityPoolId",
      "must be the id of an identity pool, such as `eu-west-1:12345678-1234-1234-1234-123456789012`.",
      "Copy it from the Cognito console, under Identity pools. The id of a user pool, such as `eu-west-1_Ab12Cd34E`, does not work here.",
      CredentialsError,
    );
  }
  const logins = options.get("logins") ?? {};
  checkLogins(logins);
  const accountId = options.string("accountId");
  if (accountId !== undefined && !/^\d{1,15}$/.test(accountId)) {
    throw invalid(
      "accountId",
      "must be a string of digits.",
      "Give the id of the AWS account that owns the identity pool.",
      CredentialsError,
    );
  }
  const userIdentifier = options.string("userIdentifier");
  if (userIdentifier === "") {
    throw invalid(
      "userIdentifier",
      "must not be empty.",
      "Leave it out if the user's identity is not to be remembered.",
      CredentialsError,
    );
  }
  const customRoleArn = options.string("customRoleArn");
  const role = options.nested("role", ["arn", ...ROLE_OPTIONS]);
  if (role !== undefined && customRoleArn !== undefined) {
    throw invalid(
      "customRoleArn",
      "cannot go with `role`.",
      "Leave out `role` for the enhanced flow, or `customRoleArn` for the basic one.",
      CredentialsError,
    );
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

/** A Map has no properties: read as an object it would make a guest of the user. */
function checkLogins(logins: unknown): asserts logins is object {
  const isRecord = readSafely(
    "logins",
    CredentialsError,
    () => typeof logins === "object" && logins !== null && !(Symbol.iterator in logins),
  );
  if (isRecord) return;
  throw invalid(
    "logins",
    "must be an object of login provider names and tokens.",
    'Write it as { "accounts.google.com": token }.',
    CredentialsError,
  );
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

/** One identity pool, as one page asks it for credentials. */
class IdentityPool {
  readonly #options: PoolSettings;
  readonly #environment: Environment;
  readonly #service: CognitoIdentity;
  readonly #stsUrl: string;
  readonly #store: IdentityStore;

  constructor(options: PoolSettings, environment: Environment) {
    const region = options.identityPoolId.slice(0, options.identityPoolId.indexOf(":"));
    const url = endpointUrl("cognito-identity", region, options.endpoint, "endpoint");
    this.#options = options;
    this.#environment = environment;
    this.#service = new CognitoIdentity(url, environment);
    this.#stsUrl = endpointUrl("sts", region, options.stsEndpoint, "stsEndpoint");
    this.#store = new IdentityStore(options.storage);
  }

  async credentials(call: ServiceCall): Promise<CognitoCredentials> {
    call.signal?.throwIfAborted();
    const logins = await currentLogins(this.#options.logins, call.signal);
    const key = this.#key(logins);
    const remembered = key === undefined ? undefined : this.#store.get(key);
    if (remembered !== undefined) {
      try {
        return await this.#credentialsOf(remembered, logins, key, call);
      } catch (error) {
        if (!isStale(error)) throw error;
      }
    }
    return this.#credentialsOf(await this.#identity(logins, key, call), logins, key, call);
  }

  /**
   * Where this identity is remembered. A signed-in user without a `userIdentifier` has no such place: were the
   * next user of the page to be given the same identity, Cognito would link the two.
   */
  #key(logins: LoginTokens | undefined): string | undefined {
    const { identityPoolId, userIdentifier } = this.#options;
    const beginning = `s3-signpost:cognito-identity:${identityPoolId}`;
    if (logins === undefined) return `${beginning}:guest`;
    return userIdentifier === undefined ? undefined : `${beginning}:user:${userIdentifier}`;
  }

  async #identity(
    logins: LoginTokens | undefined,
    key: string | undefined,
    call: ServiceCall,
  ): Promise<string> {
    const { identityPoolId, accountId } = this.#options;
    const id = await this.#service.getId(
      { IdentityPoolId: identityPoolId, AccountId: accountId, Logins: logins },
      call,
    );
    if (key === undefined) return id;
    // Another tab may have asked at the same time: what was stored first is the identity of both.
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
        this.#options.role === undefined
          ? await this.#enhanced(identityId, logins, call)
          : await this.#basic(identityId, this.#options.role, logins, call);
      if (key !== undefined && credentials.identityId !== identityId) {
        this.#store.set(key, credentials.identityId);
      }
      return credentials;
    } catch (error) {
      if (key !== undefined && isStale(error)) this.#store.drop(key, identityId);
      throw error;
    }
  }

  async #enhanced(
    IdentityId: string,
    Logins: LoginTokens | undefined,
    call: ServiceCall,
  ): Promise<CognitoCredentials> {
    const { identityId, credentials } = await this.#service.getCredentialsForIdentity(
      { IdentityId, Logins, CustomRoleArn: this.#options.customRoleArn },
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
      this.#environment,
      call,
    );
    return { ...credentials, identityId };
  }
}

/**
 * Short-lived credentials from a Cognito identity pool: by the enhanced flow, or with `role` by the basic one.
 *
 * Each call of the provider asks Cognito for new ones; `S3` keeps them and calls it only when it needs to. The
 * identity id is remembered, credentials never are. Throws `CredentialsError` (`InvalidOption`) at once for
 * options that cannot work or do not exist; the provider rejects with `ServiceError`, or with `CredentialsError`
 * (`EndpointUnreachable`, `MixedContent`, `LoginFailed`, `LoginTokenMissing`).
 */
export function cognito(options: CognitoOptions): CognitoProvider;
/** @internal */
export function cognito(
  options: CognitoOptions,
  environment: Partial<Environment>,
): CognitoProvider;
export function cognito(
  options: CognitoOptions,
  environment: Partial<Environment> = {},
): CognitoProvider {
  const pool = new IdentityPool(readSettings(options), { ...pageEnvironment, ...environment });
  return async function provideCognito(call?: ProviderCall) {
    const { signal, clock } = call ?? {};
    return pool.credentials({ signal, clock });
  };
}

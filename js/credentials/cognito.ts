import { CredentialsError, ServiceError } from "../errors.ts";
import { CognitoIdentity, type LoginTokens } from "./cognito-identity.ts";
import { endpointUrl } from "./endpoint.ts";
import { type Environment, pageEnvironment } from "./environment.ts";
import { type IdentityStorage, IdentityStore } from "./identity-store.ts";
import type { Credentials, ProviderCall, ProviderOptions } from "./provider.ts";
import { checkRole, DEFAULT_SESSION_NAME } from "./role.ts";
import type { ServiceCall } from "./service.ts";
import { assumeRoleWithWebIdentity } from "./sts.ts";
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

function checkOptions({ identityPoolId, customRoleArn, role }: CognitoOptions): void {
  if (
    typeof identityPoolId !== "string" ||
    identityPoolId.length > LONGEST_POOL_ID ||
    !IDENTITY_POOL_ID.test(identityPoolId)
  ) {
    throw new CredentialsError(
      "InvalidOption",
      "`identityPoolId` is not the id of an identity pool",
      {
        hint: "It looks like `eu-west-1:12345678-1234-1234-1234-123456789012`. The id of a user pool, `eu-west-1_Ab12Cd34E`, is another thing.",
      },
    );
  }
  if (role === undefined) return;
  checkRole(role.arn, "role.arn", role, "role.");
  if (customRoleArn !== undefined) {
    throw new CredentialsError("InvalidOption", "`customRoleArn` does not go with `role`", {
      hint: "Leave out `role` for the enhanced flow, or `customRoleArn` for the basic one.",
    });
  }
}

async function currentLogins(
  logins: Logins | undefined,
  signal: AbortSignal | undefined,
): Promise<LoginTokens | undefined> {
  const entries = Object.entries(logins ?? {});
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
  readonly #options: CognitoOptions;
  readonly #environment: Environment;
  readonly #service: CognitoIdentity;
  readonly #stsUrl: string;
  readonly #store: IdentityStore;

  constructor(options: CognitoOptions, environment: Environment) {
    checkOptions(options);
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
    role: NonNullable<CognitoOptions["role"]>,
    Logins: LoginTokens | undefined,
    call: ServiceCall,
  ): Promise<CognitoCredentials> {
    const { arn: roleArn, sessionName = DEFAULT_SESSION_NAME, durationSeconds, policy } = role;
    const { identityId, token } = await this.#service.getOpenIdToken({ IdentityId, Logins }, call);
    const credentials = await assumeRoleWithWebIdentity(
      this.#stsUrl,
      { roleArn, sessionName, token, durationSeconds, policy },
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
 * options that cannot work; the provider rejects with `ServiceError`, or with `CredentialsError`
 * (`EndpointUnreachable`, `LoginFailed`, `LoginTokenMissing`).
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
  const pool = new IdentityPool(options, { ...pageEnvironment, ...environment });
  return async function provideCognito({ signal, clock }: ProviderCall = {}) {
    return pool.credentials({ signal, clock });
  };
}

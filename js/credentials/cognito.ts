import { CredentialsError, ServiceError } from "../errors.ts";
import { CognitoIdentity, type LoginTokens } from "./cognito-identity.ts";
import { endpointUrl } from "./endpoint.ts";
import { type Environment, pageEnvironment } from "./environment.ts";
import { type IdentityStorage, IdentityStore } from "./identity-store.ts";
import type { Credentials, ProviderCall } from "./provider.ts";
import type { ServiceCall } from "./service.ts";
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
  /** For a local stack or a private endpoint. */
  endpoint?: string;
}

/** Credentials, and whose they are. */
export interface CognitoCredentials extends Credentials {
  expiration: Date;
  /** What `${cognito-identity.amazonaws.com:sub}` stands for in the role's policy. */
  identityId: string;
}

export type CognitoProvider = (options?: {
  forceRefresh?: boolean;
  signal?: AbortSignal;
}) => Promise<CognitoCredentials>;

/** Cognito's own pattern for an `IdentityPoolId`, and its limit. */
const IDENTITY_POOL_ID = /^[\w-]+:[0-9a-f-]+$/i;
const LONGEST_POOL_ID = 55;

/** These say of a remembered id that the pool does not know it, or not with these logins. */
const STALE = new Set(["ResourceNotFoundException", "NotAuthorizedException"]);

function checkOptions(options: CognitoOptions): void {
  const { identityPoolId } = options;
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

/**
 * Short-lived credentials from a Cognito identity pool, by the enhanced flow.
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
  checkOptions(options);
  const { identityPoolId } = options;
  const region = identityPoolId.slice(0, identityPoolId.indexOf(":"));
  const world: Environment = { ...pageEnvironment, ...environment };
  const url = endpointUrl("cognito-identity", region, options.endpoint, "endpoint");
  const pool = new CognitoIdentity(url, world);
  const store = new IdentityStore(options.storage);

  function storageKey(logins: LoginTokens | undefined): string | undefined {
    const beginning = `s3-signpost:cognito-identity:${identityPoolId}`;
    if (logins === undefined) return `${beginning}:guest`;
    return options.userIdentifier === undefined
      ? undefined
      : `${beginning}:user:${options.userIdentifier}`;
  }

  async function newIdentity(
    logins: LoginTokens | undefined,
    key: string | undefined,
    call: ServiceCall,
  ): Promise<string> {
    const id = await pool.getId(
      { IdentityPoolId: identityPoolId, AccountId: options.accountId, Logins: logins },
      call,
    );
    if (key === undefined) return id;
    // Another tab may have asked at the same time: the id that was stored first is the guest of both.
    const stored = store.get(key);
    if (stored !== undefined) return stored;
    store.set(key, id);
    return id;
  }

  async function credentialsOf(
    identityId: string,
    logins: LoginTokens | undefined,
    call: ServiceCall,
  ): Promise<CognitoCredentials> {
    const reply = await pool.getCredentialsForIdentity(
      { IdentityId: identityId, Logins: logins, CustomRoleArn: options.customRoleArn },
      call,
    );
    return { ...reply.credentials, identityId: reply.identityId };
  }

  return async function provideCognito({ signal, clock }: ProviderCall = {}) {
    const call: ServiceCall = { signal, clock };
    signal?.throwIfAborted();
    const logins = await currentLogins(options.logins, signal);
    const key = storageKey(logins);

    async function attempt(identityId: string): Promise<CognitoCredentials> {
      try {
        const credentials = await credentialsOf(identityId, logins, call);
        if (key !== undefined && credentials.identityId !== identityId) {
          store.set(key, credentials.identityId);
        }
        return credentials;
      } catch (error) {
        if (key !== undefined && error instanceof ServiceError && STALE.has(error.code)) {
          store.drop(key, identityId);
        }
        throw error;
      }
    }

    const remembered = key === undefined ? undefined : store.get(key);
    if (remembered !== undefined) {
      try {
        return await attempt(remembered);
      } catch (error) {
        if (!(error instanceof ServiceError && STALE.has(error.code))) throw error;
      }
    }
    return attempt(await newIdentity(logins, key, call));
  };
}

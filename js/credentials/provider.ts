import type { Clock } from "./clock.ts";

/** Same shape as the SDK's `AwsCredentialIdentity`. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  /** When they stop working: a Date, an ISO 8601 string, or epoch milliseconds. */
  expiration?: Date | string | number;
}

/** What a provider is asked with. */
export type ProviderOptions = {
  /** The present ones do not serve: answer with new ones, not from a memory of the provider's own. */
  forceRefresh?: boolean;
  /** Aborted once nobody waits for the answer any more. */
  signal?: AbortSignal;
  /** Never given. The one option of some of the SDK's providers, whose type fits only where this has it too. */
  callerClientConfig?: never;
};

/** Same shape as the SDK's `AwsCredentialIdentityProvider`: any of its providers fits. */
export type CredentialProvider = (options?: ProviderOptions) => Promise<Credentials>;

/** The fields as AWS STS writes them. */
export interface StsCredentials {
  AccessKeyId: string;
  SecretAccessKey: string;
  SessionToken?: string;
  Expiration?: Date | string | number;
}

/** What Uppy's `getCredentials` returns. The region is not read: it is the signer's own option. */
export interface CredentialsResponse {
  credentials: Credentials | StsCredentials;
  region?: string;
}

/** A set of credentials, under any of the names it is known by. */
export type CredentialSet = Credentials | StsCredentials | CredentialsResponse;

/** Wherever credentials may come from: one set of them, or a function that is asked for new ones. */
export type CredentialSource =
  | CredentialSet
  | ((options?: ProviderOptions) => CredentialSet | Promise<CredentialSet>);

/** What the cache passes to a provider: besides the public options, the clock that replies may correct. */
export interface ProviderCall {
  forceRefresh?: boolean;
  signal?: AbortSignal;
  clock?: Clock;
}

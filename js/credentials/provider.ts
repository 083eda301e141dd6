import type { Clock } from "./clock.ts";

/** Credentials in the shape of the SDK's `AwsCredentialIdentity`. */
export interface Credentials {
  /** Access key id. */
  accessKeyId: string;
  /** Secret access key. */
  secretAccessKey: string;
  /** Session token of temporary credentials. */
  sessionToken?: string;
  /** The expiry: a Date, an ISO 8601 string, or epoch milliseconds. */
  expiration?: Date | string | number;
}

/** The options that a provider is called with. */
export type ProviderOptions = {
  /**
   * The current credentials are of no use: return new ones, not those of a cache.
   * @default false
   */
  forceRefresh?: boolean;
  /**
   * Aborted once nobody waits for the result.
   * @default none
   */
  signal?: AbortSignal;
  /**
   * Never set. It is the only option of some of the SDK's providers, whose type fits only with it.
   * @default none
   */
  callerClientConfig?: never;
};

/** A provider in the shape of the SDK's `AwsCredentialIdentityProvider`: all of the SDK's providers fit. */
export type CredentialProvider = (options?: ProviderOptions) => Promise<Credentials>;

/** Credentials with the names of AWS STS. */
export interface StsCredentials {
  /** Access key id. */
  AccessKeyId: string;
  /** Secret access key. */
  SecretAccessKey: string;
  /** Session token of temporary credentials. */
  SessionToken?: string;
  /** The expiry: a Date, an ISO 8601 string, or epoch milliseconds. */
  Expiration?: Date | string | number;
}

/** The result of Uppy's `getCredentials`. The region is not read: it is an option of the signer. */
export interface CredentialsResponse {
  /** The credentials. */
  credentials: Credentials | StsCredentials;
  /** Not read. */
  region?: string;
}

/** A set of credentials in any of the known shapes. */
export type CredentialSet = Credentials | StsCredentials | CredentialsResponse;

/** A source of credentials: one set, or a function that returns new ones. */
export type CredentialSource =
  | CredentialSet
  | ((options?: ProviderOptions) => CredentialSet | Promise<CredentialSet>);

/** The options that the cache passes to a provider: the public ones, and the clock that responses correct. */
export interface ProviderCall {
  forceRefresh?: boolean;
  signal?: AbortSignal;
  clock?: Clock;
}

import type { Clock } from "./clock.ts";

/** Same shape as the SDK's `AwsCredentialIdentity`. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  /** When they stop working: a Date, an ISO 8601 string, or epoch milliseconds. */
  expiration?: Date | string | number;
}

/** Same shape as the SDK's `AwsCredentialIdentityProvider`: any of its providers fits. */
export type CredentialProvider = (options?: {
  forceRefresh?: boolean;
  signal?: AbortSignal;
}) => Promise<Credentials>;

/** What the cache passes to a provider: besides the public options, the clock that replies may correct. */
export interface ProviderCall {
  forceRefresh?: boolean;
  signal?: AbortSignal;
  clock?: Clock;
}

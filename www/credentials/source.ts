import type { Credentials } from "s3-signpost";
import { account } from "../account/account.ts";

/** A service that returns new credentials at each call. */
export interface Source {
  /** Name of the source, for people: `role app-upload`. */
  name: string;
  provide(): Promise<Credentials & { identityId?: string }>;
}

/** Credentials in the account that came from a source. */
export interface Sourced {
  source: Source;
  accessKeyId: string;
  /** The Cognito identity that they belong to. */
  identityId?: string | undefined;
}

let latest: Sourced | undefined;

/** Fills the account with new credentials of a source. Rejects with the error of the source. */
export async function takeFrom(source: Source): Promise<void> {
  const { accessKeyId, secretAccessKey, sessionToken, expiration, identityId } =
    await source.provide();
  latest = { source, accessKeyId, identityId };
  account.replaceCredentials({
    accessKeyId,
    secretAccessKey,
    ...(sessionToken !== undefined && { sessionToken }),
    ...(expiration !== undefined && { expiration: new Date(expiration).toISOString() }),
  });
}

/** Returns the source of the account's credentials; `undefined` if they were entered. */
export function currentSource(): Sourced | undefined {
  return latest?.accessKeyId === account.settings.accessKeyId ? latest : undefined;
}

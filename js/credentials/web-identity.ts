import { CredentialsError } from "../errors.ts";
import { currentHost, type Host } from "../http/host.ts";
import { WEB_IDENTITY_TOKEN } from "../messages/credentials.ts";
import { Options } from "../options.ts";
import { credentialsError } from "./credentials-error.ts";
import { endpointUrl } from "./endpoint.ts";
import type { Credentials, ProviderCall, ProviderOptions } from "./provider.ts";
import { ROLE_OPTIONS, readRole } from "./role.ts";
import { assumeRoleWithWebIdentity } from "./sts.ts";
import { currentToken, type TokenSource } from "./tokens.ts";

/** Options of `webIdentity`. */
export interface WebIdentityOptions {
  /** ARN of the role to assume. Empty for a MinIO that uses the policy in the token's claims. */
  roleArn: string;
  /** The identity provider's token, or a function that returns a current one and is called at every refresh. */
  token: TokenSource;
  /**
   * AWS region of STS, such as `eu-west-1`. Not needed with `endpoint`.
   * @default none
   */
  region?: string;
  /**
   * Name of the session in logs of AWS: 2 to 64 ASCII letters, digits and `_+=,.@-`.
   * @default "s3-signpost"
   */
  sessionName?: string;
  /**
   * Validity of the credentials in whole seconds. AWS accepts 900 to 43,200.
   * @default the service's, one hour at AWS
   */
  durationSeconds?: number;
  /**
   * A session policy, as JSON text, that limits what the role allows.
   * @default none: all that the role allows
   */
  policy?: string;
  /**
   * `https://host[:port][/path]` of another STS: MinIO, Ceph, a local stack.
   * @default AWS's in the region
   */
  endpoint?: string;
}

/** The provider that `webIdentity` returns. Each call requests new credentials. */
export type WebIdentityProvider = (
  options?: ProviderOptions,
) => Promise<Credentials & { sessionToken: string; expiration: Date }>;

/**
 * Returns a provider of short-lived credentials from STS AssumeRoleWithWebIdentity (AWS, MinIO, Ceph, …).
 *
 * Each call of the provider requests new credentials; `S3` keeps them, and calls it only if it needs new ones. The
 * provider rejects with `ServiceError`, or with `CredentialsError` (`EndpointUnreachable`, `MixedContent`,
 * `LoginFailed`, `LoginTokenMissing`).
 *
 * @throws {CredentialsError} `InvalidOption` for an option that is unknown or cannot work
 */
export function webIdentity(options: WebIdentityOptions): WebIdentityProvider;
/** @internal */
export function webIdentity(options: WebIdentityOptions, host: Partial<Host>): WebIdentityProvider;
export function webIdentity(
  options: WebIdentityOptions,
  overrides: Partial<Host> = {},
): WebIdentityProvider {
  const known = ["roleArn", "token", "region", ...ROLE_OPTIONS, "endpoint"];
  const read = new Options(options ?? {}, known, "", CredentialsError);
  const role = readRole(read, "roleArn");
  const source = read.get("token");
  if (typeof source !== "function" && (typeof source !== "string" || source === "")) {
    throw credentialsError(WEB_IDENTITY_TOKEN, { field: "token" });
  }
  const url = endpointUrl("sts", read.string("region"), read.string("endpoint"), "endpoint");
  const host: Host = { ...currentHost(), ...overrides };

  return async function provideWebIdentity(call?: ProviderCall) {
    const { signal, clock } = call ?? {};
    signal?.throwIfAborted();
    const token = await currentToken(source as TokenSource, "token", signal);
    return assumeRoleWithWebIdentity(url, { ...role, token }, host, { signal, clock });
  };
}

import { CredentialsError } from "../errors.ts";
import { invalid, Options } from "../options.ts";
import { endpointUrl } from "./endpoint.ts";
import { type Environment, pageEnvironment } from "./environment.ts";
import type { Credentials, ProviderCall, ProviderOptions } from "./provider.ts";
import { ROLE_OPTIONS, readRole } from "./role.ts";
import { assumeRoleWithWebIdentity } from "./sts.ts";
import { currentToken, type TokenSource } from "./tokens.ts";

export interface WebIdentityOptions {
  /** Empty for a MinIO that takes the policy from the token's claims. */
  roleArn: string;
  /** The identity provider's token, or a function that is asked for a current one at every refresh. */
  token: TokenSource;
  /** AWS region of STS, such as `eu-west-1`. Not needed with `endpoint`. */
  region?: string;
  /** 2 to 64 ASCII letters, digits and `_+=,.@-`. Default `s3-signpost`. */
  sessionName?: string;
  /** Whole seconds. AWS takes 900 to 43,200; its default is an hour. */
  durationSeconds?: number;
  /** A session policy, JSON text, that narrows what the role allows. */
  policy?: string;
  /** `https://host[:port][/path]` of another STS: MinIO, Ceph, a local stack. Default: AWS's in `region`. */
  endpoint?: string;
}

export type WebIdentityProvider = (
  options?: ProviderOptions,
) => Promise<Credentials & { expiration: Date }>;

/**
 * Short-lived credentials from STS AssumeRoleWithWebIdentity (AWS, MinIO, Ceph, …).
 *
 * Each call of the provider asks STS for new ones; `S3` keeps them and calls it only when it needs to. Throws
 * `CredentialsError` (`InvalidOption`) at once for options that cannot work or do not exist; the provider rejects with
 * `ServiceError`, or with `CredentialsError` (`EndpointUnreachable`, `MixedContent`, `LoginFailed`,
 * `LoginTokenMissing`).
 */
export function webIdentity(options: WebIdentityOptions): WebIdentityProvider;
/** @internal */
export function webIdentity(
  options: WebIdentityOptions,
  environment: Partial<Environment>,
): WebIdentityProvider;
export function webIdentity(
  options: WebIdentityOptions,
  environment: Partial<Environment> = {},
): WebIdentityProvider {
  const known = ["roleArn", "token", "region", ...ROLE_OPTIONS, "endpoint"];
  const given = new Options(options ?? {}, known, "", CredentialsError);
  const role = readRole(given, "roleArn");
  const source = given.get("token");
  if (typeof source !== "function" && (typeof source !== "string" || source === "")) {
    throw invalid(
      "token",
      "must be the identity provider's token, or a function that returns it.",
      "Prefer a function: it is called again at every refresh.",
      CredentialsError,
    );
  }
  const url = endpointUrl("sts", given.string("region"), given.string("endpoint"), "endpoint");
  const world: Environment = { ...pageEnvironment, ...environment };

  return async function provideWebIdentity(call?: ProviderCall) {
    const { signal, clock } = call ?? {};
    signal?.throwIfAborted();
    const token = await currentToken(source as TokenSource, "token", signal);
    return assumeRoleWithWebIdentity(url, { ...role, token }, world, { signal, clock });
  };
}

import { CredentialsError } from "../errors.ts";
import { Options } from "../options.ts";
import { type CognitoIdentity, getOpenIdToken, type IdentityInput } from "./cognito-identity.ts";
import { endpointUrl } from "./endpoint.ts";
import type { TemporaryCredentials } from "./resolve.ts";
import { ROLE_OPTIONS, readRole } from "./role.ts";
import type { ServiceCall } from "./service.ts";
import { assumeRoleWithWebIdentity } from "./sts.ts";

/** Role of the basic flow, and its session. */
export interface CognitoRole {
  /** ARN of the role. */
  arn: string;
  /**
   * Name of the session in logs of AWS: 2 to 64 ASCII letters, digits and `_+=,.@-`.
   * @default "s3-signpost"
   */
  sessionName?: string;
  /**
   * Validity of the credentials in whole seconds, 900 to 43,200.
   * @default the service's, one hour
   */
  durationSeconds?: number;
  /**
   * A session policy, as JSON text, that limits what the role allows.
   * @default none: all that the role allows
   */
  policy?: string;
  /**
   * `https://host[:port][/path]` of STS, for a local stack or a private endpoint.
   * @default AWS's in the region of the pool
   */
  endpoint?: string;
}

/** The result of `basicFlow`, for the option `flow` of `cognito`. */
export interface CognitoFlow {
  /** Name of the flow. */
  readonly flow: "basic";
  /** Gets the credentials of an identity. @internal */
  getCredentials(
    service: CognitoIdentity,
    region: string,
    input: IdentityInput,
    call: ServiceCall,
  ): Promise<TemporaryCredentials & { identityId: string }>;
}

/**
 * Returns the basic (classic) flow with this role, for the option `flow` of `cognito`: GetOpenIdToken, then STS
 * AssumeRoleWithWebIdentity. The identity pool must allow it.
 *
 * @throws {CredentialsError} `InvalidOption` for an option that is unknown or cannot work
 */
export function basicFlow(role: CognitoRole): CognitoFlow {
  const options = new Options(
    role ?? {},
    ["arn", ...ROLE_OPTIONS, "endpoint"],
    "",
    CredentialsError,
  );
  const input = readRole(options, "arn");
  const endpoint = options.string("endpoint");
  // The address in the region of the pool is valid.
  if (endpoint !== undefined) endpointUrl("sts", undefined, endpoint, "endpoint");
  return {
    flow: "basic",
    async getCredentials(service, region, identity, call) {
      const { identityId, token } = await getOpenIdToken(service, identity, call);
      const url = endpointUrl("sts", region, endpoint, "endpoint");
      const sent = { ...input, token };
      return { ...(await assumeRoleWithWebIdentity(url, sent, service.host, call)), identityId };
    },
  };
}

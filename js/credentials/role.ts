import { ROLE_ARN, SESSION_NAME } from "../messages/credentials.ts";
import type { Options } from "../options.ts";
import { credentialsError } from "./credentials-error.ts";
import type { AssumeRoleInput } from "./sts.ts";

/** Default `RoleSessionName`: it appears in the account's audit trail. */
const DEFAULT_SESSION_NAME = "s3-signpost";

/** Pattern of a `RoleSessionName`, from the STS API reference. */
const SESSION_NAME_PATTERN = /^[\w+=,.@-]{2,64}$/;

export const ROLE_OPTIONS = ["sessionName", "durationSeconds", "policy"] as const;

/**
 * Reads the options of AssumeRoleWithWebIdentity, without the token. The service checks `durationSeconds`, since the
 * limits of AWS, MinIO and Ceph differ.
 *
 * @param arnOption name of the ARN's option
 * @throws {CredentialsError} `InvalidOption`
 */
export function readRole(options: Options, arnOption: string): Omit<AssumeRoleInput, "token"> {
  const roleArn = options.string(arnOption);
  if (roleArn === undefined) throw credentialsError(ROLE_ARN, { field: arnOption });
  const sessionName = options.string("sessionName") ?? DEFAULT_SESSION_NAME;
  if (!SESSION_NAME_PATTERN.test(sessionName)) {
    throw credentialsError(SESSION_NAME, { field: "sessionName" });
  }
  return {
    roleArn,
    sessionName,
    durationSeconds: options.whole("durationSeconds", 1),
    policy: options.string("policy"),
  };
}

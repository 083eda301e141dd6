import { CredentialsError } from "../errors.ts";
import { invalid, type Options } from "../options.ts";
import type { AssumeRoleInput } from "./sts.ts";

/** Default `RoleSessionName`: it appears in the account's audit trail. */
const DEFAULT_SESSION_NAME = "s3-signpost";

/** STS's own pattern for a `RoleSessionName`. */
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;

export const ROLE_OPTIONS = ["sessionName", "durationSeconds", "policy"] as const;

/**
 * Reads what an AssumeRoleWithWebIdentity needs besides the token. How long a session may be is the service's to
 * say: AWS, MinIO and Ceph differ.
 *
 * `arnOption` is the ARN's name in `options`, and `prefix` what precedes it in errors: `role.`. Throws
 * {@link CredentialsError} (`InvalidOption`).
 */
export function readRole(
  options: Options,
  arnOption: string,
  prefix = "",
): Omit<AssumeRoleInput, "token"> {
  const roleArn = options.string(arnOption);
  if (roleArn === undefined) {
    throw invalid(
      prefix + arnOption,
      "must be the ARN of a role.",
      "Give one such as `arn:aws:iam::123456789012:role/uploader`.",
      CredentialsError,
    );
  }
  const sessionName = options.string("sessionName") ?? DEFAULT_SESSION_NAME;
  if (!SESSION_NAME.test(sessionName)) {
    throw invalid(
      `${prefix}sessionName`,
      "must be 2 to 64 ASCII letters, digits and `_+=,.@-`.",
      "Leave it out for `s3-signpost`.",
      CredentialsError,
    );
  }
  return {
    roleArn,
    sessionName,
    durationSeconds: options.whole("durationSeconds", 1),
    policy: options.string("policy"),
  };
}

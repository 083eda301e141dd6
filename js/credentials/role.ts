import { CredentialsError } from "../errors.ts";

/** What `RoleSessionName` is where nobody names it: it appears in the account's audit trail. */
export const DEFAULT_SESSION_NAME = "s3-signpost";

/** STS's own pattern for a `RoleSessionName`. */
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;

export interface RoleSettings {
  sessionName?: string | undefined;
  durationSeconds?: number | undefined;
  policy?: string | undefined;
}

function invalid(option: string, problem: string, hint: string): CredentialsError {
  return new CredentialsError("InvalidOption", `\`${option}\` ${problem}`, { hint });
}

/**
 * Checks what can be checked of an AssumeRoleWithWebIdentity before there is a token. How long a session may
 * be is the service's to say: AWS, MinIO and Ceph differ.
 */
export function checkRole(
  arn: unknown,
  arnOption: string,
  { sessionName, durationSeconds, policy }: RoleSettings,
  prefix = "",
): void {
  if (typeof arn !== "string") {
    throw invalid(arnOption, "is missing", "Such as `arn:aws:iam::123456789012:role/uploader`.");
  }
  if (sessionName !== undefined && !SESSION_NAME.test(sessionName)) {
    throw invalid(
      `${prefix}sessionName`,
      "has characters that STS does not take, or too many or too few",
      "2 to 64 ASCII letters, digits and `_+=,.@-`.",
    );
  }
  if (
    durationSeconds !== undefined &&
    !(Number.isInteger(durationSeconds) && durationSeconds > 0)
  ) {
    throw invalid(
      `${prefix}durationSeconds`,
      "is not a number of whole seconds",
      "AWS takes 900 to 43,200, and no more than the role's own maximum.",
    );
  }
  if (policy !== undefined && typeof policy !== "string") {
    throw invalid(`${prefix}policy`, "is not a string", "Give the policy document as JSON text.");
  }
}

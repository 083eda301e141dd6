import type { Environment } from "./environment.ts";
import { readTemporary, type TemporaryCredentials } from "./resolve.ts";
import { callService, type ErrorReply, type ServiceCall } from "./service.ts";
import { descendant, readXml, type XmlElement } from "./xml.ts";

export interface AssumeRoleInput {
  /** Left out where it is empty: MinIO then takes the policy from the token's own claims. */
  roleArn: string;
  sessionName: string;
  token: string;
  durationSeconds?: number | undefined;
  policy?: string | undefined;
}

const FIELDS = ["AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"] as const;

function trimmed(element: XmlElement | undefined): string | undefined {
  return element?.text.trim();
}

function readCredentials(text: string): TemporaryCredentials | undefined {
  const root = readXml(text);
  if (root?.name !== "AssumeRoleWithWebIdentityResponse") return undefined;
  const credentials = descendant(root, "AssumeRoleWithWebIdentityResult", "Credentials");
  return readTemporary(
    Object.fromEntries(FIELDS.map((field) => [field, trimmed(descendant(credentials, field))])),
  );
}

/** STS wraps its `Error` in an `ErrorResponse`; Ceph answers some with a bare one, as S3 does. */
function readError(text: string, headers: Headers): ErrorReply {
  const root = readXml(text);
  const error = root?.name === "Error" ? root : descendant(root, "Error");
  const requestId = descendant(root, "RequestId") ?? descendant(error, "RequestId");
  return {
    code: trimmed(descendant(error, "Code")),
    message: trimmed(descendant(error, "Message")),
    requestId: trimmed(requestId) ?? headers.get("x-amzn-requestid") ?? undefined,
  };
}

/** AWS STS 2011-06-15, AssumeRoleWithWebIdentity: an unsigned form, answered in XML. */
export function assumeRoleWithWebIdentity(
  url: string,
  input: AssumeRoleInput,
  environment: Environment,
  call: ServiceCall,
): Promise<TemporaryCredentials> {
  const form = new URLSearchParams({
    Action: "AssumeRoleWithWebIdentity",
    Version: "2011-06-15",
    RoleSessionName: input.sessionName,
    WebIdentityToken: input.token,
  });
  if (input.roleArn !== "") form.set("RoleArn", input.roleArn);
  if (input.durationSeconds !== undefined) {
    form.set("DurationSeconds", String(input.durationSeconds));
  }
  if (input.policy !== undefined) form.set("Policy", input.policy);
  return callService(
    {
      service: "sts",
      url,
      // With this type a browser sends no preflight.
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: form.toString(),
      secrets: [input.token],
      read: readCredentials,
      readError,
    },
    environment,
    call,
  );
}

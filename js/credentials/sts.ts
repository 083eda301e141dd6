import { elementsOf, readXml } from "../xml.ts";
import type { Environment } from "./environment.ts";
import { readTemporary, type TemporaryCredentials } from "./resolve.ts";
import { callService, type ErrorReply, type ServiceCall } from "./service.ts";

export interface AssumeRoleInput {
  /** Left out where it is empty: MinIO then takes the policy from the token's own claims. */
  roleArn: string;
  sessionName: string;
  token: string;
  durationSeconds?: number | undefined;
  policy?: string | undefined;
}

const CREDENTIALS =
  "/AssumeRoleWithWebIdentityResponse/AssumeRoleWithWebIdentityResult/Credentials/";
const UNKNOWN_REFERENCE = /&(?!(?:#\w+|lt|gt|amp|quot|apos);)/;

/** None where the reply is not whole, or has two of a name. */
function readCredentials(text: string): TemporaryCredentials | undefined {
  const found: Record<string, string> = {};
  let isPlain = !UNKNOWN_REFERENCE.test(text);
  const isWhole = readXml(text, (path, value) => {
    if (!path.startsWith(CREDENTIALS)) return;
    const name = path.slice(CREDENTIALS.length);
    isPlain &&= !(name in found);
    found[name] = value.trim();
  });
  return isWhole && isPlain ? readTemporary(found) : undefined;
}

/** STS wraps its `Error` in an `ErrorResponse`; Ceph answers some with a bare one, as S3 does. */
function readError(text: string, headers: Headers): ErrorReply {
  const error = elementsOf(text, "Error");
  const requestId = elementsOf(text, "ErrorResponse")["RequestId"] ?? error["RequestId"];
  return {
    code: error["Code"]?.trim(),
    message: error["Message"]?.trim(),
    requestId: requestId?.trim() ?? headers.get("x-amzn-requestid") ?? undefined,
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

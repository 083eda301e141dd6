import { type ErrorDocument, parseErrorDocument } from "../http/error-document.ts";
import type { Host } from "../http/host.ts";
import { STS_HINTS } from "../messages/services.ts";
import { readElements, readXml } from "../xml.ts";
import { parseTemporary, type TemporaryCredentials } from "./resolve.ts";
import { callService, type ServiceCall } from "./service.ts";

export interface AssumeRoleInput {
  /** Not sent if it is empty: MinIO then uses the policy in the token's own claims. */
  roleArn: string;
  sessionName: string;
  token: string;
  durationSeconds?: number | undefined;
  policy?: string | undefined;
}

const CREDENTIALS =
  "/AssumeRoleWithWebIdentityResponse/AssumeRoleWithWebIdentityResult/Credentials/";
const UNKNOWN_REFERENCE = /&(?!(?:#\w+|lt|gt|amp|quot|apos);)/;

/** Parses the credentials in a response; undefined if it is incomplete or has two elements of one name. */
function parseCredentials(text: string): TemporaryCredentials | undefined {
  const found: Record<string, string> = {};
  let isPlain = !UNKNOWN_REFERENCE.test(text);
  const isWhole = readXml(text, (path, value) => {
    if (!path.startsWith(CREDENTIALS)) return;
    const name = path.slice(CREDENTIALS.length);
    isPlain &&= !(name in found);
    found[name] = value.trim();
  });
  return isWhole && isPlain ? parseTemporary(found) : undefined;
}

/** STS wraps its `Error` in an `ErrorResponse`; Ceph sends some errors without it, as S3 does. */
function parseError(text: string, headers: Headers): ErrorDocument {
  const document = parseErrorDocument(text);
  const { RequestId = document.RequestId } = readElements(text, "ErrorResponse").elements;
  return { ...document, RequestId: RequestId ?? headers.get("x-amzn-requestid") ?? undefined };
}

/** Calls AssumeRoleWithWebIdentity of AWS STS 2011-06-15: an unsigned form, with an XML response. */
export function assumeRoleWithWebIdentity(
  url: string,
  input: AssumeRoleInput,
  host: Host,
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
      hints: STS_HINTS,
      url,
      // A browser sends no preflight for this type.
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: form.toString(),
      secrets: [input.token],
      parse: parseCredentials,
      parseError,
    },
    host,
    call,
  );
}

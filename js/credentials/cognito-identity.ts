import type { ErrorDocument } from "../http/error-document.ts";
import type { Host } from "../http/host.ts";
import { COGNITO_HINTS } from "../messages/services.ts";
import { isIdentityId } from "./identity-store.ts";
import { parseTemporary, type TemporaryCredentials } from "./resolve.ts";
import { callService, type ServiceCall } from "./service.ts";

/** Tokens by the names of their login providers, as Cognito takes them. */
export type LoginTokens = Readonly<Record<string, string>>;

type Json = Record<string, unknown>;

function parseJson(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Json) : undefined;
  } catch {
    // The error is not kept as a cause: engines quote the text in it, and that may hold credentials.
    return undefined;
  }
}

function stringOrUndefined(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Parses an error of AWS JSON 1.1: `namespace#Name:address`, in the header, else in the body. */
function parseError(text: string, headers: Headers): ErrorDocument {
  const json = parseJson(text) ?? {};
  const name =
    headers.get("x-amzn-errortype") ||
    stringOrUndefined(json["code"]) ||
    stringOrUndefined(json["__type"]);
  return {
    Code: name?.split(":")[0]?.split("#").at(-1)?.trim(),
    Message: stringOrUndefined(json["message"]) ?? stringOrUndefined(json["Message"]),
    RequestId: headers.get("x-amzn-requestid") ?? undefined,
  };
}

/** An address of Amazon Cognito Identity 2014-06-30. Its operations below are unsigned, with its JSON 1.1 protocol. */
export interface CognitoIdentity {
  url: string;
  host: Host;
}

/** Returns the identity of these logins, or a new guest's. */
export function getId(
  service: CognitoIdentity,
  input: {
    IdentityPoolId: string;
    AccountId?: string | undefined;
    Logins?: LoginTokens | undefined;
  },
  call: ServiceCall,
): Promise<string> {
  return callIdentity(service, "GetId", input, call, ({ IdentityId }) =>
    isIdentityId(IdentityId) ? IdentityId : undefined,
  );
}

/** Returns credentials by the enhanced flow, and their identity, which can be another than the requested one. */
export function getCredentialsForIdentity(
  service: CognitoIdentity,
  input: IdentityInput & { CustomRoleArn?: string | undefined },
  call: ServiceCall,
): Promise<TemporaryCredentials & { identityId: string }> {
  return callIdentity(
    service,
    "GetCredentialsForIdentity",
    input,
    call,
    ({ IdentityId: identityId = input.IdentityId, Credentials }) => {
      const credentials = parseTemporary(Credentials);
      return isIdentityId(identityId) && credentials ? { ...credentials, identityId } : undefined;
    },
  );
}

/** Returns a token for STS (basic flow), and its identity, which can be another than the requested one. */
export function getOpenIdToken(
  service: CognitoIdentity,
  input: IdentityInput,
  call: ServiceCall,
): Promise<{ identityId: string; token: string }> {
  return callIdentity(
    service,
    "GetOpenIdToken",
    input,
    call,
    ({ IdentityId: identityId = input.IdentityId, Token }) => {
      const token = stringOrUndefined(Token);
      return isIdentityId(identityId) && token ? { identityId, token } : undefined;
    },
  );
}

/** An identity, and its tokens. */
export interface IdentityInput {
  IdentityId: string;
  Logins?: LoginTokens | undefined;
}

function callIdentity<Result>(
  { url, host }: CognitoIdentity,
  operation: string,
  input: { Logins?: LoginTokens | undefined },
  call: ServiceCall,
  resultOf: (response: Json) => Result | undefined,
): Promise<Result> {
  return callService(
    {
      service: "cognito-identity",
      hints: COGNITO_HINTS,
      url,
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSCognitoIdentityService.${operation}`,
      },
      body: JSON.stringify(input),
      secrets: Object.values(input.Logins ?? {}),
      parse: (text) => {
        const json = parseJson(text);
        return json && resultOf(json);
      },
      parseError,
    },
    host,
    call,
  );
}

import type { ErrorDocument } from "../http/error-document.ts";
import type { Host } from "../http/host.ts";
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

/** The three unsigned operations of Amazon Cognito Identity 2014-06-30, with its JSON 1.1 protocol. */
export class CognitoIdentity {
  readonly #url: string;
  readonly #host: Host;

  constructor(url: string, host: Host) {
    this.#url = url;
    this.#host = host;
  }

  /** Returns the identity of these logins, or a new guest's. */
  getId(
    input: {
      IdentityPoolId: string;
      AccountId?: string | undefined;
      Logins?: LoginTokens | undefined;
    },
    call: ServiceCall,
  ): Promise<string> {
    return this.#call("GetId", input, call, (response) =>
      isIdentityId(response["IdentityId"]) ? response["IdentityId"] : undefined,
    );
  }

  /** Returns credentials by the enhanced flow, and their identity, which can be another than the requested one. */
  getCredentialsForIdentity(
    input: {
      IdentityId: string;
      Logins?: LoginTokens | undefined;
      CustomRoleArn?: string | undefined;
    },
    call: ServiceCall,
  ): Promise<{ identityId: string; credentials: TemporaryCredentials }> {
    return this.#call("GetCredentialsForIdentity", input, call, (response) => {
      const identityId = response["IdentityId"] ?? input.IdentityId;
      const credentials = parseTemporary(response["Credentials"]);
      return isIdentityId(identityId) && credentials ? { identityId, credentials } : undefined;
    });
  }

  /** Returns a token for STS (basic flow), and its identity, which can be another than the requested one. */
  getOpenIdToken(
    input: { IdentityId: string; Logins?: LoginTokens | undefined },
    call: ServiceCall,
  ): Promise<{ identityId: string; token: string }> {
    return this.#call("GetOpenIdToken", input, call, (response) => {
      const identityId = response["IdentityId"] ?? input.IdentityId;
      const token = stringOrUndefined(response["Token"]);
      return isIdentityId(identityId) && token ? { identityId, token } : undefined;
    });
  }

  #call<Result>(
    operation: string,
    input: { Logins?: LoginTokens | undefined },
    call: ServiceCall,
    resultOf: (response: Json) => Result | undefined,
  ): Promise<Result> {
    return callService(
      {
        service: "cognito-identity",
        url: this.#url,
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": `AWSCognitoIdentityService.${operation}`,
        },
        body: JSON.stringify(input),
        secrets: Object.values(input.Logins ?? {}),
        parse: (text) => {
          const json = parseJson(text);
          return json === undefined ? undefined : resultOf(json);
        },
        parseError,
      },
      this.#host,
      call,
    );
  }
}

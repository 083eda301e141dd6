import type { Environment } from "./environment.ts";
import { isIdentityId } from "./identity-store.ts";
import { readTemporary, type TemporaryCredentials } from "./resolve.ts";
import { callService, type ErrorReply, type ServiceCall } from "./service.ts";

/** Login provider name → token, as Cognito takes them. */
export type LoginTokens = Readonly<Record<string, string>>;

type Json = Record<string, unknown>;

function readJson(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Json) : undefined;
  } catch {
    // Not kept as a cause: engines quote the text they could not read, and it may hold credentials.
    return undefined;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** AWS JSON 1.1: `namespace#Name:address`, in the header, else in the body. */
function readError(body: string, headers: Headers): ErrorReply {
  const json = readJson(body) ?? {};
  const name = headers.get("x-amzn-errortype") || text(json["code"]) || text(json["__type"]);
  return {
    code: name?.split(":")[0]?.split("#").at(-1)?.trim(),
    message: text(json["message"]) ?? text(json["Message"]),
    requestId: headers.get("x-amzn-requestid") ?? undefined,
  };
}

/** The three unsigned operations of Amazon Cognito Identity 2014-06-30, over its JSON 1.1 protocol. */
export class CognitoIdentity {
  readonly #url: string;
  readonly #environment: Environment;

  constructor(url: string, environment: Environment) {
    this.#url = url;
    this.#environment = environment;
  }

  /** The identity of these logins, or a new guest's. */
  getId(
    input: {
      IdentityPoolId: string;
      AccountId?: string | undefined;
      Logins?: LoginTokens | undefined;
    },
    call: ServiceCall,
  ): Promise<string> {
    return this.#call("GetId", input, call, (reply) =>
      isIdentityId(reply["IdentityId"]) ? reply["IdentityId"] : undefined,
    );
  }

  /** Enhanced flow. The identity in the answer may be another than the one asked for. */
  getCredentialsForIdentity(
    input: {
      IdentityId: string;
      Logins?: LoginTokens | undefined;
      CustomRoleArn?: string | undefined;
    },
    call: ServiceCall,
  ): Promise<{ identityId: string; credentials: TemporaryCredentials }> {
    return this.#call("GetCredentialsForIdentity", input, call, (reply) => {
      const identityId = reply["IdentityId"] ?? input.IdentityId;
      const credentials = readTemporary(reply["Credentials"]);
      return isIdentityId(identityId) && credentials ? { identityId, credentials } : undefined;
    });
  }

  /** Basic flow. The token is STS's to read; the identity may be another than the one asked for. */
  getOpenIdToken(
    input: { IdentityId: string; Logins?: LoginTokens | undefined },
    call: ServiceCall,
  ): Promise<{ identityId: string; token: string }> {
    return this.#call("GetOpenIdToken", input, call, (reply) => {
      const identityId = reply["IdentityId"] ?? input.IdentityId;
      const token = text(reply["Token"]);
      return isIdentityId(identityId) && token ? { identityId, token } : undefined;
    });
  }

  #call<Result>(
    operation: string,
    input: { Logins?: LoginTokens | undefined },
    call: ServiceCall,
    read: (reply: Json) => Result | undefined,
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
        read: (body) => {
          const json = readJson(body);
          return json === undefined ? undefined : read(json);
        },
        readError,
      },
      this.#environment,
      call,
    );
  }
}

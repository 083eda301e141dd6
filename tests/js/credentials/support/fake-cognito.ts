import type { FakeTime } from "../../support/time.ts";

export const POOL = "eu-west-1:11111111-2222-3333-4444-555555555555";

export interface SentRequest {
  url: string;
  operation: string;
  body: Record<string, unknown>;
  init: RequestInit;
}

export type Responder = (request: SentRequest) => Response | Promise<Response> | undefined;

export function identityId(number: number): string {
  return `eu-west-1:99999999-0000-0000-0000-${String(number).padStart(12, "0")}`;
}

export function json(body: unknown, init: ResponseInit = {}): Response {
  return new Response(JSON.stringify(body), {
    ...init,
    headers: { "content-type": "application/x-amz-json-1.1", ...init.headers },
  });
}

export function failure(name: string, message = "No.", status = 400): Response {
  return json({ __type: name, message }, { status });
}

/**
 * A fake Cognito Identity. New identities are numbered; each set of credentials is new and lasts an hour. `intercept` can
 * return a response instead of the service.
 */
export class FakeCognito {
  readonly requests: SentRequest[] = [];
  intercept: Responder = () => undefined;
  lifetimeSeconds = 3600;
  /** Milliseconds by which the device's clock is ahead of the service's. */
  deviceAhead = 0;
  headers: Record<string, string> = {};
  readonly #time: FakeTime;
  #identities = 0;
  #issued = 0;

  constructor(time: FakeTime) {
    this.#time = time;
  }

  count(operation: string): number {
    return this.requests.filter((request) => request.operation === operation).length;
  }

  fetch: typeof fetch = async (input, init = {}) => {
    const headers = new Headers(init.headers);
    const target = headers.get("x-amz-target") ?? "";
    const request: SentRequest = {
      url: String(input),
      operation: target.replace("AWSCognitoIdentityService.", ""),
      body: JSON.parse(String(init.body)),
      init,
    };
    this.requests.push(request);
    return (await this.intercept(request)) ?? this.#respond(request);
  };

  #respond({ operation, body }: SentRequest): Response {
    const now = this.#time.instant - this.deviceAhead;
    switch (operation) {
      case "GetId":
        this.#identities += 1;
        return json({ IdentityId: identityId(this.#identities) }, { headers: this.headers });
      case "GetCredentialsForIdentity":
        this.#issued += 1;
        return json(
          {
            IdentityId: body["IdentityId"],
            Credentials: {
              AccessKeyId: `ASIA${String(this.#issued).padStart(16, "0")}`,
              SecretKey: `hush/secret+${this.#issued}`,
              SessionToken: `hush//session==${this.#issued}`,
              Expiration: now / 1000 + this.lifetimeSeconds,
            },
          },
          { headers: this.headers },
        );
      case "GetOpenIdToken":
        return json(
          { IdentityId: body["IdentityId"], Token: "eyJhushhush.eyJopenid.token" },
          { headers: this.headers },
        );
      default:
        return failure("UnknownOperationException");
    }
  }
}

/** A `Storage` in memory, which two tabs of one origin share. */
export class FakeStorage implements Pick<Storage, "getItem" | "setItem" | "removeItem"> {
  readonly entries = new Map<string, string>();

  getItem(key: string): string | null {
    return this.entries.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.entries.set(key, String(value));
  }

  removeItem(key: string): void {
    this.entries.delete(key);
  }
}

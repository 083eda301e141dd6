/** `AwsClient`, with the parameters of aws4fetch, for S3. */

import { type Credentials, S3, type S3Options, type SignUrlOptions } from "../index.ts";
import { HEADER_IN_SIGNED_QUERY, NOT_SIGNED_URL, ONLY_VALUE } from "../messages/aws.ts";
import { optionError } from "../option-error.ts";
import { readOptions } from "../options.ts";
import { sendWithRetries } from "./aws-retry.ts";

export interface AwsClientOptions {
  /** Access key id. */
  accessKeyId: string;
  /** Secret access key. */
  secretAccessKey: string;
  /**
   * Session token of temporary credentials.
   * @default none
   */
  sessionToken?: string;
  /**
   * Name of the service, `s3`. Any other is an error.
   * @default "s3"
   */
  service?: string;
  /**
   * AWS region.
   * @default the region in the URL; auto at Cloudflare R2; otherwise us-east-1
   */
  region?: string;
  /**
   * Retries of `fetch` after the status 429 and 500 to 599.
   * @default 10
   */
  retries?: number;
  /**
   * Milliseconds of the first back-off, with full jitter; doubled each time.
   * @default 50
   */
  initRetryMs?: number;
}

/** Options of one request. */
export interface AwsRequestInit extends RequestInit {
  /** Options of the signature. */
  aws?: {
    /** Name of the service, `s3`. Any other is an error. */
    service?: string;
    /** AWS region, instead of the client's. */
    region?: string;
    /**
     * True: presigns a link. `X-Amz-Expires` in the URL is its lifetime in seconds, by default 86,400. Otherwise the
     * signature, which is in the query too, lasts for 15 minutes.
     */
    signQuery?: boolean;
  };
}

const OPTIONS = [
  "accessKeyId",
  "secretAccessKey",
  "sessionToken",
  "service",
  "region",
  "retries",
  "initRetryMs",
];

/** Headers that aws4fetch does not sign. */
const UNSIGNED =
  /^(authorization|content-(type|length)|user-agent|presigned-expires|expect|x-amzn-trace-id|range|connection)$/;

/** The clients of one place. */
interface Clients {
  sender: S3;
  /** Returns the signed request, instead of sending it. */
  signer: S3;
}

interface Call extends Clients {
  url: string;
  options: RequestInit;
  signQuery: boolean | undefined;
}

/** A response that carries the signed request. */
type SignedResponse = Response & { request: Request };

/**
 * Signs and sends requests for S3 and compatible services, as `AwsClient` of aws4fetch does. The differences are in
 * docs/migrate/aws4fetch.md.
 *
 * Throws `InvalidOption` for an option that it cannot honour.
 */
export class AwsClient {
  /** @internal */
  static readonly name: string = "AwsClient";
  readonly #credentials: Credentials;
  readonly #region: string | undefined;
  readonly #retries: number;
  readonly #initRetryMs: number;
  /** By region and endpoint. */
  readonly #clients = new Map<string, Clients>();

  constructor(options: AwsClientOptions) {
    const read = readOptions(options ?? {}, OPTIONS) as unknown as AwsClientOptions;
    const { service, region, retries = 10, initRetryMs = 50, ...credentials } = read;
    checkService(service, "service");
    this.#credentials = credentials;
    this.#region = region;
    this.#retries = retries;
    this.#initRetryMs = initRetryMs;
  }

  /** Returns a signed request. Rejects with `InvalidUrl` if it is not for an object or a bucket of S3. */
  async sign(input: Request | URL | string, init?: AwsRequestInit | null): Promise<Request> {
    const { url, options, signQuery, signer } = this.#prepare(input, init);
    if (signQuery) return signLink(signer, url, input, options);
    const { request } = (await signer.fetch(input, options)) as SignedResponse;
    return signed(request);
  }

  /** Sends a signed request. Sends it again after the status 429 and 500 to 599, unless its body is a stream. */
  async fetch(input: Request | URL | string, init?: AwsRequestInit | null): Promise<Response> {
    const retries = init?.body instanceof ReadableStream ? 0 : this.#retries;
    return sendWithRetries(retries, this.#initRetryMs, async (isLast) => {
      const again = input instanceof Request && !isLast ? input.clone() : input;
      const { options, signQuery, sender } = this.#prepare(again, init);
      return signQuery ? fetch(await this.sign(again, init)) : sender.fetch(again, options);
    });
  }

  #prepare(input: Request | URL | string, init?: AwsRequestInit | null): Call {
    const { aws, ...options } = init ?? {};
    const read = readOptions(aws ?? {}, AWS_OPTIONS, "init.aws");
    const { region = this.#region, signQuery, service } = read as NonNullable<typeof aws>;
    checkService(service, "init.aws.service");
    // As in aws4fetch: fetch itself rejects a GET with a body.
    if (options.body) options.method ??= input instanceof Request ? input.method : "POST";
    const url = input instanceof Request ? input.url : String(input);
    const place = placeOf(url, region);
    const name = JSON.stringify(place);
    let clients = this.#clients.get(name);
    if (!clients) {
      const shared = { ...place, credentials: this.#credentials } as S3Options;
      clients = {
        sender: new S3({ ...shared, fetch: (url, init) => fetch(signed(new Request(url, init))) }),
        signer: new S3({ ...shared, fetch: async (url, init) => carry(new Request(url, init)) }),
      };
      this.#clients.set(name, clients);
    }
    return { url, options, signQuery, ...clients };
  }
}

/** Options of `AwsV4Signer`: the request, and the credentials. */
export interface AwsV4SignerOptions
  extends Omit<AwsClientOptions, "retries" | "initRetryMs">,
    Pick<RequestInit, "method" | "headers" | "body"> {
  /** URL of the request. */
  url: string | URL;
  /**
   * As in `AwsRequestInit`.
   * @default false
   */
  signQuery?: boolean;
}

const SIGNER_OPTIONS = [
  ...OPTIONS.filter((name) => !/retr/i.test(name)),
  "url",
  "method",
  "headers",
  "body",
  "signQuery",
];

/**
 * Signs one request for S3, as `AwsV4Signer` of aws4fetch does. The differences are those of `AwsClient`.
 *
 * Throws `InvalidOption` for an option that it cannot honour.
 */
export class AwsV4Signer {
  /** @internal */
  static readonly name: string = "AwsV4Signer";
  readonly #client: AwsClient;
  readonly #url: string;
  readonly #init: AwsRequestInit;

  constructor(options: AwsV4SignerOptions) {
    const read = readOptions(options ?? {}, SIGNER_OPTIONS) as unknown as AwsV4SignerOptions;
    const { url, method, headers, body, signQuery, ...client } = read;
    this.#client = new AwsClient(client);
    this.#url = String(url);
    this.#init = { method, headers, body, aws: { signQuery } } as AwsRequestInit;
  }

  /** Returns the parts of the signed request. Rejects as `AwsClient.sign` does. */
  async sign(): Promise<{
    method: string;
    url: URL;
    headers: Headers;
    body: RequestInit["body"];
  }> {
    const { method, url, headers } = await this.#client.sign(this.#url, this.#init);
    return { method, url: new URL(url), headers, body: this.#init.body };
  }
}

const AWS_OPTIONS = ["service", "region", "signQuery"];

function checkService(service: unknown, field: string): void {
  if ((service ?? "s3") !== "s3") throw optionError(ONLY_VALUE, field, { only: "s3" });
}

function carry(request: Request): Response {
  return Object.assign(new Response(), { request });
}

/** Throws if a request has no signature: `S3.fetch` sends the requests for other places as they are. */
function signed(request: Request): Request {
  if (/[?&]X-Amz-Signature=/.test(request.url)) return request;
  throw optionError(NOT_SIGNED_URL, "input");
}

async function signLink(
  signer: S3,
  text: string,
  input: Request | URL | string,
  init: RequestInit,
): Promise<Request> {
  const request = input instanceof Request ? new Request(input, init) : undefined;
  const headers = new Headers(init.headers ?? request?.headers);
  for (const [name] of headers) {
    if (!UNSIGNED.test(name)) throw optionError(HEADER_IN_SIGNED_QUERY, `init.headers.${name}`);
  }
  const method = init.method ?? request?.method ?? "GET";
  const url = new URL(text);
  const expiresIn = Number(url.searchParams.get("X-Amz-Expires") ?? 86_400);
  url.searchParams.delete("X-Amz-Expires");
  const presigner = await signer.presigner();
  try {
    const link = presigner.sign(url, {
      method,
      expiresIn,
      cacheWindow: 1,
    } as SignUrlOptions);
    return signed(new Request(link, request ?? init));
  } finally {
    presigner.free();
  }
}

/** Returns the place of a URL: a region of AWS, or another service by its origin. */
function placeOf(
  text: string,
  region: string | undefined,
): Pick<S3Options, "region"> & { endpoint?: string } {
  const { origin, hostname } = new URL(text);
  const aws =
    /(?:^|[.-])s3[.-](?:fips[.-])?(?:dualstack\.)?(?:([a-z\d-]+)\.)?amazonaws\.com(?:\.cn)?$/.exec(
      hostname,
    );
  if (aws) return { region: region ?? aws[1] ?? "us-east-1" };
  const b2 = /(?:^|\.)s3\.([^.]+)\.backblazeb2\.com$/.exec(hostname);
  const r2 = hostname.endsWith(".r2.cloudflarestorage.com");
  return { region: region ?? b2?.[1] ?? (r2 ? "auto" : "us-east-1"), endpoint: origin };
}

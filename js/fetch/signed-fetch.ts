import { abortable } from "../http/abortable.ts";
import { Attempt } from "../http/attempt.ts";
import { readText } from "../http/read-text.ts";
import { withoutSecrets } from "../http/redact.ts";
import type { RetryEnvironment } from "../http/retry.ts";
import { retryPolicy } from "../http/retry-policy.ts";
import { redactorOf, rejectionOf, s3Error } from "../http/s3-error.ts";
import { ERROR_LIMIT } from "../http/send.ts";
import { checkResponse } from "../http/send-by-fetch.ts";
import type { SignatureRejection } from "../http/signature-rejection.ts";
import type { ObjectUrl } from "../sign/object-url.ts";
import type { Method, PresignedUrl, PresignRequest } from "../types.ts";
import {
  type FetchArguments,
  type FetchRequest,
  readFetchRequest,
  urlOf,
} from "./fetch-request.ts";

/** The parts of a client that `fetch` uses. */
export interface FetchEnvironment extends RetryEnvironment {
  /** Presigns a request that is sent at once. */
  presign(request: PresignRequest, signal?: AbortSignal): Promise<PresignedUrl>;
  /** Parses the URL of a bucket or an object at the client's place. Undefined for any other URL. */
  parseObjectUrl(url: string): ObjectUrl | undefined;
  signature: "v4" | "v2";
}

/** Lifetime of a signature in seconds: S3 checks it at the start of a request, which is sent at once. */
const EXPIRES_IN = 900;

/** Seconds within which equal requests have equal URLs, so that the browser's cache finds their responses. */
const CACHE_WINDOW = 900;

/** Minimum time between checks of the clock and the credentials after a HEAD was rejected, in milliseconds. */
const HEAD_CHECK_INTERVAL = 5 * 60_000;

/** Headers that S3 requires to be signed. The signer rejects `Authorization`: S3 accepts one signature in a request. */
const SIGNED_HEADERS = {
  v4: /^x-amz-|^authorization$/,
  v2: /^x-amz-|^authorization$|^content-(?:type|md5)$/,
} as const;

/** A request that was sent, and its response. */
interface Exchange {
  signed: PresignedUrl;
  sentAt: number;
  response: Response;
}

/** Signs the requests for one place by their method, and sends all others as they are. */
export class SignedFetch {
  readonly #environment: FetchEnvironment;
  /** The latest check after a rejected HEAD, whose response has no reason. */
  #headCheck: { startedAt: number; endedAt: number; result: Promise<boolean> } | undefined;

  constructor(environment: FetchEnvironment) {
    this.#environment = environment;
  }

  /** Does what `fetch` of the Fetch standard does. */
  async fetch(...call: FetchArguments): Promise<Response> {
    const { parseObjectUrl, fetch } = this.#environment;
    const url = urlOf(call[0]);
    const place = url === undefined ? undefined : parseObjectUrl(url);
    if (place === undefined) return fetch(...call);
    const request = readFetchRequest(call);
    // A form has the signature of its policy, and S3 accepts one signature in a request.
    return request.isForm ? fetch(...call) : this.#send(place, request);
  }

  async #send(place: ObjectUrl, request: FetchRequest): Promise<Response> {
    const environment = this.#environment;
    const { method, headers, signal } = request;
    const { body, contentType, isRepeatable } = await request.copyBody(environment);
    if (contentType && !headers.has("content-type")) headers.set("content-type", contentType);
    const options: RequestInit = {
      ...request.options,
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    };
    const toSign = this.#toSign(place, method, headers);
    const first = await this.#exchange(toSign, options, signal);
    // After a stream too, so that the next request has the right time and new credentials.
    const canSucceed = await this.#canSignAgain(first, signal);
    if (!canSucceed || !isRepeatable) return first.response;
    first.response.body?.cancel().catch(() => {});
    const second = await this.#exchange(toSign, options, signal);
    return second.response;
  }

  #toSign({ bucket, key, query }: ObjectUrl, method: string, headers: Headers): PresignRequest {
    const pattern = SIGNED_HEADERS[this.#environment.signature];
    const signedHeaders = [...headers].filter(([name]) => pattern.test(name));
    const isRead = method === "GET" || method === "HEAD";
    return {
      bucket,
      method: method as Method,
      expiresIn: EXPIRES_IN,
      ...(key === undefined ? {} : { key }),
      ...(isRead ? { cacheWindow: CACHE_WINDOW } : {}),
      // Signing one key after another is faster without objects in the request.
      ...(Object.keys(query).length > 0 ? { query } : {}),
      ...(signedHeaders.length > 0 ? { headers: Object.fromEntries(signedHeaders) } : {}),
    };
  }

  async #exchange(
    toSign: PresignRequest,
    options: RequestInit,
    signal: AbortSignal | undefined,
  ): Promise<Exchange> {
    // A `fetch` of the browser must not be called as a method of another object.
    const { fetch, now } = this.#environment;
    const signed = await this.#environment.presign(toSign, signal);
    const sentAt = now();
    try {
      const response = await fetch(signed.url, options);
      checkResponse(response);
      return { signed, sentAt, response };
    } catch (error) {
      throw withoutSecrets(error, redactorOf({ signed }));
    }
  }

  /** Returns whether the request was rejected for its credentials or its date, and can succeed with a new signature. */
  async #canSignAgain(exchange: Exchange, signal: AbortSignal | undefined): Promise<boolean> {
    const { signed, sentAt, response } = exchange;
    if (response.status !== 400 && response.status !== 403) return false;
    if (signed.method === "HEAD") return abortable(this.#checkAfterHead(exchange), signal);
    const environment = this.#environment;
    const { status, headers } = response;
    const receivedAt = environment.now();
    const text = await this.#readCopy(response, signal);
    const error = s3Error({ status, headers, text, signed, sentAt, receivedAt });
    const rejection = rejectionOf(error);
    if (rejection === undefined) return false;
    return abortable(environment.onSignatureRejected(error, rejection, signal), signal);
  }

  /** Reads the start of a copy of the body, so that the body itself can still be read. */
  async #readCopy(response: Response, signal: AbortSignal | undefined): Promise<string> {
    const environment = this.#environment;
    const attempt = new Attempt(environment, 1, retryPolicy(environment.retry).stallTimeout);
    try {
      const text = readText(response.clone(), ERROR_LIMIT, attempt, () => attempt.markProgress());
      return await abortable(text, signal);
    } catch {
      signal?.throwIfAborted();
      // The caller sees the same failure if it reads the body.
      return "";
    } finally {
      attempt.cancel(undefined);
    }
  }

  /**
   * A response to HEAD has no reason: most often the object does not exist, and the credentials may not list the bucket.
   * Only the clock is checked therefore, and credentials whose expiry is unknown; not at every such response.
   */
  #checkAfterHead({ response, signed, sentAt }: Exchange): Promise<boolean> {
    const environment = this.#environment;
    const receivedAt = environment.now();
    const last = this.#headCheck;
    if (last && Math.abs(receivedAt - last.startedAt) < HEAD_CHECK_INTERVAL) {
      return sentAt <= last.endedAt ? last.result : Promise.resolve(false);
    }
    const { status, headers } = response;
    const rejection: SignatureRejection = {
      suspect: signed.limitedBy === "unknown" ? "either" : "clock",
      headers,
      signed,
      sentAt,
      receivedAt,
    };
    const error = s3Error({ status, headers, text: "", signed, sentAt, receivedAt });
    const result = environment.onSignatureRejected(error, rejection).finally(() => {
      check.endedAt = environment.now();
    });
    const check = { startedAt: receivedAt, endedAt: Number.POSITIVE_INFINITY, result };
    this.#headCheck = check;
    return result;
  }
}

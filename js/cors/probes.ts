import { ServiceError } from "../errors.ts";
import { isReachable, looksLikeCors } from "../http/cors.ts";
import type { HttpResponse } from "../http/http-message.ts";
import { send } from "../http/send.ts";
import { LONG_AGO } from "../http/service-time.ts";
import { transferError } from "../http/transfer-error.ts";
import { SERVICE_UNREACHABLE } from "../messages/transfers.ts";
import { signedHeaders } from "../transfer/arguments.ts";
import type { TransferControl } from "../transfer/control.ts";
import type { Method, PresignedUrl, PresignRequest } from "../types.ts";
import { HEADERS, type ProbedHeader } from "./uses.ts";

type Expiry = Pick<PresignRequest, "signingDate" | "expiresIn">;

const EXPIRED: Expiry = { signingDate: LONG_AGO, expiresIn: 1 };
const VALID: Expiry = { expiresIn: 60 };

/**
 * Sends requests that show whether CORS allows a method and a header, and that change nothing.
 *
 * Each is for a part of a multipart upload that does not exist, under a key that nobody uses, and its signature expired
 * long ago: the service rejects it, whichever of these it checks. A page can read that rejection only if CORS allows the
 * request. The key differs for each check, since browsers remember the results of preflights by URL.
 *
 * Some stores send no CORS headers with the rejection of a signature. If a valid GET shows that, the other probes are valid
 * too, and rejected for the upload that does not exist.
 */
export class Probes {
  readonly #control: TransferControl;
  readonly #bucket: string;
  readonly #key: string;
  readonly #results = new Map<string, Promise<boolean>>();
  #url = "";
  #hidesRejections: Promise<boolean> | undefined;

  constructor(control: TransferControl, bucket: string) {
    const { environment } = control;
    this.#control = control;
    this.#bucket = bucket;
    this.#key = `s3-signpost-cors-check/${environment.now()}${environment.random()}`;
  }

  /** Signs a probe, and returns its URL. */
  async url(): Promise<string> {
    this.#url = (await this.#sign(EXPIRED, "GET", undefined, this.#control.signal)).url;
    return this.#url;
  }

  /** Returns whether CORS allows the request. Equal requests are sent once. */
  allows(method: Method, header?: ProbedHeader): Promise<boolean> {
    const name = `${method} ${header}`;
    const result = this.#results.get(name) ?? this.#probe(method, header);
    this.#results.set(name, result);
    return result;
  }

  /** Returns whether CORS allows at least one request that was sent. */
  async allowsAny(): Promise<boolean> {
    return (await Promise.all(this.#results.values())).includes(true);
  }

  /**
   * Checks that a missing response is the fault of CORS.
   *
   * @throws {TransferError} `NetworkOrCors` if the service cannot be reached, `Stalled` if it does not respond
   */
  async checkReachable(): Promise<void> {
    if (!(await Promise.all(this.#results.values())).includes(false)) return;
    const attempt = await this.#control.begin(1);
    attempt.markProgress();
    try {
      const { environment } = this.#control;
      const reached = isReachable(environment, this.#url, attempt.signal);
      if (!(await attempt.race(reached))) throw transferError(SERVICE_UNREACHABLE, 1);
    } finally {
      this.#control.finish(attempt);
    }
  }

  /** Sends a valid GET, and returns what `read` returns for its response. */
  get<T>(
    request: Omit<PresignRequest, "method">,
    read: (response: HttpResponse) => Promise<T>,
  ): Promise<T> {
    const valid: PresignRequest = { ...request, bucket: this.#bucket, method: "GET" };
    return this.#send((signal) => this.#control.environment.signer.presign(valid, signal), read);
  }

  async #probe(method: Method, header?: ProbedHeader): Promise<boolean> {
    if (await this.#isReadable(EXPIRED, method, header)) return true;
    this.#hidesRejections ??= this.#canReadOnlyValid();
    // A single failure can also be one of the network.
    return this.#isReadable((await this.#hidesRejections) ? VALID : EXPIRED, method, header);
  }

  async #canReadOnlyValid(): Promise<boolean> {
    return !(await this.#isReadable(EXPIRED, "GET")) && this.#isReadable(VALID, "GET");
  }

  async #isReadable(expiry: Expiry, method: Method, header?: ProbedHeader): Promise<boolean> {
    try {
      return await this.#send(
        (signal) => this.#sign(expiry, method, header, signal),
        async ({ body }) => {
          body?.cancel().catch(() => {});
          return true;
        },
      );
    } catch (error) {
      this.#control.signal.throwIfAborted();
      if (error instanceof ServiceError && error.service === "s3") return true;
      if (looksLikeCors(error)) return false;
      throw error;
    }
  }

  #sign(
    expiry: Expiry,
    method: Method,
    header: ProbedHeader | undefined,
    signal: AbortSignal,
  ): Promise<PresignedUrl> {
    return this.#control.environment.signer.presign(
      {
        bucket: this.#bucket,
        key: this.#key,
        method,
        query: { uploadId: "none", ...(method === "PUT" ? { partNumber: "1" } : {}) },
        ...signedHeaders(header ? { [header]: HEADERS[header] } : {}),
        ...expiry,
      },
      signal,
    );
  }

  async #send<T>(
    sign: (signal: AbortSignal) => Promise<PresignedUrl>,
    read: (response: HttpResponse) => Promise<T>,
  ): Promise<T> {
    const attempt = await this.#control.begin(1);
    try {
      const signed = await attempt.race(sign(attempt.signal));
      const { method, url, headers } = signed;
      const request = { method, url, headers, signed };
      const response = await attempt.race(send(this.#control.environment, request, attempt));
      return await attempt.race(read(response));
    } finally {
      this.#control.finish(attempt);
    }
  }
}

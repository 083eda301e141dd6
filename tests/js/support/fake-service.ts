import type { ServiceError } from "../../../js/errors.ts";
import type { SignatureRejection } from "../../../js/http/signature-rejection.ts";
import { BucketMemory } from "../../../js/transfer/bucket-memory.ts";
import type { TransferEnvironment } from "../../../js/transfer/environment.ts";
import type { PostRequest, PresignRequest, RetryOptions } from "../../../js/types.ts";
import { type FakeXhr, fakeXhrClass } from "./fake-xhr.ts";
import { FakeTime } from "./time.ts";

/** A request that the service received. */
export interface SeenRequest {
  method: string;
  url: string;
  headers: Headers;
  body: unknown;
  signal: AbortSignal;
  init: RequestInit;
}

export type Responder = (request: SeenRequest) => Response | Promise<Response>;

export interface FakeService {
  time: FakeTime;
  environment: TransferEnvironment;
  /** Responses in order; the last one is for all further requests. */
  responses: Responder[];
  requests: SeenRequest[];
  xhrs: FakeXhr[];
  signed: PresignRequest[];
  forms: PostRequest[];
  /** Calls of `onSignatureRejected`. */
  rejections: { error: ServiceError; rejection: SignatureRejection }[];
  /** Result of `onSignatureRejected`. */
  canSignAgain: boolean;
  online: boolean;
  goOnline(): void;
}

export const BUCKET = "photos";
/** Part of every signed URL. No error may show it. */
export const SIGNATURE = "5ecre75ecre7";

/** Returns a service, a signer and a host that the test controls. */
export function fakeService(
  options: { xhr?: boolean; origin?: string; retry?: RetryOptions } = {},
): FakeService {
  const time = new FakeTime();
  let runOnline: (() => void) | undefined;
  const service: FakeService = {
    time,
    responses: [],
    requests: [],
    xhrs: [],
    signed: [],
    forms: [],
    rejections: [],
    canSignAgain: true,
    online: true,
    goOnline() {
      service.online = true;
      runOnline?.();
    },
    environment: {
      bucket: BUCKET,
      now: time.now,
      random: time.random,
      setTimeout: time.setTimeout,
      clearTimeout: time.clearTimeout,
      isOnline: () => service.online,
      onceOnline: (run) => {
        runOnline = run;
        return () => {
          runOnline = undefined;
        };
      },
      bucketMemory: new BucketMemory(),
      fetch: async (input, init = {}) => {
        const request: SeenRequest = {
          method: init.method ?? "GET",
          url: String(input),
          headers: new Headers(init.headers),
          body: init.body,
          signal: init.signal as AbortSignal,
          init,
        };
        service.requests.push(request);
        const respond =
          service.responses.length > 1 ? service.responses.shift() : service.responses[0];
        if (!respond) throw new Error("The test has no response to this request");
        return untilAborted(Promise.resolve(respond(request)), request.signal);
      },
      signer: {
        async presign(request) {
          service.signed.push(request);
          const count = service.signed.length;
          const bucket = request.bucket ?? "";
          return {
            url: `https://${bucket}.example/${encodeURI(request.key ?? "")}?n=${count}&X-Amz-Signature=${SIGNATURE}`,
            method: request.method ?? "GET",
            headers: { ...request.headers },
            expiresAt: new Date(time.instant + 3_600_000),
            limitedBy: "request",
          };
        },
        async presignPost(request) {
          service.forms.push(request);
          const fields = {
            key: request.key ?? "",
            ...request.fields,
            "x-amz-signature": SIGNATURE,
          };
          return {
            url: `https://${request.bucket}.example/`,
            fields,
            expiresAt: new Date(time.instant + 3_600_000),
            limitedBy: "request",
            toFormData(file, named) {
              const form = new FormData();
              for (const [name, value] of Object.entries(fields)) form.append(name, value);
              form.append("file", file, named?.filename);
              return form;
            },
          };
        },
      },
      async onSignatureRejected(error, rejection) {
        service.rejections.push({ error, rejection });
        return service.canSignAgain;
      },
    },
  };
  if (options.xhr) service.environment.XMLHttpRequest = fakeXhrClass(service.xhrs);
  if (options.origin) service.environment.origin = options.origin;
  if (options.retry) service.environment.retry = options.retry;
  return service;
}

/** Rejects with the signal's reason once it is aborted, as fetch does. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason));
    promise.then(resolve, reject);
  });
}

/** Responds with an object in these chunks. `headers` may override its headers. */
export function objectResponse(
  chunks: string[],
  headers: Record<string, string> = {},
  status = 200,
): Responder {
  return () => {
    const bytes = chunks.map((chunk) => new TextEncoder().encode(chunk));
    const length = bytes.reduce((sum, chunk) => sum + chunk.length, 0);
    return new Response(streamOf(bytes), {
      status,
      headers: { "content-length": String(length), etag: '"e1"', ...headers },
    });
  };
}

/** Responds with these chunks, and then loses the connection. */
export function interruptedResponse(
  chunks: string[],
  headers: Record<string, string>,
  status = 200,
): Responder {
  return () => {
    const bytes = chunks.map((chunk) => new TextEncoder().encode(chunk));
    return new Response(streamOf(bytes, new TypeError("network error")), { status, headers });
  };
}

/** Responds with these chunks, and then sends nothing more. */
export function stalledResponse(chunks: string[], headers: Record<string, string>): Responder {
  return () => {
    const bytes = chunks.map((chunk) => new TextEncoder().encode(chunk));
    return new Response(streamOf(bytes, "stall"), { headers });
  };
}

export function errorResponse(
  status: number,
  code: string,
  message = "",
  more = "",
  headers: Record<string, string> = {},
): Responder {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message>${more}<RequestId>R1</RequestId></Error>`;
  return () => new Response(text, { status, headers });
}

export function networkFailure(): Responder {
  return () => {
    throw new TypeError("fetch failed");
  };
}

function streamOf(chunks: Uint8Array[], ending: Error | "close" | "stall" = "close") {
  let next = 0;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = chunks[next];
        next += 1;
        if (chunk) controller.enqueue(chunk);
        else if (ending instanceof Error) controller.error(ending);
        else if (ending === "close") controller.close();
        else return new Promise<void>(() => {});
      },
    },
    { highWaterMark: 0 },
  );
}

/** Returns all texts of an error that a log may show. */
export function printedText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return [error.stack, JSON.stringify(error), error.cause ? printedText(error.cause) : ""].join(
    "\n",
  );
}

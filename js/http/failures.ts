import { CredentialsError, TransferError } from "../errors.ts";
import type { Method } from "../types.ts";
import type { Host } from "./host.ts";
import { isMixedContent, MIXED_CONTENT_HINT } from "./mixed-content.ts";
import { Redactor } from "./redact.ts";

/** The `TransferError`s of this layer. `attempts` is the number of the try that failed. */

export function stalled(attempts: number): TransferError {
  return new TransferError("Stalled", "The transfer stopped moving and was cut.", {
    attempts,
    hint: "The connection is too slow or gone; try again on a better one, or raise `retry.stallTimeout`.",
  });
}

export function interrupted(
  attempts: number,
  cause?: unknown,
  redactor = new Redactor(),
): TransferError {
  return new TransferError("Interrupted", "The connection broke in the middle of the transfer.", {
    attempts,
    cause: redactor.cause(cause),
    hint: "Try again on a better connection.",
  });
}

export function objectChanged(attempts: number): TransferError {
  return new TransferError("ObjectChanged", "The object was replaced while it was being read.", {
    attempts,
    hint: "Download it again from the start.",
  });
}

/** The reply to a resumed download may be of another object. */
export function unprovenRest(attempts: number): TransferError {
  return new TransferError(
    "Interrupted",
    "The download cannot continue: the reply does not prove that it is still the same object.",
    {
      attempts,
      hint: "The first reply had an `ETag` or a `Last-Modified` that this one lacks. Check caches and proxies before the service.",
    },
  );
}

const NOT_CONTINUABLE = {
  compressed: "its body is compressed on the way, so that no position in it can be asked for.",
  unmarked:
    "the replies show no strong ETag and no Last-Modified. In a page, add `ETag` to the bucket's `ExposeHeaders`.",
};

/** A download that was cut or paused midway, and whose first bytes are gone for good. */
export function notContinuable(
  why: keyof typeof NOT_CONTINUABLE,
  error: unknown,
  attempts: number,
): TransferError {
  const hint = `It cannot go on from the middle: ${NOT_CONTINUABLE[why]} With \`to: "blob"\` it starts again by itself.`;
  return error instanceof TransferError
    ? new TransferError(error.code, error.message, { attempts, cause: error.cause, hint })
    : new TransferError("Interrupted", "The download was paused and cannot continue.", {
        attempts,
        hint,
      });
}

/** A reply that cannot be the object, or not the bytes of it that were asked for. */
export function unreadableObject(what: string, attempts: number, hint?: string): TransferError {
  return new TransferError("UnreadableReply", `The service answered with ${what}.`, {
    attempts,
    hint: hint ?? "Check `endpoint`, and caches and proxies before the service.",
  });
}

export function checksumMismatch(algorithm: string, attempts: number): TransferError {
  return new TransferError(
    "ChecksumMismatch",
    `Checksum mismatch: the ${algorithm} of the transferred bytes is not the object's.`,
    {
      attempts,
      hint: "Transfer it again. If that ends the same way, a proxy changes the bytes, or the object is damaged.",
    },
  );
}

export function checksumUnavailable(attempts: number): TransferError {
  return new TransferError(
    "ChecksumUnavailable",
    "The bytes cannot be verified: no checksum came with them.",
    {
      attempts,
      hint: "The object may have none, its body may be compressed on the way, or CORS hides it: add its header, such as `x-amz-checksum-crc64nvme`, to the bucket's `ExposeHeaders`.",
    },
  );
}

/** A listing whose next page is the one that was just read would never end. */
export function endlessListing(): TransferError {
  return new TransferError(
    "UnreadableReply",
    "The listing does not end: the service names the same page as the next one.",
    {
      attempts: 1,
      hint: "Check `endpoint`: the service, or a cache before it, does not follow the listing's pages.",
    },
  );
}

/**
 * A reply with a status of success that the service did not write, or that was cut.
 *
 * @param got what came instead, as the object of "got"
 */
export function unreadableReply(attempts: number, got: string): TransferError {
  return new TransferError(
    "UnreadableReply",
    `The reply does not confirm the request; got ${got}.`,
    {
      attempts,
      hint: "Check `endpoint`: a proxy or a login page may answer in the service's place. `head` tells whether the object is stored.",
    },
  );
}

/** Marks a failure whose request is worth sending again. */
export function repeatable(error: TransferError): TransferError {
  repeatables.add(error);
  return error;
}

/** Whether the same request, sent again, may get a reply that can be read. */
export function isRepeatable(error: TransferError): boolean {
  return repeatables.has(error);
}

const repeatables = new WeakSet<TransferError>();

/** S3 refused a request of an upload in parts that other credentials began. */
export function identityChanged(cause: unknown): CredentialsError {
  return new CredentialsError(
    "IdentityChanged",
    "The credentials belong to another identity than the one that began the multipart upload.",
    {
      cause,
      hint: "Upload again. An upload with `resumable` goes on if the earlier identity signs in again.",
    },
  );
}

/** What is to be sent is a file that was changed, moved or unplugged: a browser tells no more than of a broken network. */
export function bodyUnreadable(attempts: number, cause: unknown): TransferError {
  return new TransferError("BodyUnreadable", "The file changed, or it is no longer there.", {
    attempts,
    cause: new Redactor().cause(cause),
    hint: "Choose the file again, and start a new upload.",
  });
}

/**
 * A request that got no reply at all. What a page is told about it is little: see `corsBlocked`.
 *
 * `bodyLeft` says that all of a body had been sent: its preflight was then allowed, if it needed one.
 */
export function unanswered(
  host: Host,
  request: { method: Method; url: string },
  attempts: number,
  details: { cause?: unknown; bodyLeft?: boolean; redactor?: Redactor } = {},
): TransferError {
  const cause = (details.redactor ?? new Redactor()).cause(details.cause);
  if (isMixedContent(host.origin, request.url)) {
    return new TransferError(
      "MixedContent",
      "The browser blocks requests from an https page to an http address.",
      { attempts, cause, hint: MIXED_CONTENT_HINT },
    );
  }
  const error = unansweredWords(host, request.method, { attempts, cause });
  if (host.origin !== undefined && !details.bodyLeft) unansweredRequests.set(error, request);
  return error;
}

/** Whether it looks as a request looks in a page that CORS rules stopped at the outset. */
export function looksLikeCors(error: unknown): boolean {
  return error instanceof TransferError && unansweredRequests.has(error);
}

/**
 * The error said with certainty, where the service can be reached and yet a page gets no reply: then it
 * is CORS that stands between. Undefined where it may be the network.
 */
export async function corsBlocked(
  host: Host,
  error: unknown,
  signal: AbortSignal,
): Promise<TransferError | undefined> {
  if (!(error instanceof TransferError) || host.origin === undefined) return undefined;
  const request = unansweredRequests.get(error);
  if (!request || !(await isReachable(host, request.url, signal))) return undefined;
  return new TransferError(
    "CorsBlocked",
    "The service can be reached, but the bucket's CORS rules do not allow this request from this page.",
    {
      attempts: error.attempts,
      cause: error.cause,
      hint: `The bucket needs the CORS rule ${corsRule(host.origin, request.method)}.`,
    },
  );
}

export function isCorsBlocked(error: unknown): boolean {
  return error instanceof TransferError && error.code === "CorsBlocked";
}

const unansweredRequests = new WeakMap<TransferError, { method: Method; url: string }>();

function unansweredWords(
  host: Host,
  method: Method,
  details: { attempts: number; cause: unknown },
): TransferError {
  if (!host.isOnline()) {
    return new TransferError("Offline", "This device has no network.", {
      ...details,
      hint: "Try again once the network is back.",
    });
  }
  if (host.origin === undefined) {
    return new TransferError("NetworkOrCors", "The service could not be reached.", {
      ...details,
      hint: "Check `endpoint` and `region`, and the network.",
    });
  }
  return new TransferError(
    "NetworkOrCors",
    "No response reached the page: the network failed, or the bucket's CORS rules do not allow this request.",
    {
      ...details,
      hint: `If the network works, the bucket needs the CORS rule ${corsRule(host.origin, method)}.`,
    },
  );
}

/** A request outside of CORS gets a reply that a page may not look at, but gets it. */
async function isReachable(host: Host, url: string, signal: AbortSignal): Promise<boolean> {
  const { fetch } = host;
  try {
    // To the host's root: no signature has to travel for this.
    const address = new URL("/", url).href;
    const mode = "no-cors";
    await fetch(address, { method: "HEAD", mode, credentials: "omit", cache: "no-store", signal });
    return true;
  } catch {
    return false;
  }
}

/** The rule as `PutBucketCors` and the S3 console take it. */
function corsRule(origin: string, method: Method): string {
  return JSON.stringify({
    AllowedOrigins: [origin],
    AllowedMethods: [method],
    AllowedHeaders: ["*"],
    ExposeHeaders: ["ETag", "Content-Range", "x-amz-version-id", "x-amz-checksum-crc64nvme"],
  });
}

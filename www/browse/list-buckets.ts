import { S3, ServiceError, TransferError } from "s3-signpost";
import { account } from "../account/account.ts";
import { orOffline } from "../parts/offline.ts";
import { words } from "../words.ts";

/** Milliseconds until a request without a complete response is given up. */
const TIMEOUT = 20_000;

/** Maximum number of bytes of a response. 10,000 buckets, the maximum of an account, have about 1.5 MB. */
const MAX_BYTES = 5_000_000;

const { buckets: bucketWords } = words.browse;

/**
 * Returns the names of the buckets that the credentials own.
 *
 * @throws {ServiceError} with the code of the service
 * @throws {TransferError} `NetworkOrCors` if there is no readable response, `UnreadableReply` if it is no list of buckets
 */
export async function listBuckets(): Promise<string[]> {
  // A request without bucket and key is to the service itself: ListBuckets.
  const { bucket: _, ...location } = account.location;
  const s3 = new S3({ ...location, credentials: account.credentials });
  const { url } = await s3.presign({ expiresIn: 60 });
  const { status, document } = await fetchXml(url);
  const root = document?.documentElement;
  if (status !== 200 || root?.localName === "Error") {
    const code = root?.querySelector(":scope > Code")?.textContent || String(status);
    throw new ServiceError(code, bucketWords.refused(code), {
      service: "s3",
      status,
      retryable: false,
      hint: bucketWords.refusedHint,
    });
  }
  if (root?.localName !== "ListAllMyBucketsResult") {
    throw failure("UnreadableReply", bucketWords.unreadable, bucketWords.unreadableHint);
  }
  const names = root.querySelectorAll("Buckets > Bucket > Name");
  return Array.from(names, ({ textContent }) => textContent ?? "");
}

/** Sends a GET. XMLHttpRequest parses XML itself; Trusted Types would forbid a `DOMParser`. */
function fetchXml(url: string): Promise<{ status: number; document: Document | null }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", url);
    request.responseType = "document";
    request.overrideMimeType("application/xml");
    request.timeout = TIMEOUT;
    const fail = () =>
      reject(orOffline(failure("NetworkOrCors", bucketWords.unread, bucketWords.unreadHint)));
    request.addEventListener("progress", ({ loaded }) => {
      if (loaded <= MAX_BYTES) return;
      request.abort();
      reject(failure("UnreadableReply", bucketWords.unreadable, bucketWords.unreadableHint));
    });
    request.addEventListener("load", () =>
      resolve({ status: request.status, document: request.responseXML }),
    );
    request.addEventListener("error", fail);
    request.addEventListener("timeout", fail);
    request.send();
  });
}

function failure(
  code: "NetworkOrCors" | "UnreadableReply",
  message: string,
  hint: string,
): TransferError {
  return new TransferError(code, message, { attempts: 1, hint });
}

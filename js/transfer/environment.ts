import type { ServiceError } from "../errors.ts";
import type { RetryOptions } from "../http/retry.ts";
import type { PostRequest, PresignedPost, PresignedUrl, PresignRequest } from "../types.ts";
import type { UploadStorage } from "../upload/upload-memory.ts";

/**
 * Signs each attempt anew, so that no attempt goes out with a stale signature. Signing may wait for credentials:
 * `signal` ends that wait.
 */
export interface Signer {
  presign(request: PresignRequest, signal?: AbortSignal): Promise<PresignedUrl>;
  /** A form to be sent; nobody prints it here. */
  presignPost(
    request: PostRequest,
    signal?: AbortSignal,
  ): Promise<Omit<PresignedPost, "toCurl" | "toHtml">>;
  /** An opaque name of who signed what `presign` returned; undefined if it cannot be told. */
  identity?(signed: object): string | undefined;
}

/** What S3's `<Error>` document says; absent is what it leaves out. */
export interface ErrorReply {
  code?: string;
  message?: string;
  requestId?: string;
  /** `<ServerTime>` of `RequestTimeTooSkewed` and of `Request has expired`, as sent (ISO 8601). */
  serverTime?: string;
  /** `<Region>`: where the bucket is, when the request was signed for another region. */
  region?: string;
  /** `<HeadersNotSigned>`: names of headers that were sent and that the signature does not cover. */
  headersNotSigned?: string;
  /** `<Endpoint>` of `PermanentRedirect`: the host to use instead. */
  endpoint?: string;
}

/** What the `<PostResponse>` document of a form POST answered with 201 says. */
export interface PostReply {
  /** With its quotes, as S3 sends it. */
  etag?: string;
}

/** What the `<InitiateMultipartUploadResult>` document says. */
export interface InitiatedUpload {
  uploadId?: string;
}

/** What the `<CompleteMultipartUploadResult>` document says. */
export interface CompletedUpload extends Partial<Record<ChecksumAlgorithm, string>> {
  /** With its quotes. */
  etag?: string;
}

/** What a `<ListBucketResult>` document of ListObjectsV2 says, keys as they are written there. */
export interface Listing {
  contents: { key: string; size: number; etag?: string; lastModified?: string }[];
  commonPrefixes: string[];
  /** `url` where keys and prefixes are encoded. */
  encodingType?: string;
  /** Absent on the last page. */
  nextContinuationToken?: string;
}

/** A part that the service has, as ListParts names it. */
export interface StoredPart {
  number: number;
  size: number;
  /** With its quotes. */
  etag: string;
  /** In base64, where it was sent with one. */
  checksum?: string;
}

/** What a `<ListPartsResult>` document says. */
export interface PartListing {
  parts: StoredPart[];
  /** Absent on the last page. */
  nextPartNumberMarker?: number;
}

/** Reads S3's XML documents; entities such as `&quot;` come out as the characters they stand for. */
export interface XmlReader {
  /** Text that is no error document gives an empty object. */
  readError(xml: string): ErrorReply;
  /** Undefined if the text is no such document, or was cut. */
  readPostResponse(xml: string): PostReply | undefined;
  /** Text that is no such document gives an empty object. */
  readInitiatedUpload(xml: string): InitiatedUpload;
  /** Undefined if the text is no such document, or was cut. */
  readCompletedUpload(xml: string): CompletedUpload | undefined;
  /** Throws where the text is no such document, or was cut. */
  readPartListing(xml: string): PartListing;
}

/** Reads what `list` needs besides. */
export interface ListingReader {
  /** Throws where the text is no such document, or was cut. */
  readListing(xml: string): Listing;
}

/** As in `x-amz-checksum-*`, in the words of the AWS SDK. */
export type ChecksumAlgorithm = "CRC32" | "CRC32C" | "CRC64NVME" | "SHA1" | "SHA256";

/** A checksum of bytes that come one chunk after another. */
export interface RunningChecksum {
  update(bytes: Uint8Array): void;
  /** The value, highest byte first. Ends it. */
  digest(): Uint8Array;
  /** Ends it without a value. */
  free(): void;
}

/** What sums bytes. Its answers are undefined where the engine cannot run it. */
export interface Checksums {
  available(): boolean;
  begin(algorithm: ChecksumAlgorithm): RunningChecksum | undefined;
  /** Of bytes that are all there. */
  digest(
    algorithm: ChecksumAlgorithm,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<Uint8Array | undefined>;
  /** The CRC of two runs of bytes together, of which the second has so many; undefined for other algorithms. */
  combine(
    algorithm: ChecksumAlgorithm,
    first: Uint8Array,
    second: Uint8Array,
    length: number,
  ): Uint8Array | undefined;
}

/** What is known about a reply that refused a signature: enough to set a clock by. */
export interface Refusal {
  /** What the service's words point at: the credentials, the clock, or either of them. */
  suspect: "credentials" | "clock" | "either";
  /** Of the reply, as far as CORS lets the page see them: `date`, `age`. */
  headers: Headers;
  /** The service's clock as its error document states it (ISO 8601). */
  serverTime?: string;
  /** What the signer made for the request. */
  signed: object;
  /** When the last of the request had left, by our clock, uncorrected, in epoch milliseconds. */
  sentAt: number;
  /** When the reply's headers came. */
  receivedAt: number;
}

/** What the machine underneath gives: the network, the clock, timers and chance. */
export interface Host {
  fetch: typeof fetch;
  /** Sends uploads with progress. Absent outside pages and workers: then uploads go by `fetch`. */
  XMLHttpRequest?: new () => XMLHttpRequest;
  /** Whether `fetch` sends a stream under a `Content-Length` of its own, so that an upload can be counted. */
  streamsUploads?: boolean;
  /** The page's origin, for words about CORS. Absent where there is no CORS. */
  origin?: string;
  /** Epoch milliseconds. */
  now(): number;
  /** From 0 up to, not including, 1. */
  random(): number;
  setTimeout(run: () => void, milliseconds: number): unknown;
  clearTimeout(timer: unknown): void;
  /** False only where the machine knows that it has no network. */
  isOnline(): boolean;
  /** Calls once when the network is back; what it returns takes the call back. */
  onceOnline(run: () => void): () => void;
}

/** All that a transfer needs from outside: it imports no signer, no credentials and no XML reader. */
export interface TransferEnvironment extends Host {
  signer: Signer;
  /** Default bucket. */
  bucket: string | undefined;
  xml: XmlReader;
  /** Absent: no bytes are checked. */
  checksums?: Checksums;
  retry?: RetryOptions;
  /** Where resumable uploads are remembered. */
  storage?: UploadStorage | undefined;
  /**
   * Told that S3 refused a signature for its credentials or its date. Gets fresh credentials or corrects
   * the clock; true when a request signed anew can succeed. `refusal.signed` tells whether that has
   * happened since, so that parts refused side by side cause one refresh. Rejects with the signal's reason
   * once `signal` is aborted.
   */
  refused(error: ServiceError, refusal: Refusal, signal: AbortSignal): Promise<boolean>;
}

/**
 * The host this code runs on: a page, a worker, or Node. With a `fetch` of the caller's everything goes by
 * that, uploads too, with nothing but what any `fetch` takes.
 */
export function currentHost(ownFetch?: typeof fetch): Host {
  const scope = globalThis as typeof globalThis & {
    XMLHttpRequest?: new () => XMLHttpRequest;
    process?: { versions?: { node?: string; bun?: string } };
    navigator?: { onLine?: boolean };
    location?: { origin?: string };
  };
  const host: Host = {
    fetch: ownFetch ?? ((input, init) => scope.fetch(input, init)),
    now: () => Date.now(),
    random: () => Math.random(),
    setTimeout: (run, milliseconds) => scope.setTimeout(run, milliseconds),
    clearTimeout: (timer) => scope.clearTimeout(timer as number),
    isOnline: () => scope.navigator?.onLine !== false,
    onceOnline: (run) => {
      if (typeof scope.addEventListener !== "function") return () => {};
      scope.addEventListener("online", run, { once: true });
      return () => scope.removeEventListener("online", run);
    },
  };
  const { node, bun } = scope.process?.versions ?? {};
  if (!ownFetch && scope.XMLHttpRequest) host.XMLHttpRequest = scope.XMLHttpRequest;
  else if (!ownFetch && node && !bun) host.streamsUploads = true;
  if (scope.location?.origin) host.origin = scope.location.origin;
  return host;
}

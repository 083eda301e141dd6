import type { Checksums } from "../checksum/checksum.ts";
import type { ServiceError } from "../errors.ts";
import type { Host } from "../http/host.ts";
import type { XmlReader } from "../s3-documents.ts";
import type {
  PostRequest,
  PresignedPost,
  PresignedUrl,
  PresignRequest,
  RetryOptions,
  UploadStorage,
} from "../types.ts";

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

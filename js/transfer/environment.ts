import type { Checksums } from "../checksum/checksum.ts";
import type { RetryEnvironment } from "../http/retry.ts";
import type { XmlReader } from "../s3-documents.ts";
import type {
  PostRequest,
  PresignedPost,
  PresignedUrl,
  PresignRequest,
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

/** All that a transfer needs from outside: it imports no signer, no credentials and no XML reader. */
export interface TransferEnvironment extends RetryEnvironment {
  signer: Signer;
  /** Default bucket. */
  bucket: string | undefined;
  xml: XmlReader;
  /** Absent: no bytes are checked. */
  checksums?: Checksums;
  /** Where resumable uploads are remembered. */
  storage?: UploadStorage | undefined;
}

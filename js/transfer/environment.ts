import type { Checksums } from "../checksum/checksum.ts";
import type { RetryEnvironment } from "../http/retry.ts";
import type {
  PostRequest,
  PresignedPost,
  PresignedUrl,
  PresignRequest,
  UploadStorage,
} from "../types.ts";
import type { BucketMemory } from "./bucket-memory.ts";

/**
 * Signs requests. Every attempt is signed again, so that no signature has expired when it is sent. Signing may wait for
 * credentials; aborting `signal` ends that wait.
 */
export interface Signer {
  presign(request: PresignRequest, signal?: AbortSignal): Promise<PresignedUrl>;
  presignPost(
    request: PostRequest,
    signal?: AbortSignal,
  ): Promise<Omit<PresignedPost, "toCurl" | "toHtml">>;
  /** Whether a signature can cover the size of a body. Default true; false for Signature V2. */
  readonly signsSize?: boolean;
  /** Returns an opaque name of the identity that signed a result of `presign`; undefined if unknown. */
  identity?(signed: object): string | undefined;
}

/** The parts of a client that transfers use: its host, retries, signer, and memory. */
export interface TransferEnvironment extends RetryEnvironment {
  signer: Signer;
  /** Default bucket. */
  bucket: string | undefined;
  bucketMemory: BucketMemory;
  /** Returns a promise to wait for before a transfer starts; undefined if it can start at once. */
  ready?(): Promise<void> | undefined;
  /** Without it, no checksum is computed. */
  checksums?: Checksums;
  /** Stores the ids of resumable uploads. */
  storage?: UploadStorage | undefined;
}

/** Returns the environment for a request that helps a transfer, but is not worth a retry. */
export function once(environment: TransferEnvironment): TransferEnvironment {
  return { ...environment, retry: { ...environment.retry, attempts: 1 } };
}

/** Options and progress of all transfers. */

/** Retries of each request, and of each part of a multipart upload. */
export interface RetryOptions {
  /**
   * Failed attempts in a row, without progress, after which the transfer fails; 1 for no retry.
   * @default 5
   */
  attempts?: number;
  /**
   * Back-off before the second attempt, in milliseconds; doubled for each further attempt, with full jitter.
   * @default 300
   */
  baseDelay?: number;
  /**
   * Maximum back-off in milliseconds.
   * @default 20_000
   */
  maxDelay?: number;
  /**
   * Milliseconds without progress after which an attempt is cancelled and retried.
   * @default 30_000
   */
  stallTimeout?: number;
}

/** Checksum algorithms of S3, spelled as in the AWS SDK and in the headers `x-amz-checksum-*`. */
export type ChecksumAlgorithm = "CRC32" | "CRC32C" | "CRC64NVME" | "SHA1" | "SHA256";

/** The checksum that S3 stores with an object. */
export interface ObjectChecksum {
  /** Algorithm of the checksum. */
  algorithm: ChecksumAlgorithm;
  /** Base64. A value that ends in `-3` is a composite checksum, of the checksums of 3 parts. */
  value: string;
}

/** Progress of a transfer. */
export interface Progress {
  /** Bytes of the object transferred, without the form around them. Equals `total` only if `phase` is `done`. */
  loaded: number;
  /**
   * Size in bytes. An upload and a download of a range with an `end` report it from the start, other downloads from the
   * first response. Absent if the service compresses the body.
   */
  total?: number;
  /** Average of the last 5 seconds; 0 while paused or waiting. */
  bytesPerSecond: number;
  /** Estimated seconds left; absent if the speed or `total` is unknown. */
  eta?: number;
  /** Number of the attempt, from 1. Increases whenever bytes are sent or fetched again, so whenever `loaded` decreases. */
  attempt: number;
  /**
   * `waiting`: the transfer waits for what `waitingFor` names. A paused transfer keeps the phase in which it was paused.
   */
  phase: "signing" | "waiting" | "transfer" | "verifying" | "done";
  /**
   * Present in the phase `waiting`. `network`: the device is offline. `service`: S3 throttles, or its response had a
   * `Retry-After`. `retry`: back-off after another failure.
   */
  waitingFor?: "network" | "retry" | "service";
}

/** Options of every download and upload. */
export interface TransferOptions {
  /**
   * Name of the bucket, or the alias or ARN of an access point.
   * @default the client's bucket
   */
  bucket?: string;
  /**
   * Aborts the transfer, like `abort()`.
   * @default none
   */
  signal?: AbortSignal;
  /**
   * Called at most about 20 times a second, and once with the phase `done` before the promise resolves; never after
   * `done` or after the promise has rejected. A download to a stream resolves at its first response, and reports until
   * the stream has ended. In a page, the bytes of a form below 1 MiB are not counted: `loaded` is 0 until it is stored.
   * A download to a Blob that is expected to take less than 2 seconds also reports all of its bytes at once.
   * @default none
   */
  onProgress?: (progress: Progress) => void;
}

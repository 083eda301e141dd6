/** `Upload`, with the parameters of `@aws-sdk/lib-storage`. */

import type { ChecksumAlgorithm, UploadBody, UploadOptions } from "../index.ts";
import {
  EVENT_UNKNOWN,
  LENGTH_OF_BODY,
  PARTS_OF_NO_FILE,
  TAGS_TWICE,
  UPLOAD_BODY,
} from "../messages/aws.ts";
import { METHODS_MISSING, NOT_WHOLE } from "../messages/options.ts";
import { optionError } from "../option-error.ts";
import { readList, readOptions } from "../options.ts";
import { type ClientLike, resolve, s3Of } from "./aws-client.ts";
import type { CommandInput } from "./aws-commands.ts";
import { formatInput } from "./aws-input.ts";
import { MEMBERS } from "./aws-operations.ts";

/** The parameters of an upload: those of PutObject, without checksums of the body, which are computed. */
export type UploadParams = Omit<
  CommandInput<"PutObject">,
  "ContentMD5" | "WriteOffsetBytes" | `Checksum${string}`
> & {
  /** Bytes to upload. */
  Body: UploadBody;
  /** Algorithm of the checksum that is sent with the bytes. */
  ChecksumAlgorithm?: ChecksumAlgorithm | undefined;
};

/** Options of `Upload`. */
export interface AwsUploadOptions {
  /** Client whose configuration is used. */
  client: ClientLike;
  /** Parameters of PutObject. */
  params: UploadParams;
  /**
   * Number of parts sent at a time.
   * @default 4
   */
  queueSize?: number;
  /**
   * Size of a part in bytes, 5 MiB to 5 GiB. A body that is not larger is sent in one PUT.
   * @default 5 MiB; larger if the body would have more than 10,000 parts
   */
  partSize?: number;
  /**
   * Keeps the parts after a failure, so that the next upload of the same `File` sends only the missing ones. The body
   * must be a `File`. `abort()` removes the parts.
   * @default false
   */
  leavePartsOnError?: boolean;
  /**
   * Tags of the object, instead of those in `params.Tagging`.
   * @default the tags in params.Tagging
   */
  tags?: readonly {
    /**
     * Name of the tag.
     * @default none: the tag is an error
     */
    readonly Key?: string | undefined;
    /**
     * Value of the tag.
     * @default ""
     */
    readonly Value?: string | undefined;
  }[];
  /**
   * Aborts the upload.
   * @default none
   */
  abortController?: AbortController;
}

/** The detail of the event `httpUploadProgress`. */
export interface UploadProgress {
  /** Bytes sent. */
  loaded: number;
  /** Size of the body in bytes. */
  total: number;
  /** The part in which the byte number `loaded` is. Parts are sent at the same time. */
  part: number;
  /** Key of the object. */
  Key: string;
  /** Name of the bucket. */
  Bucket: string;
}

/** The result of an upload. */
export interface UploadOutput {
  /** Name of the bucket. */
  Bucket: string;
  /** Key of the object. */
  Key: string;
  /** The object's address, without a signature. */
  Location: string;
  /** With its quotes. Absent if CORS hides it in the response to a PUT. */
  ETag?: string;
  /** Version of the object, in a bucket with versioning. */
  VersionId?: string;
  /** CRC32 of the object in base64, if it was sent. */
  ChecksumCRC32?: string;
  /** CRC32C of the object in base64, if it was sent. */
  ChecksumCRC32C?: string;
  /** CRC64NVME of the object in base64, if it was sent. */
  ChecksumCRC64NVME?: string;
  /** SHA1 of the object in base64, if it was sent. */
  ChecksumSHA1?: string;
  /** SHA256 of the object in base64, if it was sent. */
  ChecksumSHA256?: string;
}

const OPTIONS: (keyof AwsUploadOptions)[] = [
  "client",
  "params",
  "queueSize",
  "partSize",
  "leavePartsOnError",
  "tags",
  "abortController",
];
const MIN_PART_SIZE = 5 * 1024 ** 2;
const MAX_PARTS = 10_000;
const EVENT = "httpUploadProgress";

/** A listener of `httpUploadProgress`. */
export type UploadProgressListener = (progress: UploadProgress) => void;

/**
 * Uploads an object, in one PUT or in parts, as `Upload` of `@aws-sdk/lib-storage` does. The differences are in
 * docs/migrate/aws-sdk.md.
 *
 * The constructor throws `InvalidOption` for a parameter or an option that it cannot honour.
 */
export class Upload {
  /** @internal */
  static readonly name: string = "Upload";
  readonly #client: ClientLike;
  readonly #options: UploadOptions;
  readonly #body: UploadBody;
  readonly #controller: AbortController;
  readonly #listeners = new Set<UploadProgressListener>();
  readonly #partSize: number;
  #done: Promise<UploadOutput> | undefined;

  constructor(options: AwsUploadOptions) {
    const read = readOptions(options, OPTIONS);
    const { client, params, queueSize, leavePartsOnError, tags, abortController } = read;
    const { Body, ContentLength, ChecksumAlgorithm, Tagging, Metadata, ...rest } = readOptions(
      params,
      PARAMS,
      "params",
    );
    const size = sizeOf(Body);
    const hasLength = ContentLength !== undefined && ContentLength !== size;
    if (hasLength) {
      throw optionError(LENGTH_OF_BODY, "params.ContentLength", {
        size,
        number: String(ContentLength),
      });
    }
    const isFile = typeof File !== "undefined" && Body instanceof File;
    if (leavePartsOnError && !isFile) throw optionError(PARTS_OF_NO_FILE, "leavePartsOnError");
    if (abortController && typeof (abortController as AbortController).abort !== "function") {
      throw optionError(METHODS_MISSING, "abortController", { methods: "abort" });
    }
    const { bucket, key, headers } = formatInput("PutObject", rest, "params");
    const { "content-type": contentType, ...further } = headers;
    const partSize = (read["partSize"] ??
      Math.max(MIN_PART_SIZE, Math.ceil(size / MAX_PARTS))) as number;
    const tagPairs = tagList((tags ?? []) as NonNullable<AwsUploadOptions["tags"]>);
    // `IfNoneMatch: "*"` has an error of its own as the option `overwrite`.
    const overwrite = further["if-none-match"] !== "*";
    if (!overwrite) delete further["if-none-match"];
    this.#client = client as ClientLike;
    this.#body = Body as UploadBody;
    this.#controller = (abortController as AbortController) ?? new AbortController();
    this.#partSize = partSize;
    this.#options = {
      bucket,
      key,
      contentType,
      headers: further,
      metadata: Metadata,
      tags: tagPairs.length > 0 ? tagRecord(tagPairs, "tags") : taggingOf(Tagging),
      overwrite,
      checksum: ChecksumAlgorithm,
      via: size > partSize ? "multipart" : "put",
      partSize,
      concurrency: readQueueSize(queueSize),
      resumable: leavePartsOnError,
      signal: this.#controller.signal,
    } as UploadOptions;
  }

  /** Adds a listener of `httpUploadProgress`, called at most about 20 times a second. */
  on(event: "httpUploadProgress", listener: UploadProgressListener): this {
    if (event !== EVENT) throw optionError(EVENT_UNKNOWN, "event");
    this.#listeners.add(listener);
    return this;
  }

  /** Removes a listener of `httpUploadProgress`. */
  off(_event: "httpUploadProgress", listener: UploadProgressListener): this {
    this.#listeners.delete(listener);
    return this;
  }

  /** Uploads the body at the first call; later calls return the same promise. Rejects as `S3.upload` does. */
  done(): Promise<UploadOutput> {
    this.#done ??= this.#upload();
    return this.#done;
  }

  /** Ends the upload: `done()` rejects with an `AbortError`, and the parts are removed. */
  async abort(): Promise<void> {
    this.#controller.abort();
  }

  async #upload(): Promise<UploadOutput> {
    const { bucket = "", key } = this.#options;
    const s3 = await s3Of(this.#client, bucket);
    const { requestChecksumCalculation } = this.#client.config as {
      requestChecksumCalculation?: string;
    };
    const isRequiredOnly = (await resolve(requestChecksumCalculation)) === "WHEN_REQUIRED";
    let last = -1;
    const result = await s3.upload(this.#body, {
      ...this.#options,
      ...(isRequiredOnly && !this.#options.checksum ? { checksum: false } : {}),
      onProgress: ({ loaded, total = 0 }) => {
        // Reports of a phase without a byte are not part of the SDK's event.
        if (loaded === last || (loaded === 0 && total > 0)) return;
        last = loaded;
        const part = Math.ceil(loaded / this.#partSize) || 1;
        for (const listener of this.#listeners) {
          listener({ loaded, total, part, Key: key, Bucket: bucket });
        }
      },
    });
    const { location, etag, versionId, checksum } = result;
    return {
      Bucket: result.bucket,
      Key: result.key,
      Location: location,
      ...(etag === undefined ? {} : { ETag: etag }),
      ...(versionId === undefined ? {} : { VersionId: versionId }),
      ...(checksum === undefined ? {} : { [`Checksum${checksum.algorithm}`]: checksum.value }),
    };
  }
}

/** 0 is the default, as in the SDK. */
function readQueueSize(value: unknown): unknown {
  const number = value || undefined;
  if (number === undefined || (Number.isInteger(number) && (number as number) > 0)) return number;
  throw optionError(NOT_WHOLE, "queueSize", { least: 1, number: String(value) });
}

/** A checksum of the whole body does not fit its parts. */
const PARAMS = [
  "Bucket",
  "Key",
  ...MEMBERS.PutObject.filter((name) => !/^(Checksum|ContentMD5|WriteOffsetBytes)/.test(name)),
  "ChecksumAlgorithm",
];

function sizeOf(body: unknown): number {
  if (typeof body === "string") return new TextEncoder().encode(body).length;
  const { size, byteLength } = (body ?? {}) as { size?: unknown; byteLength?: unknown };
  const length = body instanceof Blob ? size : byteLength;
  if (typeof length !== "number") throw optionError(UPLOAD_BODY, "params.Body");
  return length;
}

type TagPair = [name: string, value: string];

function tagList(tags: NonNullable<AwsUploadOptions["tags"]>): TagPair[] {
  return readList(tags, "tags").map((tag, index) => {
    const { Key = "", Value = "" } = readOptions(tag, ["Key", "Value"], `tags.${index}`);
    return [Key as string, Value as string];
  });
}

function taggingOf(tagging: unknown): Record<string, string> | undefined {
  if (tagging === undefined) return undefined;
  return tagRecord([...new URLSearchParams(String(tagging))] as TagPair[], "params.Tagging");
}

function tagRecord(pairs: TagPair[], field: string): Record<string, string> {
  const record = Object.fromEntries(pairs);
  if (Object.keys(record).length < pairs.length) throw optionError(TAGS_TWICE, field);
  return record;
}

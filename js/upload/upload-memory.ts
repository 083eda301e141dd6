import { fromStorage } from "../http/storage.ts";
import type { UploadStorage } from "../types.ts";
import type { ChecksumMode } from "./part-checksums.ts";

/** Identifies a multipart upload: the same file, in the same parts, to the same object. */
export interface UploadFingerprint {
  file: File;
  /** The object's address, without a signature. */
  location: string;
  partSize: number;
  /** Headers stored with the object. Only their hash is stored here, because they may contain an encryption key. */
  headers: Record<string, string>;
}

/** A stored upload. */
export interface RememberedUpload {
  uploadId: string;
  /** The mode in which the upload was created, which all of its parts must have. */
  checksumMode: ChecksumMode | undefined;
}

/**
 * Stores the id of one multipart upload, so that it can be resumed after a reload. An id is not secret: using it takes a
 * permission for the bucket.
 *
 * A storage that is missing, full or denied stores nothing, and fails no upload.
 */
export class UploadMemory {
  readonly #storage: UploadStorage | undefined;
  readonly #key: string;

  constructor(storage: UploadStorage | undefined, fingerprint: UploadFingerprint) {
    this.#storage = storage;
    this.#key = storageKey(fingerprint);
  }

  find(): Promise<RememberedUpload | undefined> {
    return fromStorage(async () => {
      const [uploadId, algorithm, type] =
        (await this.#storage?.getItem(this.#key))?.split(" ") ?? [];
      if (!uploadId) return undefined;
      const checksumMode = algorithm && type ? ({ algorithm, type } as ChecksumMode) : undefined;
      return { uploadId, checksumMode };
    });
  }

  /** If this fails, the upload continues; only a reload cannot resume it. */
  async remember(uploadId: string, checksumMode?: ChecksumMode): Promise<void> {
    const fields = checksumMode
      ? [uploadId, checksumMode.algorithm, checksumMode.type]
      : [uploadId];
    await fromStorage(async () => this.#storage?.setItem(this.#key, fields.join(" ")));
  }

  /**
   * Forgets this id, but not another one that a second tab may have stored meanwhile. If this fails, the service rejects
   * the id with NoSuchUpload when it is used.
   */
  async forget(uploadId: string): Promise<void> {
    await fromStorage(async () => {
      if ((await this.find())?.uploadId === uploadId) await this.#storage?.removeItem(this.#key);
    });
  }
}

function storageKey({ file, location, partSize, headers }: UploadFingerprint): string {
  const { name, size, lastModified } = file;
  const fields = [location, name, size, lastModified, partSize, hash(JSON.stringify(headers))];
  return `s3-signpost:upload:${JSON.stringify(fields)}`;
}

/** FNV-1a of UTF-16 units, 32 bits: enough to distinguish the few sets of headers used with one file. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return value >>> 0;
}

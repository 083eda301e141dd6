import type { UploadStorage } from "../types.ts";
import type { PartSumming } from "./part-checksums.ts";

/** What tells one upload in parts from another: the same file, cut alike, to the same place. */
export interface UploadFingerprint {
  file: File;
  /** The object's address, unsigned. */
  location: string;
  partSize: number;
  /** What is stored with the object: only its hash is kept, since it may hold an encryption key. */
  headers: Record<string, string>;
}

/** What is known of an upload that was begun earlier. */
export interface RememberedUpload {
  uploadId: string;
  /** How it was begun to be summed: all of its parts must be. */
  summing: PartSumming | undefined;
}

/**
 * Remembers the id of one upload, so that it can be taken up after a reload. An id is no secret: whoever
 * uses it must be allowed to by the bucket.
 *
 * A storage that is missing, full or denied remembers nothing, and fails no upload.
 */
export class UploadMemory {
  readonly #storage: UploadStorage | undefined;
  readonly #key: string;

  constructor(storage: UploadStorage | undefined, fingerprint: UploadFingerprint) {
    this.#storage = storage;
    this.#key = keyOf(fingerprint);
  }

  async find(): Promise<RememberedUpload | undefined> {
    try {
      const [uploadId, algorithm, type] =
        (await this.#storage?.getItem(this.#key))?.split(" ") ?? [];
      if (!uploadId) return undefined;
      const summing = algorithm && type ? ({ algorithm, type } as PartSumming) : undefined;
      return { uploadId, summing };
    } catch {
      return undefined;
    }
  }

  async remember(uploadId: string, summing?: PartSumming): Promise<void> {
    const words = summing ? [uploadId, summing.algorithm, summing.type] : [uploadId];
    try {
      await this.#storage?.setItem(this.#key, words.join(" "));
    } catch {
      // It goes up all the same, and begins anew after a reload.
    }
  }

  /** Forgets this id, but not another that a second tab may have put in its place. */
  async forget(uploadId: string): Promise<void> {
    try {
      if ((await this.find())?.uploadId === uploadId) await this.#storage?.removeItem(this.#key);
    } catch {
      // The service knows no such upload any more, which is found out when it is taken up.
    }
  }
}

/** The page's own storage; absent where there is none, and where the browser denies it. */
export function pageStorage(): UploadStorage | undefined {
  try {
    // Reading the property alone throws where a browser denies a page its storage.
    return (globalThis as { localStorage?: Storage }).localStorage ?? undefined;
  } catch {
    return undefined;
  }
}

function keyOf({ file, location, partSize, headers }: UploadFingerprint): string {
  const { name, size, lastModified } = file;
  const facts = [location, name, size, lastModified, partSize, hash(JSON.stringify(headers))];
  return `s3-signpost:upload:${JSON.stringify(facts)}`;
}

/** FNV-1a, 32 bits of UTF-16 units: enough to tell the few ways apart in which one file is stored. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return value >>> 0;
}

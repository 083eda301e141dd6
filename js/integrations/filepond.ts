/** Uploads of FilePond: the server of version 4, and a store of version 5. */

import type { S3 } from "../s3.ts";
import type { Progress } from "../types.ts";
import { errorText, type FileUploaderOptions, fileUploader } from "./file-uploader.ts";

export type { WidgetUploadOptions } from "./file-uploader.ts";

/** Options of `server` and `S3Store`. */
export interface FilePondOptions extends Omit<FileUploaderOptions, "key"> {
  /**
   * Returns the key of a file; `metadata` is the file's in version 4 and the `meta` of the entry in version 5.
   * @default 32 random hexadecimal digits, /, and the file's name
   */
  // biome-ignore lint/suspicious/noExplicitAny: the application sets the metadata.
  key?: (file: File, metadata: any) => string;
}

/** The methods of a client that are used. */
export type FilePondClient = Pick<S3, "upload" | "download" | "delete" | "fetch">;

/** Shows the text of an error. */
export type FilePondError = (text: string) => void;
/** Shows progress, in bytes. */
export type FilePondProgress = (isLengthComputable: boolean, loaded: number, total: number) => void;
/** Aborts the work that a function of `FilePondServer` started. */
export interface FilePondAbort {
  /** Aborts the work; no callback follows. */
  abort: () => void;
}
/** Loads a file by its key or its URL. */
export type FilePondLoad = (
  source: string,
  load: (file: File) => void,
  error: FilePondError,
  progress: FilePondProgress,
  abort: () => void,
) => FilePondAbort;
/** Deletes an object by its key. */
export type FilePondDelete = (source: string, load: () => void, error: FilePondError) => void;

/** The functions of FilePond's option `server` in version 4. */
export interface FilePondServer {
  /** Uploads a file. Its server id, and so the value of its field in a form, is the key. */
  process(
    fieldName: string,
    file: Blob,
    metadata: object,
    load: (key: string) => void,
    error: FilePondError,
    progress: FilePondProgress,
    abort: () => void,
  ): FilePondAbort;
  /** Deletes an object that was uploaded, when the user removes its file. */
  revert: FilePondDelete;
  /** Downloads an object by its key: a file of the type `limbo`. */
  restore: FilePondLoad;
  /** Downloads an object by its key: a file of the type `local`. */
  load: FilePondLoad;
  /** Fetches a URL, signed if it is one of the client's bucket. */
  fetch: FilePondLoad;
  /** Deletes an object of a file of the type `local`, when the user removes it. */
  remove: FilePondDelete;
}

const METHODS = ["upload", "download", "delete", "fetch"];

/**
 * Returns the option `server` of FilePond 4, and of its components for React, Vue and Svelte.
 *
 * Set `revert` or `remove` to `null` in a copy to keep objects whose files the user removes. The text of an error is its
 * message and hint, which `labelFileProcessingError: ({ body }) => body` shows.
 *
 * Throws `InvalidOption` if `s3` is no client, or if an option is wrong.
 *
 * @example
 * FilePond.create(input, { server: server(s3, { key: (file) => `uploads/${crypto.randomUUID()}/${file.name}` }) });
 */
export function server(s3: FilePondClient, options: FilePondOptions = {}): FilePondServer {
  const upload = fileUploader(s3, options, METHODS);
  const uploaded = new Set<string>();
  const loadObject: FilePondLoad = (key, load, error, progress, abort) =>
    run({ load, error, progress, abort }, (hooks) => downloadFile(s3, key, hooks));
  const deleteObject: FilePondDelete = (key, load, error) => {
    s3.delete(key).then(load, (reason) => error(errorText(reason)));
  };
  return {
    process: (_fieldName, file, metadata, load, error, progress, abort) =>
      run({ load, error, progress, abort }, async (hooks) => {
        const { key } = await upload(file, hooks, metadata);
        uploaded.add(key);
        return key;
      }),
    revert: deleteObject,
    restore: loadObject,
    load: loadObject,
    fetch: (url, load, error, progress, abort) =>
      run({ load, error, progress, abort }, ({ signal }) => fetchFile(s3, url, signal)),
    // After an edited local file was uploaded, FilePond removes its source: if that has the same key, it is the new object.
    remove: (key, load, error) => (uploaded.delete(key) ? load() : deleteObject(key, load, error)),
  };
}

/** Entry of FilePond 5, as far as the store uses it. */
interface StoredEntry {
  file?: File;
  meta?: unknown;
}

/** The hooks that FilePond 5 passes to a store. */
export interface FilePondStoreHooks {
  /** Aborts the work. */
  signal: AbortSignal;
  /** Reports progress, in bytes. */
  onprogress(progress: { lengthComputable: boolean; loaded: number; total: number }): void;
}

/** The argument of FilePond's `createStoreExtension` in version 5. */
export interface FilePondStore {
  /** Name of the store. */
  name: string;
  /** Default properties: none. */
  props: object;
  /** Returns the functions of the store. */
  factory: () => {
    /** Uploads the file of an entry. Its storage id, and so its value in a form, is the key. */
    storeEntry(entry: object, hooks: FilePondStoreHooks): Promise<string | undefined>;
    /** Downloads an object by its key. */
    restoreEntry(key: string, entry: object, hooks: FilePondStoreHooks): Promise<File>;
    /** Deletes an object, when its entry is removed. */
    releaseEntry(key: string, entry: object, hooks?: { signal?: AbortSignal }): Promise<void>;
  };
}

/**
 * Returns a store for FilePond 5, as the argument of its `createStoreExtension`.
 *
 * Throws `InvalidOption` if `s3` is no client, or if an option is wrong.
 *
 * @example
 * import { createStoreExtension, defineFilePond } from "filepond";
 * defineFilePond({ extensions: [createStoreExtension(S3Store(s3))] });
 */
export function S3Store(s3: FilePondClient, options: FilePondOptions = {}): FilePondStore {
  const upload = fileUploader(s3, options, METHODS);
  return {
    name: "S3Store",
    props: {},
    factory: () => ({
      async storeEntry(entry, { signal, onprogress }) {
        const { file, meta } = entry as StoredEntry;
        // A folder has entries of its own, and no file.
        if (!file) return undefined;
        return (await upload(file, { signal, onProgress: report(onprogress) }, meta)).key;
      },
      restoreEntry: (key, _entry, { signal, onprogress }) =>
        downloadFile(s3, key, { signal, onProgress: report(onprogress) }),
      releaseEntry: (key, _entry, { signal } = {}) => s3.delete(key, signal ? { signal } : {}),
    }),
  };
}

interface WorkHooks {
  onProgress: (progress: Progress) => void;
  signal: AbortSignal;
}

function report(onprogress: FilePondStoreHooks["onprogress"]): (progress: Progress) => void {
  return ({ loaded, total = 0 }) => onprogress({ lengthComputable: total > 0, loaded, total });
}

/** Runs work of version 4 that can be aborted. After an abort, FilePond gets no result and no error of it. */
function run<T>(
  pond: {
    load: (result: T) => void;
    error: FilePondError;
    progress: FilePondProgress;
    abort: () => void;
  },
  work: (hooks: WorkHooks) => Promise<T>,
): FilePondAbort {
  const controller = new AbortController();
  const { signal } = controller;
  const onProgress = ({ loaded, total = 0 }: Progress) => {
    if (!signal.aborted) pond.progress(total > 0, loaded, total);
  };
  work({ onProgress, signal }).then(
    (result) => {
      if (!signal.aborted) pond.load(result);
    },
    (error) => {
      if (!signal.aborted) pond.error(errorText(error));
    },
  );
  return {
    abort() {
      controller.abort();
      pond.abort();
    },
  };
}

async function fetchFile(s3: FilePondClient, url: string, signal: AbortSignal): Promise<File> {
  const response = await s3.fetch(url, { signal });
  // The status alone, since a body can quote the request.
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return namedFile(await response.blob(), url.replace(/[?#].*$/s, ""));
}

async function downloadFile(s3: FilePondClient, key: string, hooks: WorkHooks): Promise<File> {
  const { blob } = await s3.download(key, hooks);
  return namedFile(blob, key);
}

/** Returns a File with the last part of a path as its name. */
function namedFile(blob: Blob, path: string): File {
  return new File([blob], path.slice(path.lastIndexOf("/") + 1), { type: blob.type });
}

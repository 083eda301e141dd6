/** Uploads of the components of user interface kits: antd, ant-design-vue, Element Plus and Naive UI. */

import type { S3 } from "../s3.ts";
import type { DomType, UploadResult } from "../types.ts";
import { errorText, type FileUploaderOptions, fileUploader, percentOf } from "./file-uploader.ts";

export type { FileUploaderOptions, WidgetUploadOptions } from "./file-uploader.ts";

/** The parts of a request of these kits that are used. */
export interface KitRequest {
  /** The file. Naive UI passes an object with it. */
  file:
    | Blob
    | string
    | {
        /** The file. */
        file?: File | null;
      };
  /** Reports progress; `percent` is 0 to 100, the others are bytes. */
  onProgress?(event: { percent: number; loaded: number; total: number }): void;
  /** Called with the result after the object is stored. */
  onSuccess?(result: UploadResult): void;
  /** Naive UI's `onSuccess`. */
  onFinish?(): void;
  /** `text` is the error's message and hint, which antd shows. */
  onError?(error: Error, text: string): void;
}

/**
 * Returns the `customRequest` of antd and ant-design-vue, which is also the `http-request` of Element Plus and the
 * `custom-request` of Naive UI. The `response` of an uploaded file is the `UploadResult`.
 *
 * Its return value has a method `abort`, after which no callback is called.
 *
 * Throws `InvalidOption` if `s3` has no method `upload`, or if an option is wrong. Every later error is passed to
 * `onError`.
 *
 * @example
 * <Upload multiple customRequest={customRequest(s3, { key: ({ name }) => `uploads/${crypto.randomUUID()}/${name}` })} />
 */
export function customRequest(
  s3: Pick<S3, "upload">,
  options: FileUploaderOptions = {},
): (request: KitRequest) => DomType<"XMLHttpRequest", { abort(): void }> {
  const upload = fileUploader(s3, options);
  return (request) => {
    const { file } = request;
    let isAborted = false;
    const transfer = upload(isFileInfo(file) ? file.file : file, {
      onProgress: (progress) => {
        const { loaded, total = loaded } = progress;
        if (!isAborted) request.onProgress?.({ percent: percentOf(progress), loaded, total });
      },
    });
    transfer.then(
      (result) => {
        if (isAborted) return;
        request.onSuccess?.(result);
        request.onFinish?.();
      },
      (error) => {
        if (!isAborted) request.onError?.(error, errorText(error));
      },
    );
    // Element Plus aborts only an XMLHttpRequest, and calls `onSuccess` of a promise a second time. This one sends nothing.
    return Object.assign(new XMLHttpRequest(), {
      abort() {
        isAborted = true;
        transfer.abort();
      },
    });
  };
}

function isFileInfo(file: KitRequest["file"]): file is { file?: File | null } {
  return typeof file === "object" && file !== null && "file" in file;
}

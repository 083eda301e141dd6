/**
 * Uploads of rich text editors. Documents get the object's address without a signature, since a presigned URL in a document
 * expires: sign it when the document is shown, or let a service worker do so.
 */

import { isSignpostError } from "../errors.ts";
import type { S3 } from "../s3.ts";
import type { Progress } from "../types.ts";
import { errorText, type FileUploaderOptions, fileUploader, percentOf } from "./file-uploader.ts";

export type { FileUploaderOptions, WidgetUploadOptions } from "./file-uploader.ts";

/** An uploaded file of a document. */
export interface UploadedFile {
  /** Key of the object. */
  key: string;
  /** The object's address, without a signature. */
  url: string;
}

/**
 * Returns a function that uploads a file of a document, for Tiptap, Quill, BlockNote, Lexical, EasyMDE, Trix and others. It
 * rejects with the error of `S3.upload`, or with `CallbackFailed` if a function of the options throws.
 *
 * Throws `InvalidOption` if `s3` has no method `upload`, or if an option is wrong.
 *
 * @example
 * const upload = uploadFile(s3, { key: (file) => `documents/${crypto.randomUUID()}/${file.name}` });
 * const { url } = await upload(file);
 */
export function uploadFile(
  s3: Pick<S3, "upload">,
  options: FileUploaderOptions = {},
): (
  file: Blob,
  hooks?: { signal?: AbortSignal; onProgress?: (progress: Progress) => void },
) => Promise<UploadedFile> {
  const upload = fileUploader(s3, options);
  return async (file, { signal, onProgress = () => {} } = {}) => {
    const { key, location } = await upload(file, { signal, onProgress });
    return { key, url: location };
  };
}

/**
 * Returns the `images_upload_handler` of TinyMCE. The notification of a failure shows the message and the hint of the error.
 * An image that can never be uploaded, such as one that is too large, is removed from the document; any other is tried again
 * at the next `editor.uploadImages()`.
 *
 * Throws as `uploadFile` does.
 *
 * @example
 * tinymce.init({ selector: "textarea", automatic_uploads: true, images_upload_handler: tinymceUpload(s3) });
 */
export function tinymceUpload(
  s3: Pick<S3, "upload">,
  options: FileUploaderOptions = {},
): (
  blobInfo: { blob(): Blob; filename(): string },
  progress: (percent: number) => void,
) => Promise<string> {
  const upload = uploadFile(s3, options);
  return async (blobInfo, progress) => {
    const blob = blobInfo.blob();
    const file = new File([blob], blobInfo.filename(), { type: blob.type });
    try {
      const { url } = await upload(file, { onProgress: (report) => progress(percentOf(report)) });
      return url;
    } catch (cause) {
      const remove = isSignpostError(cause) && !cause.retryable;
      throw Object.assign(new Error(errorText(cause), { cause }), { remove });
    }
  };
}

/** Loader of CKEditor 5, as far as the adapter uses it. */
export interface CKEditorLoader {
  /** The file to upload. */
  readonly file: Promise<File | null>;
  /** Size of the file in bytes, which the adapter sets. */
  uploadTotal: number | null;
  /** Bytes sent, which the adapter sets. */
  uploaded: number;
}

/**
 * Returns a function for `FileRepository.createUploadAdapter` of CKEditor 5. CKEditor shows the message and the hint of an
 * error.
 *
 * Throws as `uploadFile` does.
 *
 * @example
 * editor.plugins.get("FileRepository").createUploadAdapter = ckeditorAdapter(s3);
 */
export function ckeditorAdapter(
  s3: Pick<S3, "upload">,
  options: FileUploaderOptions = {},
): (loader: CKEditorLoader) => { upload(): Promise<{ default: string }>; abort(): void } {
  const upload = uploadFile(s3, options);
  return (loader) => {
    const controller = new AbortController();
    return {
      async upload() {
        try {
          const { url } = await upload((await loader.file) as File, {
            signal: controller.signal,
            onProgress: ({ loaded, total = null }) => {
              loader.uploadTotal = total;
              loader.uploaded = loaded;
            },
          });
          return { default: url };
        } catch (error) {
          // CKEditor shows a string, and nothing of an Error.
          return Promise.reject(errorText(error));
        }
      },
      abort: () => controller.abort(),
    };
  };
}

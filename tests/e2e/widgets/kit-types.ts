/**
 * The adapters are assignable to the types of the kits. The suite `types` and `npm run lint` compile this file; it is
 * never run.
 */

import type { UploadProps } from "@rc-component/upload/es/interface";
import type { UploadRequestHandler } from "element-plus";
import type { FilePondServerConfigProps } from "filepond";
import { createStoreExtension, type Extension } from "filepond5";
import type { RawEditorOptions } from "tinymce";
import { ckeditorAdapter, tinymceUpload } from "../../../js/integrations/editors.ts";
import { S3Store, server } from "../../../js/integrations/filepond.ts";
import { customRequest } from "../../../js/integrations/request.ts";
import type { S3 } from "../../../js/s3.ts";

declare const s3: S3;

export const antd: UploadProps["customRequest"] = customRequest(s3);
export const elementPlus: UploadRequestHandler = customRequest(s3);
/** Naive UI is not installed: this is its documented type. */
export const naiveUi: (options: NaiveRequest) => void = customRequest(s3);

export const filePond4: FilePondServerConfigProps["server"] = server(s3);
export const filePond4Key: typeof filePond4 = server(s3, {
  key: ({ name }, { album }) => `${album}/${name}`,
});
export const filePond5: Extension = createStoreExtension(S3Store(s3));

export const tinymce: RawEditorOptions["images_upload_handler"] = tinymceUpload(s3);
/** CKEditor is not installed: these are its documented types. */
export const ckeditor: (loader: FileLoader) => UploadAdapter = ckeditorAdapter(s3);

interface FileLoader {
  readonly id: string;
  get file(): Promise<File | null>;
  uploadTotal: number | null;
  uploaded: number;
}

interface UploadAdapter {
  upload(): Promise<{ default?: string; urls?: Record<string, string> }>;
  abort?(): void;
}

interface NaiveRequest {
  file: { id: string; name: string; status: string; file: File | null };
  action?: string;
  onProgress: (event: { percent: number }) => void;
  onFinish: () => void;
  onError: () => void;
}

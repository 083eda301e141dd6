/**
 * The adapters are assignable to the types of the kits. The suite `types` and `npm run lint` compile this file; it is
 * never run.
 */

import type { UploadProps } from "@rc-component/upload/es/interface";
import type { UploadRequestHandler } from "element-plus";
import { customRequest } from "../../../js/integrations/request.ts";
import type { S3 } from "../../../js/s3.ts";

declare const s3: S3;

export const antd: UploadProps["customRequest"] = customRequest(s3);
export const elementPlus: UploadRequestHandler = customRequest(s3);
/** Naive UI is not installed: this is its documented type. */
export const naiveUi: (options: NaiveRequest) => void = customRequest(s3);

interface NaiveRequest {
  file: { id: string; name: string; status: string; file: File | null };
  action?: string;
  onProgress: (event: { percent: number }) => void;
  onFinish: () => void;
  onError: () => void;
}

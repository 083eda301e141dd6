import type { S3 } from "../../../js/s3.ts";
import type { Transfer } from "../../../js/transfer/transfer.ts";
import type { UploadOptions, UploadResult } from "../../../js/types.ts";
import { FakeUpload } from "../queue/fake-client.ts";

/** A client whose uploads the test ends. */
export class WidgetClient {
  /** In the order in which they were started. */
  readonly uploads: FakeUpload[] = [];

  /** As the type that the adapters take. */
  get s3(): S3 {
    return this as unknown as S3;
  }

  get last(): FakeUpload {
    const upload = this.uploads.at(-1);
    if (!upload) throw new Error("No upload was started.");
    return upload;
  }

  upload(body: File, options: UploadOptions): Transfer<UploadResult> {
    const upload = new FakeUpload(body, options);
    this.uploads.push(upload);
    return upload as unknown as Transfer<UploadResult>;
  }
}

/** Waits until the handlers of settled promises have run. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

import { TransferControl } from "./control.ts";
import type { TransferEnvironment } from "./environment.ts";
import { send } from "./http.ts";
import { type ObjectInfo, readObjectInfo } from "./object-info.ts";
import { persist } from "./retry.ts";

export interface ObjectOptions {
  /** Default: the client's bucket. */
  bucket?: string;
  versionId?: string;
  signal?: AbortSignal;
}

/**
 * What S3 knows about an object, without its bytes.
 *
 * The reply to a HEAD has no body, so its errors have codes by status only: `NotFound`, `Forbidden`.
 */
export async function head(
  environment: TransferEnvironment,
  key: string,
  options: ObjectOptions = {},
): Promise<ObjectInfo> {
  const bucket = options.bucket ?? environment.bucket ?? "";
  const { versionId } = options;
  const control = new TransferControl(environment, { signal: options.signal });
  try {
    return await persist(control, async (attempt) => {
      const signedAt = environment.now();
      const signed = await environment.signer.presign({
        bucket,
        key,
        method: "HEAD",
        ...(versionId === undefined ? {} : { query: { versionId } }),
      });
      const { url, headers } = signed;
      const reply = await send(environment, { method: "HEAD", url, headers, signedAt }, attempt);
      const size = Number(reply.headers.get("content-length") ?? Number.NaN);
      return readObjectInfo(bucket, key, size, reply.headers);
    });
  } finally {
    control.end();
  }
}

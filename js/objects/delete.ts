import { withRetries } from "../http/retry.ts";
import { send } from "../http/send.ts";
import { DELETED, readSuccess } from "../http/success.ts";
import { TransferControl } from "../transfer/control.ts";
import type { TransferEnvironment } from "../transfer/environment.ts";
import type { ObjectOptions } from "../types.ts";
import { readObjectRequest } from "./head.ts";

/**
 * Deletes an object; that there was none is no error (API reference, "DeleteObject").
 *
 * In a bucket with versioning it hides the object, and `versionId` deletes that version for good.
 */
export async function deleteObject(
  environment: TransferEnvironment,
  name: string,
  options: ObjectOptions = {},
): Promise<void> {
  const { bucket, key, versionId, signal } = readObjectRequest(environment, name, options);
  const control = new TransferControl(environment, { signal });
  try {
    await withRetries(control, async (attempt) => {
      const signed = await environment.signer.presign(
        {
          bucket,
          key,
          method: "DELETE",
          ...(versionId === undefined ? {} : { query: { versionId } }),
        },
        attempt.signal,
      );
      const { url, headers } = signed;
      const reply = await send(environment, { method: "DELETE", url, headers, signed }, attempt);
      await readSuccess(environment, reply, signed, attempt, DELETED);
    });
  } finally {
    control.end();
  }
}

import { checkKey } from "./arguments.ts";
import { TransferControl } from "./control.ts";
import type { TransferEnvironment } from "./environment.ts";
import type { ObjectOptions } from "./head.ts";
import { send } from "./http.ts";
import { persist } from "./retry.ts";
import { DELETED, textOfSuccess } from "./success.ts";

/**
 * Deletes an object; that there was none is no error (API reference, "DeleteObject").
 *
 * In a bucket with versioning it hides the object, and `versionId` deletes that version for good.
 */
export async function deleteObject(
  environment: TransferEnvironment,
  key: string,
  options: ObjectOptions = {},
): Promise<void> {
  checkKey(key);
  const bucket = options.bucket ?? environment.bucket ?? "";
  const { versionId } = options;
  const control = new TransferControl(environment, { signal: options.signal });
  try {
    await persist(control, async (attempt) => {
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
      await textOfSuccess(environment, reply, signed, attempt, DELETED);
    });
  } finally {
    control.end();
  }
}

import { withRetries } from "../http/retry.ts";
import { sendSigned } from "../http/send.ts";
import { DELETED, readSuccess } from "../http/success.ts";
import { signedHeaders, signedQuery } from "../transfer/arguments.ts";
import { TransferControl } from "../transfer/control.ts";
import type { TransferEnvironment } from "../transfer/environment.ts";
import type { ObjectOptions } from "../types.ts";
import { readObjectRequest } from "./head.ts";

/**
 * Deletes an object; a missing object is not an error (API reference, "DeleteObject").
 *
 * In a bucket with versioning the object is only hidden; with `versionId` that version is deleted permanently.
 */
export async function deleteObject(
  environment: TransferEnvironment,
  name: string,
  options: ObjectOptions = {},
): Promise<void> {
  const request = readObjectRequest(environment, name, options);
  const { bucket, key, versionId, signal } = request;
  const control = new TransferControl(environment, { signal });
  try {
    await withRetries(control, async (attempt) => {
      const signed = await environment.signer.presign(
        {
          bucket,
          key,
          method: "DELETE",
          ...signedHeaders(request.headers),
          ...signedQuery({ versionId }),
        },
        attempt.signal,
      );
      const response = await sendSigned(environment, signed, attempt);
      await readSuccess(environment, response, signed, attempt, DELETED);
    });
  } finally {
    control.end();
  }
}

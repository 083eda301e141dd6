import type { Server } from "../server.ts";
import { assertSuccess } from "../support/assertions.ts";
import { signerFor } from "../support/clients.ts";
import { sendSigned } from "../support/http.ts";

/** Creates the server's bucket. Stops the server if that fails. */
export async function createBucket(server: Server): Promise<Server> {
  try {
    assertSuccess(await sendSigned(signerFor(server, "v4").presign({ method: "PUT" })));
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Creates a second bucket, with Object Lock. Stops the server if that fails. */
export async function createLockBucket(server: Server): Promise<Server> {
  const lockBucket = "peers-locked";
  const headers = { "x-amz-bucket-object-lock-enabled": "true" };
  const signer = signerFor({ ...server, bucket: lockBucket }, "v4");
  try {
    assertSuccess(await sendSigned(signer.presign({ method: "PUT", headers })));
    return { ...server, lockBucket };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

import { use } from "../exchange.ts";
import { succeeded } from "../feature.ts";
import { type Server, signerFor } from "../server.ts";

/** Makes the server's bucket; stops the server where that fails. */
export async function makeBucket(server: Server): Promise<Server> {
  try {
    succeeded(await use(signerFor(server, "v4").presign({ method: "PUT" })));
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Makes another bucket, whose objects can be locked. Stops the server if that fails. */
export async function makeLockBucket(server: Server): Promise<Server> {
  const lockBucket = "peers-locked";
  const headers = { "x-amz-bucket-object-lock-enabled": "true" };
  const signer = signerFor({ ...server, bucket: lockBucket }, "v4");
  try {
    succeeded(await use(signer.presign({ method: "PUT", headers })));
    return { ...server, lockBucket };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

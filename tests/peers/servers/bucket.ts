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

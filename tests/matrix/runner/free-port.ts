import { once } from "node:events";
import { createServer } from "node:net";

/** Returns a free port, for servers that do not look for one. */
export async function freePort(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || address === null) throw new Error("The server has no port.");
  return String(address.port);
}

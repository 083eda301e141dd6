import { once } from "node:events";
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

const MEDIA_TYPES: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
};

/** A static site on a free port. It declares no character encoding, as some old sites. */
export class StaticServer {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /**
   * Serves a folder, with its index.html at `/`.
   *
   * @param headers of every response
   */
  static async start(folder: string, headers: Record<string, string> = {}): Promise<StaticServer> {
    const server = createServer((request, response) => {
      const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
      const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
      const type = MEDIA_TYPES[extname(file)] ?? "application/octet-stream";
      for (const [name, value] of Object.entries({ ...headers, "content-type": type })) {
        response.setHeader(name, value);
      }
      const isFile = existsSync(file) && statSync(file).isFile();
      if (isFile) createReadStream(file).pipe(response);
      else response.writeHead(404).end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    return new StaticServer(server);
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

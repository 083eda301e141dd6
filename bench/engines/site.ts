import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { inRoot } from "../../scripts/paths.mjs";
import { bundleFolder } from "../bundles.ts";
import { folder } from "../compressions.ts";

/** Serves the bundled signers to browsers, on loopback. */
export class Site {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<Site> {
    const server = createServer(async (request, response) => {
      const { contents, type } = await resourceAt(request.url ?? "/");
      response.writeHead(contents === undefined ? 404 : 200, {
        "content-type": type,
        // In an isolated page the clock has a resolution of microseconds.
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-embedder-policy": "require-corp",
        // Each cold start must compile the module again.
        "cache-control": "no-store",
      });
      response.end(contents);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Site(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

interface Resource {
  type: string;
  contents: Buffer | string | undefined;
}

async function resourceAt(address: string): Promise<Resource> {
  const [path = "", count] = address.split("?");
  if (path === "/") return { type: "text/html", contents: page("/in-page.js") };
  const cold = /^\/cold\/([\w-]+)$/.exec(path);
  if (cold) {
    const contents = `<script>globalThis.coldCount = ${Number(count)}</script>${page(`${path}.js`)}`;
    return { type: "text/html", contents };
  }
  const built = /^\/built\/([\w.]+)$/.exec(path);
  const file = built ? inRoot(folder, built[1] ?? "") : `${bundleFolder}${path}`;
  const contents = /^[\w/.-]+$/.test(path) && !path.includes("..") ? read(file) : undefined;
  const type = path.endsWith(".js") ? "text/javascript" : "application/octet-stream";
  return { type, contents: await contents };
}

function read(file: string): Promise<Buffer | undefined> {
  return readFile(file).catch(() => undefined);
}

function page(script: string): string {
  return `<!doctype html><title>Signing</title><script type="module" src="${script}"></script>`;
}

import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { inRoot } from "../../../scripts/paths.mjs";
import { bundleServed, readServed } from "../../../scripts/test/record/served.mjs";

const HTML = `<!doctype html><title>Site</title><script type="module">
import * as serviceWorker from "/page.js";
import * as signpost from "/index.js";
Object.assign(globalThis, { signpost, serviceWorker });
</script>`;

/** A site on loopback with a page, the package's scripts, and a service worker that is bundled as a classic script. */
export class WorkerSite {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<WorkerSite> {
    const files = new Map<string, string | Buffer>([
      ["/index.js", readServed("dist/index.js")],
      ["/page.js", readServed("dist/service-worker.js")],
      // Firefox ESR runs no module as a service worker.
      ["/worker.js", await bundleWorker()],
    ]);
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? "/", "http://localhost");
      const script = files.get(pathname.replace(/^\/app/, ""));
      const isPage = pathname === "/" || pathname === "/app/";
      response.setHeader("content-type", script ? "text/javascript" : "text/html");
      response
        .writeHead(script || isPage ? 200 : 404)
        .end(script ?? (isPage ? HTML : "No such page."));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    return new WorkerSite(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

function bundleWorker(): Promise<string> {
  return bundleServed({
    entryPoints: [inRoot("tests/e2e/service-worker/worker.ts")],
    format: "iife",
  });
}

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { inRoot } from "../../../scripts/paths.mjs";

/** Path under which the host serves the page. */
const BASE = "/tools/signpost/";

const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
};

/** A plain static host, which sends no headers but the content type. */
export interface StaticHost {
  /** Address of the page. */
  url: string;
  /** Paths that were requested and do not exist. */
  missing: string[];
  stop(): Promise<void>;
}

/** Serves build/www under a path, on a free port. */
export async function startStaticHost(): Promise<StaticHost> {
  const missing: string[] = [];
  const server = createServer(async ({ url = "" }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    const name = pathname === BASE ? "index.html" : pathname.slice(BASE.length);
    try {
      if (!pathname.startsWith(BASE)) throw new Error(`${pathname} is outside ${BASE}`);
      const bytes = await readFile(inRoot("build", "www", name));
      response.setHeader("Content-Type", TYPES[extname(name)] ?? "application/octet-stream");
      response.end(bytes);
    } catch {
      missing.push(pathname);
      response.writeHead(404).end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${BASE}`,
    missing,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

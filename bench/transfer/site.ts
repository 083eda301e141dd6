import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync } from "node:zlib";
import { build, type Plugin } from "esbuild";
import { packagesFolder } from "../../scripts/machine/packages-apart.ts";
import { inRoot } from "../../scripts/paths.mjs";
import { coldModule, coldPages } from "./cold.ts";
import type { Target } from "./contender.ts";

const amplifyModules = `${packagesFolder("amplify")}/node_modules`;

/** Lets Amplify's client send to the local stack: it has no option for another endpoint. */
const amplifyEndpoint: Plugin = {
  name: "amplify-endpoint",
  setup({ onLoad }) {
    onLoad({ filter: /s3[\\/]utils[\\/]client[\\/]s3data[\\/]base\.mjs$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const contents = source
        .replace(/`https:\/\/s3\.\$\{region\}\.\$\{getDnsSuffix\(region\)\}`/, "target.endpoint")
        .replace("if (forcePathStyle ||", "if (true ||");
      if (!contents.includes("target.endpoint") || !contents.includes("(true ||"))
        throw new Error("This version of Amplify chooses its endpoint in another way.");
      return { contents };
    });
  },
};

/** Serves the page with all contenders, and a page for each cold start, compressed as a web server does. */
export class TransferSite {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(target: Target): Promise<TransferSite> {
    const scripts = await bundle();
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://page");
      const script = scripts.get(pathname.slice(1));
      response.setHeader("cache-control", "no-store");
      response.setHeader("content-type", script ? "text/javascript" : "text/html");
      if (script) response.setHeader("content-encoding", "br");
      response.end(script ?? page(target, searchParams.get("script") ?? ""));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    return new TransferSite(server);
  }

  /** Returns the address of the page that runs the script. */
  pageOf(script: string): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/?script=${script}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

function page(target: Target, script: string): string {
  return `<!doctype html><title>Transfers</title><input type="file" multiple>
<script>globalThis.target = ${JSON.stringify(target)}</script>
<script type="module" src="/${script}"></script>`;
}

/** Returns the compressed scripts by their names. */
async function bundle(): Promise<Map<string, Buffer>> {
  const resolveDir = inRoot("bench", "transfer");
  const sources = [
    // The project's package.json says that modules have no side effects.
    {
      name: "in-page.js",
      contents: `import { transfers } from "./in-page.ts"; Object.assign(globalThis, { transfers });`,
    },
    ...coldPages.map((one, index) => ({ name: coldScript(index), contents: coldModule(one) })),
  ];
  const scripts = new Map<string, Buffer>();
  for (const { name, contents } of sources) {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir },
      bundle: true,
      minify: true,
      write: false,
      format: "esm",
      platform: "browser",
      target: "es2022",
      nodePaths: [amplifyModules],
      plugins: [amplifyEndpoint],
      logLevel: "error",
    });
    scripts.set(name, brotliCompressSync(outputFiles[0]?.contents ?? ""));
  }
  return scripts;
}

export function coldScript(index: number): string {
  return `cold-${index}.js`;
}

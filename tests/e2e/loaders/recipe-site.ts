import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";
import { inRoot, root } from "../../../scripts/paths.mjs";
import { readServed } from "../../../scripts/test/record/served.mjs";
import type { Stack } from "../stack.ts";
import { recipe } from "./recipe.ts";

const HTML = `<!doctype html><title>Recipe</title>
<script type="importmap">{"imports": {"s3-signpost": "/index.js", "s3-signpost/loaders": "/loaders.js"}}</script>
<video id="video" muted width="160" height="90"></video>
<div id="map" style="width: 256px; height: 256px"></div>`;

/** Start of the URLs in the recipes that are no `s3://` URLs. */
const AWS_ENDPOINT = "https://BUCKET.s3.eu-west-1.amazonaws.com/";

/** Files of the site that are not bundled. MapLibre starts its worker from the folder of its script. */
const FILES: Record<string, string> = {
  "/index.js": "dist/index.js",
  "/loaders.js": "dist/loaders.js",
  "/maplibre-gl-worker.mjs": "node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs",
};

/** A server on loopback with a program for each recipe, of an origin that is not the one of S3. */
export class RecipeSite {
  readonly #server: Server;
  readonly #programs: Map<string, string>;

  private constructor(server: Server, programs: Map<string, string>) {
    this.#server = server;
    this.#programs = programs;
  }

  /**
   * Bundles the recipes with their libraries. A recipe's constants are properties of `globalThis.recipe` in the page.
   */
  static async start(stack: Stack, recipes: Record<string, string[]>): Promise<RecipeSite> {
    const programs = new Map(
      await Promise.all(
        Object.entries(recipes).map(
          async ([library, constants]) =>
            [library, await bundle(program(stack, library, constants))] as const,
        ),
      ),
    );
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
      const file = FILES[pathname];
      const script = file ? readFile(file) : programs.get(searchParams.get("of") ?? "");
      response.setHeader("content-type", pathname === "/" ? "text/html" : "text/javascript");
      response.writeHead(pathname === "/" || script !== undefined ? 200 : 404);
      response.end(pathname === "/" ? HTML : script);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    return new RecipeSite(server, programs);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** Path of the program of a library. */
  programOf(library: string): string {
    if (!this.#programs.has(library)) throw new Error(`${library} was not bundled.`);
    return `/program.js?of=${encodeURIComponent(library)}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** Reads a file of the site by its path in the checkout. */
export function readFile(file: string): Buffer {
  return file.startsWith("dist/") ? readServed(file) : readFileSync(inRoot(file));
}

/** The recipe of a library with the constants that it uses, for a guest of the stack's identity pool. */
function program({ ready }: Stack, library: string, constants: string[]): string {
  const { region, bucket, s3: endpoint, identity, identityPoolId } = ready;
  return `
    import { cognito, S3 } from "s3-signpost";
    const credentials = cognito(${JSON.stringify({ identityPoolId, endpoint: identity })});
    const s3 = new S3({ ...${JSON.stringify({ region, bucket, endpoint })}, credentials });
    const signer = await s3.signer();
    const video = document.getElementById("video");
    ${recipe(library).replaceAll(AWS_ENDPOINT, `${endpoint}/${bucket}/`).replaceAll("BUCKET", bucket)}
    globalThis.recipe = { ${constants.join(", ")} };
  `;
}

/** Bundles a program with its libraries. The page loads the package itself. */
export async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root, loader: "js" },
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    external: ["s3-signpost", "s3-signpost/*"],
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

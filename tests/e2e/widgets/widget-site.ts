import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { build } from "esbuild";
import { inRoot, root } from "../../../scripts/paths.mjs";
import { readServed } from "../../../scripts/test/record/served.mjs";
import { recipe } from "../loaders/recipe.ts";
import type { Stack } from "../stack.ts";
import { PART } from "./faults.ts";

/** Entries of the package that the programs import. */
const ENTRIES = ["request", "filepond", "editors"];

const IMPORTS = Object.fromEntries([
  ["s3-signpost", "/index.js"],
  ...ENTRIES.map((name) => [`s3-signpost/${name}`, `/${name}.js`]),
]);

const PARTS = { multipartThreshold: PART, partSize: PART, concurrency: 1 };

const HTML = `<!doctype html><meta charset="utf-8"><title>Recipe</title>
<script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>
<div id="element"></div>`;

const TYPES: Record<string, string> = { ".js": "text/javascript", ".css": "text/css" };

/** A recipe of a guide, as a program of a page. */
export interface WidgetRecipe {
  /** Heading of the library. */
  library: string;
  /** Path of the guide in docs/guides, without `.md`. */
  guide: string;
  /** Constants of the recipe that the test uses as properties of `globalThis.recipe`. */
  constants?: string[];
  /** Files or packages that replace modules, by the name with which the recipe imports them. */
  modules?: Record<string, string>;
}

/** A server on loopback with a program for each recipe, of an origin that is not the one of S3. */
export class WidgetSite {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Bundles the recipes with their libraries. Files of `public` folders are served by their prefix. */
  static async start(
    stack: Stack,
    recipes: WidgetRecipe[],
    folders: Record<string, string> = {},
  ): Promise<WidgetSite> {
    const programs = new Map(
      await Promise.all(
        recipes.map(async (recipe) => [recipe.library, await bundle(stack, recipe)] as const),
      ),
    );
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
      const body =
        pathname === "/" ? HTML : (programs.get(searchParams.get("of") ?? "") ?? read(pathname));
      response.setHeader("content-type", TYPES[extname(pathname)] ?? "text/html");
      response.writeHead(body === undefined ? 404 : 200);
      response.end(body);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    return new WidgetSite(server);

    function read(pathname: string): Buffer | undefined {
      const [, first = "", rest] = pathname.match(/^\/([^/]+)(\/.*)?$/) ?? [];
      const name = rest ? `${folders[first]}${rest}` : `dist/${first}`;
      if (!existsSync(inRoot(name))) return undefined;
      return rest ? readFileSync(inRoot(name)) : readServed(name);
    }
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** The recipe with the constants that it uses, for a guest of the stack's identity pool. */
function program({ ready }: Stack, { library, guide, constants = [] }: WidgetRecipe): string {
  const { region, bucket, s3: endpoint, identity, identityPoolId } = ready;
  return `
    import { cognito, S3 } from "s3-signpost";
    const credentials = cognito(${JSON.stringify({ identityPoolId, endpoint: identity })});
    const s3 = new S3({ ...${JSON.stringify({ region, bucket, endpoint })}, credentials });
    // Small parts, one after another, so that a test can choose the part that fails.
    s3.upload = (body, options) =>
      S3.prototype.upload.call(s3, body, { ...${JSON.stringify(PARTS)}, ...options });
    const signer = await s3.signer();
    const endpoint = ${JSON.stringify(endpoint)};
    const element = document.getElementById("element");
    ${recipe(library, guide).replaceAll("BUCKET", bucket)}
    globalThis.recipe = { ${["s3", ...constants].join(", ")} };
  `;
}

async function bundle(stack: Stack, recipe: WidgetRecipe): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: program(stack, recipe), resolveDir: root, loader: "jsx" },
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    alias: Object.fromEntries(
      Object.entries(recipe.modules ?? {}).map(([name, file]) => [
        name,
        file.includes("/") ? inRoot(file) : file,
      ]),
    ),
    loader: { ".css": "empty" },
    external: ["s3-signpost", "s3-signpost/*"],
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

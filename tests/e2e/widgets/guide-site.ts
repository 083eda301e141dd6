import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readPage } from "../../../scripts/docs/pages.ts";
import { inRoot, root } from "../../../scripts/paths.mjs";
import { bundleServed } from "../../../scripts/test/record/served.mjs";
import { programsOf } from "../../docs/programs.ts";
import type { Stack } from "../stack.ts";

/** The address of the bucket in the guides. */
const AWS_BUCKET = "https://photos.s3.eu-west-1.amazonaws.com";

/** A server on loopback with the programs of guides, of an origin that is not the one of S3. */
export class GuideSite {
  readonly #server: Server;
  readonly #programs: ReadonlyMap<string, readonly string[]>;

  private constructor(server: Server, programs: ReadonlyMap<string, readonly string[]>) {
    this.#server = server;
    this.#programs = programs;
  }

  /** @param guides names in docs/guides, without `.md` */
  static async start(stack: Stack, guides: readonly string[]): Promise<GuideSite> {
    const programs = new Map(
      await Promise.all(
        guides.map(async (guide) => [guide, await bundlesOf(stack, guide)] as const),
      ),
    );
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
      const code = programs.get(searchParams.get("guide") ?? "")?.[Number(searchParams.get("n"))];
      const isPage = pathname === "/";
      response.setHeader("content-type", isPage ? "text/html" : "text/javascript");
      response.end(isPage ? "<!doctype html><title>Guide</title><img alt=''>" : code);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    return new GuideSite(server, programs);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** Addresses of the programs of a guide. */
  programsOf(guide: string): string[] {
    return [...(this.#programs.get(guide)?.keys() ?? [])].map((n) => `/p.js?guide=${guide}&n=${n}`);
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

function bundlesOf(stack: Stack, guide: string): Promise<string[]> {
  const page = `docs/guides/${guide}.md`;
  return Promise.all(
    programsOf(page, readPage(page)).map(({ source }) => bundle(program(stack, source), stack)),
  );
}

/** A program of a guide, after the names that all guides use. */
function program({ ready }: Stack, source: string): string {
  const { bucket, s3, region, accessKeyId, secretAccessKey } = ready;
  const imports = /\bimport [^;(]*? from "[^"]+";/g;
  const local = source
    .replaceAll(AWS_BUCKET, `${s3}/${bucket}`)
    .replaceAll("s3://photos/", `s3://${bucket}/`);
  return `
    import * as signpost from "s3-signpost";
    ${(local.match(imports) ?? []).join("\n")}
    Object.assign(globalThis, ${JSON.stringify({ bucket, region, accessKeyId, secretAccessKey })});
    const element = () => document.createElement("button");
    const options = { bucket, region, credentials: { accessKeyId, secretAccessKey } };
    const client = new signpost.S3(options);
    Object.assign(globalThis, {
      credentials: options.credentials, sessionToken: "", expiration: new Date(Date.now() + 7_200_000),
      s3: client, presigner: new signpost.Presigner(options), signer: await client.signer(),
      key: "photos/cat.jpg", file: new File(["a cat"], "cat.jpg", { type: "image/jpeg" }),
      button: element(), pauseButton: element(), cancelButton: element(), bar: element(),
    });
    await (async () => { ${local.replaceAll(imports, "")} })();
  `;
}

/** Bundles a program. Clients and signers are of the local stack. */
function bundle(contents: string, { ready }: Stack): Promise<string> {
  const local = `
    export * from ${JSON.stringify(inRoot("dist", "index.js"))};
    import * as signpost from ${JSON.stringify(inRoot("dist", "index.js"))};
    const local = (options) => ({ endpoint: ${JSON.stringify(ready.s3)}, ...options, bucket: ${JSON.stringify(ready.bucket)} });
    export class S3 extends signpost.S3 { constructor(options) { super(local(options)); } }
    export class Presigner extends signpost.Presigner { constructor(options) { super(local(options)); } }
  `;
  return bundleServed({
    stdin: { contents, resolveDir: root, loader: "ts" },
    format: "esm",
    target: "es2022",
    plugins: [
      {
        name: "local stack",
        setup(build) {
          build.onResolve({ filter: /^s3-signpost$/ }, () => ({
            path: "local",
            namespace: "local",
          }));
          build.onLoad({ filter: /^local$/, namespace: "local" }, () => ({
            contents: local,
            resolveDir: root,
          }));
        },
      },
    ],
  });
}

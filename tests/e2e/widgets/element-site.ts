import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { inRoot, root } from "../../../scripts/paths.mjs";
import { bundleServed } from "../../../scripts/test/record/served.mjs";

/** The strictest policy under which a page with this package works. */
const POLICY =
  "script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; object-src 'none'; base-uri 'none'; " +
  "require-trusted-types-for 'script'; trusted-types 'none'";

/** The program of the page: that of docs/guides/widgets/elements.md, and the classes for tests. */
const PROGRAM = `
  import * as signpost from "s3-signpost";
  const { cognito, S3, UploadQueue } = signpost;
  import { defineElements } from "s3-signpost/element";
  globalThis.codes = [];
  document.addEventListener("s3-error", ({ detail }) => codes.push(detail.error.code));
  defineElements({ cognito, S3, UploadQueue });
  globalThis.signpost = signpost;
`;

/** Without a colour of its own, axe takes a dark page for a white one. */
const STYLE = ":root { background: Canvas; color: CanvasText; font-family: sans-serif }";

/** A server on loopback with one page that contains the elements, under a strict Content-Security-Policy. */
export class ElementSite {
  /** Markup of the page's `<main>`. */
  body = "";
  /** Names and values of the form that was submitted last. */
  submitted: [string, string][] | undefined;
  readonly #server: Server;
  readonly #program: string;

  static async start(): Promise<ElementSite> {
    const site = new ElementSite(await bundle());
    await once(site.#server, "listening");
    return site;
  }

  private constructor(program: string) {
    this.#program = program;
    this.#server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
      if (pathname === "/submitted") this.submitted = [...searchParams];
      const [type, text] = this.#file(pathname);
      response.setHeader("content-security-policy", POLICY);
      response.setHeader("content-type", `${type}; charset=utf-8`);
      // A program that is cached is compiled once for all pages of a profile.
      response.setHeader("cache-control", type === "text/html" ? "no-cache" : "max-age=3600");
      response.end(text);
    }).listen(0, "127.0.0.1");
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #file(pathname: string): [type: string, text: string] {
    if (pathname === "/program.js") return ["text/javascript", this.#program];
    if (pathname === "/page.css") return ["text/css", STYLE];
    return ["text/html", page(pathname === "/" ? this.body : "")];
  }
}

function page(body: string): string {
  return `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css">
<title>Elements</title><script type="module" src="/program.js"></script>
<main><h1>Elements</h1>${body}</main></html>`;
}

function bundle(): Promise<string> {
  return bundleServed({
    stdin: { contents: PROGRAM, resolveDir: root, loader: "js" },
    alias: {
      "s3-signpost/element": inRoot("dist", "element.js"),
      "s3-signpost": inRoot("dist", "index.js"),
    },
    format: "esm",
    target: "es2022",
  });
}
